import type { Service } from '../../model/objects/service.ts';
import { objectKey } from '../../text/object-key.ts';
import { batchOf } from '../batch.ts';
import type { Reader, ReadStep } from './reader.ts';

/** Above this many names the whole list is one request instead of many. */
const MOST_BY_NAME = 10;

/**
 * Reads what the Services and their slices name and what was not read with them: Pods that endpoints point to
 * and no selector matches, Services that an externalName is the name of. A healthy Service names none.
 */
export async function readReferences(reader: Reader, services: readonly Service[]): Promise<void> {
  await reader.round([...targets(reader), ...aliased(reader, services)]);
}

function targets(reader: Reader): ReadStep[] {
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
    return targetsIn(reader, namespace, names);
  });
}

function targetsIn(reader: Reader, namespace: string, names: readonly string[]): ReadStep[] {
  const known = reader.outcome('Pod', namespace) ?? reader.outcome('Pod', null);
  if (known === 'unread' || known === 'all') return [];
  // Who may list Pods and not get one still knows what the selectors match.
  const supplement = known === 'selected';
  if (names.length > MOST_BY_NAME) return [{ ...reader.listing('Pod', namespace), supplement }];
  const gets = names.map((name) => () => reader.get('Pod', namespace, name));
  const reads = supplement ? gets : [() => batchOf(gets.map((get) => get()))];
  return reads.map((read) => ({ kind: 'Pod', namespace, read, supplement }));
}

function aliased(reader: Reader, services: readonly Service[]): ReadStep[] {
  const isKnown = (namespace: string) =>
    (reader.outcome('Service', namespace) ?? reader.outcome('Service', null)) === 'all';
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
