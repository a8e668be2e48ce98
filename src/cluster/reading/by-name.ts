import { fromServer, UserError } from '../../model/errors.ts';
import type { Service } from '../../model/objects/service.ts';
import type { Query } from '../../model/snapshot.ts';
import { LABEL } from '../../model/well-known.ts';
import { labelsText } from '../../text/labels.ts';
import { batchOf } from '../batch.ts';
import { RESOURCES } from '../resources.ts';
import { nodes } from './nodes.ts';
import type { Ask, Reader } from './reader.ts';

/**
 * Services by name with what is joined with them, in two rounds: Service, Endpoints and EndpointSlices together;
 * then Pods by selector and what is judged beside them.
 */
export async function readNamed(reader: Reader, { namespace, names, byPrefix }: Query) {
  const ns = namespace ?? 'default';
  await readFirstRound(reader, ns, names);
  const known = reader.all('Service');
  const missing = names.filter((name) => reader.isAbsent('Service', ns, name));
  const [only = ''] = names;
  const isBeginning = byPrefix && names.length === 1 && known.length === 0;
  const services = isBeginning ? await readByPrefix(reader, ns, only) : known;
  await reader.round([
    ...pods(reader, ns, services),
    ...policies(reader, ns, services),
    ...nodes(reader, services),
  ]);
  return { services, missing: isBeginning ? [] : missing.map(notFound) };
}

function notFound(name: string): UserError {
  return new UserError(`services "${name}" not found`, fromServer('NotFound'));
}

/** @throws {UserError} when it cannot be said of each Service whether it exists */
async function readFirstRound(reader: Reader, namespace: string, names: readonly string[]): Promise<void> {
  const byName = (kind: 'Service' | 'Endpoints'): Ask => ({
    kind,
    namespace,
    read: () => batchOf(names.map((name) => reader.get(kind, namespace, name))),
  });
  const slices: Ask = {
    kind: 'EndpointSlice',
    namespace,
    read: () =>
      batchOf(
        names.map((name) =>
          reader.list<'EndpointSlice'>(RESOURCES.EndpointSlice, namespace, {
            labelSelector: labelsText({ [LABEL.serviceName]: name }),
          }),
        ),
      ),
  };
  const [failure = null] = await reader.round([byName('Service'), byName('Endpoints'), slices]);
  if (failure) throw failure;
}

/** As kubectl describe does: what begins with the name, where nothing has it. */
async function readByPrefix(reader: Reader, namespace: string, prefix: string): Promise<Service[]> {
  const [failure = null] = await reader.round([reader.listing('Service', namespace)]);
  if (failure) throw failure;
  const matching = reader.all('Service').filter(({ name }) => name.startsWith(prefix));
  if (matching.length === 0) throw notFound(prefix);
  await readFirstRound(
    reader,
    namespace,
    matching.map(({ name }) => name),
  );
  return matching;
}

function pods(reader: Reader, namespace: string, services: readonly Service[]): Ask[] {
  const selectors = new Set(services.filter(selectsPods).map(({ selector }) => labelsText(selector ?? {})));
  if (selectors.size === 0) return [];
  const read = () =>
    batchOf(
      [...selectors].map((labelSelector) => reader.list<'Pod'>(RESOURCES.Pod, namespace, { labelSelector })),
    );
  return [{ kind: 'Pod', namespace, read }];
}

function policies(reader: Reader, namespace: string, services: readonly Service[]): Ask[] {
  return services.some(selectsPods) ? [reader.listing('NetworkPolicy', namespace)] : [];
}

function selectsPods({ selector, type }: Service): boolean {
  return selector !== null && type !== 'ExternalName';
}
