/** Reads the objects that Services and EndpointSlices refer to and that no earlier round has read. */
import type { Service } from '../../model/objects/service.ts';
import { objectKey } from '../../text/object-key.ts';
import { combineBatches } from '../batch.ts';
import { anonymousEndpointSteps } from './anonymous-endpoints.ts';
import type { Reader, ReadStep } from './reader.ts';

/** For more names, the whole list is read in one request. */
const MAX_BY_NAME = 10;

/**
 * Reads Pods that endpoints refer to and no selector matches, and Services that an externalName refers to. A healthy
 * Service has neither.
 */
export async function readReferences(reader: Reader, services: readonly Service[]): Promise<void> {
  await reader.readRound([
    ...podSteps(reader),
    ...aliasSteps(reader, services),
    ...anonymousEndpointSteps(reader, services),
  ]);
}

function podSteps(reader: Reader): ReadStep[] {
  const read = new Set(reader.all('Pod').map(objectKey));
  const unread = reader
    .all('EndpointSlice')
    .flatMap(({ namespace, endpoints }) =>
      endpoints
        .filter(({ target }) => target?.kind === 'Pod')
        .map(({ target }) => ({ namespace, name: target?.name ?? '' })),
    )
    .filter((target) => !read.has(objectKey(target)));
  return [...Map.groupBy(unread, ({ namespace }) => namespace)].flatMap(([namespace, pods]) => {
    const names = [...new Set(pods.map(({ name }) => name))];
    return podStepsIn(reader, namespace, names);
  });
}

function podStepsIn(reader: Reader, namespace: string, names: readonly string[]): ReadStep[] {
  const known = reader.extentOf('Pod', namespace) ?? reader.extentOf('Pod', null);
  if (known === 'unread' || known === 'all') return [];
  // A user who may list Pods but not get one still has those that the selectors match.
  const supplement = known === 'selected';
  if (names.length > MAX_BY_NAME) return [{ ...reader.listStep('Pod', namespace), supplement }];
  const gets = names.map((name) => () => reader.get('Pod', namespace, name));
  const reads = supplement ? gets : [() => combineBatches(gets.map((get) => get()))];
  return reads.map((read) => ({ kind: 'Pod', namespace, read, supplement }));
}

function aliasSteps(reader: Reader, services: readonly Service[]): ReadStep[] {
  const isKnown = (namespace: string) =>
    (reader.extentOf('Service', namespace) ?? reader.extentOf('Service', null)) === 'all';
  return services
    .filter(({ type }) => type === 'ExternalName')
    .flatMap(({ aliasOf }) => aliasOf ?? [])
    .filter(({ namespace }) => !isKnown(namespace))
    .map(({ namespace, name }) => ({
      kind: 'Service',
      namespace,
      read: () => reader.get('Service', namespace, name),
    }));
}
