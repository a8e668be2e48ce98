import type { Connection } from '../model/connection.ts';
import { UserError } from '../model/errors.ts';
import type { Kind, Service } from '../model/objects.ts';
import type { ClusterSnapshot, Query } from '../model/snapshot.ts';
import { labelsText } from '../words/labels.ts';
import { byText } from '../words/order.ts';
import { readEvidence } from './evidence.ts';
import { readNodes } from './nodes.ts';
import { RESOURCES } from './paths.ts';
import { Reader } from './reader.ts';
import { readReferences } from './references.ts';

export interface ReadResult {
  snapshot: ClusterSnapshot;
  /** The error about each Service that was named and does not exist. */
  missing: readonly UserError[];
  /** Reads what findings need for their evidence, by namespace, in one more round. */
  evidence(wanted: ReadonlyMap<string, ReadonlySet<Kind>>): Promise<ClusterSnapshot>;
}

/**
 * Reads the Services that the query asks for, with what is joined with them. By name in two rounds:
 * Service, Endpoints and EndpointSlices together; then Pods by selector and what is judged beside them.
 * @throws {UserError} when the Services themselves cannot be read
 */
export async function readCluster(connection: Connection, query: Query): Promise<ReadResult> {
  const reader = new Reader(connection);
  const { services, missing } =
    query.names.length > 0 ? await readNamed(reader, query) : await readAll(reader, query);
  await Promise.all([readNodes(reader, services), readReferences(reader, services)]);
  const inScope = new Set(services.map(({ namespace, name }) => `${namespace}/${name}`));
  const snapshot = () => reader.snapshot(inScope, wholeNamespaces(reader, query));
  return {
    snapshot: snapshot(),
    missing,
    evidence: async (wanted) => {
      await readEvidence(reader, query.namespace, wanted, services);
      return snapshot();
    },
  };
}

/** Where nobody asked for Services by name or label, what belongs to no Service is judged too. */
function wholeNamespaces(reader: Reader, { namespace, names, selector }: Query): string[] {
  if (names.length > 0 || selector !== '') return [];
  if (namespace !== null) return [namespace];
  const objects = (['Service', 'Endpoints', 'EndpointSlice', 'Ingress'] as const).flatMap((kind) =>
    reader.all(kind),
  );
  return [...new Set(objects.map((object) => object.namespace))].toSorted(byText);
}

async function readNamed(reader: Reader, { namespace, names }: Query) {
  const ns = namespace ?? 'default';
  const first = await Promise.all(names.map((name) => readFirstRound(reader, ns, name)));
  const named = first.filter((service) => service !== null);
  const [only = ''] = names;
  const services = named.length === 0 && names.length === 1 ? await readByPrefix(reader, ns, only) : named;
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
        labelSelector: `kubernetes.io/service-name=${name}`,
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

async function readAll(reader: Reader, { namespace, selector }: Query) {
  const kinds = ['Endpoints', 'EndpointSlice', 'Pod', 'NetworkPolicy', 'Ingress'] as const;
  const selection = selector === '' ? {} : { labelSelector: selector };
  await Promise.all([
    reader.list('Service', RESOURCES.Service, namespace, selection),
    ...kinds.map((kind) =>
      reader.attempt(kind, namespace, 'all', () => reader.list(kind, RESOURCES[kind], namespace)),
    ),
  ]);
  reader.note('Service', namespace, selector === '' ? 'all' : 'selected');
  return { services: reader.all('Service'), missing: [] };
}
