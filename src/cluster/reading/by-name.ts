import { notFound } from '../../model/errors.ts';
import { selectsPods } from '../../model/objects/classification.ts';
import type { Service } from '../../model/objects/service.ts';
import type { Query } from '../../model/snapshot.ts';
import { LABEL } from '../../model/well-known.ts';
import { labelsText } from '../../text/labels.ts';
import { resolveNames } from '../../text/name-lookup.ts';
import { batchOf } from '../batch.ts';
import { RESOURCES } from '../resources.ts';
import { nodes } from './nodes.ts';
import type { Reader, ReadStep } from './reader.ts';

/**
 * Services by name with what is joined with them, in two rounds: Service, Endpoints and EndpointSlices together;
 * then Pods by selector and what is judged beside them.
 */
export async function readNamed(reader: Reader, { namespace, names, byPrefix }: Query) {
  const ns = namespace ?? 'default';
  await readFirstRound(reader, ns, names);
  const isBeginning = byPrefix && names.length === 1 && reader.all('Service').length === 0;
  if (isBeginning) await readAll(reader, ns);
  const { found, missing } = resolveNames(names, reader.all('Service'), byPrefix ?? false);
  const [only] = missing;
  if (isBeginning && only !== undefined) throw notFound('services', only);
  if (isBeginning)
    await readFirstRound(
      reader,
      ns,
      found.map(({ name }) => name),
    );
  await reader.round([...pods(reader, ns, found), ...policies(reader, ns, found), ...nodes(reader, found)]);
  return { services: found, missing: missing.map((name) => notFound('services', name)) };
}

/** @throws {UserError} when it cannot be said of each Service whether it exists */
async function readFirstRound(reader: Reader, namespace: string, names: readonly string[]): Promise<void> {
  const byName = (kind: 'Service' | 'Endpoints'): ReadStep => ({
    kind,
    namespace,
    read: () => batchOf(names.map((name) => reader.get(kind, namespace, name))),
  });
  const slices: ReadStep = {
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

async function readAll(reader: Reader, namespace: string): Promise<void> {
  const [failure = null] = await reader.round([reader.listing('Service', namespace)]);
  if (failure) throw failure;
}

function pods(reader: Reader, namespace: string, services: readonly Service[]): ReadStep[] {
  const selectors = new Set(services.filter(selectsPods).map(({ selector }) => labelsText(selector ?? {})));
  if (selectors.size === 0) return [];
  const read = () =>
    batchOf(
      [...selectors].map((labelSelector) => reader.list<'Pod'>(RESOURCES.Pod, namespace, { labelSelector })),
    );
  return [{ kind: 'Pod', namespace, read }];
}

function policies(reader: Reader, namespace: string, services: readonly Service[]): ReadStep[] {
  return services.some(selectsPods) ? [reader.listing('NetworkPolicy', namespace)] : [];
}
