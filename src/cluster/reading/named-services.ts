/** Reads Services by name, and the objects that are joined with them. */
import { notFound } from '../../model/errors.ts';
import { selectsPods } from '../../model/objects/classification.ts';
import type { Service } from '../../model/objects/service.ts';
import type { Query } from '../../model/snapshot.ts';
import { LABEL } from '../../model/well-known.ts';
import { labelsText } from '../../text/labels.ts';
import { resolveNames } from '../../text/name-lookup.ts';
import { combineBatches } from '../batch.ts';
import { RESOURCES } from '../resources.ts';
import { anonymousEndpointSteps } from './anonymous-endpoints.ts';
import { nodeSteps } from './nodes.ts';
import type { Reader, ReadStep } from './reader.ts';

/** Two rounds: Services, Endpoints and EndpointSlices; then Pods by selector, NetworkPolicies and Nodes. */
export async function readNamedServices(reader: Reader, { namespace, names, byPrefix }: Query) {
  const ns = namespace ?? 'default';
  await readServicesWithEndpoints(reader, ns, names);
  const isPrefix = byPrefix && names.length === 1 && reader.all('Service').length === 0;
  if (isPrefix) await readAllServices(reader, ns);
  const { found, missing } = resolveNames(names, reader.all('Service'), byPrefix ?? false);
  const [only] = missing;
  if (isPrefix && only !== undefined) throw notFound('services', only);
  if (isPrefix)
    await readServicesWithEndpoints(
      reader,
      ns,
      found.map(({ name }) => name),
    );
  await reader.readRound([
    ...podSteps(reader, ns, found),
    ...networkPolicySteps(reader, ns, found),
    ...anonymousEndpointSteps(reader, found),
    ...nodeSteps(reader, found),
  ]);
  return { services: found, missing: missing.map((name) => notFound('services', name)) };
}

/** @throws {UserError} if it is unknown for any of the Services whether it exists */
async function readServicesWithEndpoints(
  reader: Reader,
  namespace: string,
  names: readonly string[],
): Promise<void> {
  const byName = (kind: 'Service' | 'Endpoints'): ReadStep => ({
    kind,
    namespace,
    read: () => combineBatches(names.map((name) => reader.get(kind, namespace, name))),
  });
  const slices: ReadStep = {
    kind: 'EndpointSlice',
    namespace,
    read: () =>
      combineBatches(
        names.map((name) =>
          reader.list<'EndpointSlice'>(RESOURCES.EndpointSlice, namespace, {
            labelSelector: labelsText({ [LABEL.serviceName]: name }),
          }),
        ),
      ),
  };
  const [failure = null] = await reader.readRound([byName('Service'), byName('Endpoints'), slices]);
  if (failure) throw failure;
}

async function readAllServices(reader: Reader, namespace: string): Promise<void> {
  const [failure = null] = await reader.readRound([reader.listStep('Service', namespace)]);
  if (failure) throw failure;
}

function podSteps(reader: Reader, namespace: string, services: readonly Service[]): ReadStep[] {
  const selectors = new Set(services.filter(selectsPods).map(({ selector }) => labelsText(selector ?? {})));
  if (selectors.size === 0) return [];
  const read = () =>
    combineBatches(
      [...selectors].map((labelSelector) => reader.list<'Pod'>(RESOURCES.Pod, namespace, { labelSelector })),
    );
  return [{ kind: 'Pod', namespace, read }];
}

function networkPolicySteps(reader: Reader, namespace: string, services: readonly Service[]): ReadStep[] {
  return services.some(selectsPods) ? [reader.listStep('NetworkPolicy', namespace)] : [];
}
