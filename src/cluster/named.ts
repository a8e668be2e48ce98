import { UserError } from '../model/errors.ts';
import type { Service } from '../model/objects.ts';
import type { Query } from '../model/snapshot.ts';
import { LABEL } from '../model/well-known.ts';
import { labelsText } from '../words/labels.ts';
import { readNodes } from './nodes.ts';
import { RESOURCES } from './paths.ts';
import type { Reader } from './reader.ts';

/**
 * Services by name with what is joined with them, in two rounds: Service, Endpoints and EndpointSlices together;
 * then Pods by selector and what is judged beside them.
 */
export async function readNamed(reader: Reader, { namespace, names, byPrefix }: Query) {
  const ns = namespace ?? 'default';
  const first = await Promise.all(names.map((name) => readFirstRound(reader, ns, name)));
  const named = first.filter((service) => service !== null);
  const [only = ''] = names;
  const services =
    byPrefix && named.length === 0 && names.length === 1 ? await readByPrefix(reader, ns, only) : named;
  await Promise.all([
    ...readPods(reader, services),
    readPolicies(reader, services),
    readNodes(reader, services),
  ]);
  const missing = names.filter((_, index) => first[index] === null);
  return { services, missing: services === named ? missing.map(notFound) : [] };
}

function notFound(name: string): UserError {
  return new UserError(`Error from server (NotFound): services "${name}" not found`);
}

async function readFirstRound(reader: Reader, namespace: string, name: string): Promise<Service | null> {
  const [service] = await Promise.all([
    reader.get('Service', namespace, name),
    reader.attempt('Endpoints', namespace, 'selected', () => reader.get('Endpoints', namespace, name)),
    reader.attempt('EndpointSlice', namespace, 'selected', () =>
      reader.list('EndpointSlice', RESOURCES.EndpointSlice, namespace, {
        labelSelector: labelsText({ [LABEL.serviceName]: name }),
      }),
    ),
  ]);
  return service;
}

/** As kubectl describe does: what begins with the name, where nothing has it. */
async function readByPrefix(reader: Reader, namespace: string, prefix: string): Promise<Service[]> {
  await reader.list('Service', RESOURCES.Service, namespace);
  const matching = reader.all('Service').filter(({ name }) => name.startsWith(prefix));
  if (matching.length === 0) throw notFound(prefix);
  await Promise.all(matching.map(({ name }) => readFirstRound(reader, namespace, name)));
  return matching;
}

function readPods(reader: Reader, services: readonly Service[]): Promise<void>[] {
  return services
    .filter(selectsPods)
    .map(({ namespace, selector }) =>
      reader.attempt('Pod', namespace, 'selected', () =>
        reader.list('Pod', RESOURCES.Pod, namespace, { labelSelector: labelsText(selector ?? {}) }),
      ),
    );
}

async function readPolicies(reader: Reader, services: readonly Service[]): Promise<void> {
  const [service] = services.filter(selectsPods);
  if (!service) return;
  const { namespace } = service;
  await reader.attempt('NetworkPolicy', namespace, 'all', () =>
    reader.list('NetworkPolicy', RESOURCES.NetworkPolicy, namespace),
  );
}

function selectsPods({ selector, type }: Service): boolean {
  return selector !== null && type !== 'ExternalName';
}
