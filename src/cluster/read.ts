import type { Connection } from '../model/connection.ts';
import { UserError } from '../model/errors.ts';
import type { Kind, Service } from '../model/objects.ts';
import type { ClusterSnapshot, Query } from '../model/snapshot.ts';
import { readNodes } from './nodes.ts';
import { RESOURCES, WORKLOADS } from './paths.ts';
import { Reader, type Selection } from './reader.ts';

export interface ReadResult {
  snapshot: ClusterSnapshot;
  /** The error about each Service that was named and does not exist. */
  missing: readonly UserError[];
  /** Reads what findings need for their evidence, by namespace, in one more round. */
  evidence(wanted: ReadonlyMap<string, ReadonlySet<Kind>>): Promise<ClusterSnapshot>;
}

/**
 * Reads the Services that the query asks for, with what is joined with them, in two rounds: Service,
 * Endpoints and EndpointSlices together; then Pods by selector and the Nodes that the slices name.
 * @throws {UserError} when the Services themselves cannot be read
 */
export async function readCluster(connection: Connection, query: Query): Promise<ReadResult> {
  const reader = new Reader(connection);
  const { services, missing } =
    query.names.length > 0 ? await readNamed(reader, query) : await readAll(reader, query);
  const inScope = new Set(services.map(({ namespace, name }) => `${namespace}/${name}`));
  return {
    snapshot: reader.snapshot(inScope),
    missing,
    evidence: async (wanted) => {
      // Over all namespaces one list of a kind is less than one for each namespace.
      const everywhere = new Set([...wanted.values()].flatMap((kinds) => [...kinds]));
      const rounds: Iterable<[string | null, ReadonlySet<Kind>]> =
        query.namespace === null ? [[null, everywhere]] : wanted;
      await Promise.all([...rounds].map(([namespace, kinds]) => readEvidence(reader, namespace, kinds)));
      return reader.snapshot(inScope);
    },
  };
}

async function readNamed(reader: Reader, { namespace, names }: Query) {
  const ns = namespace ?? 'default';
  const first = await Promise.all(names.map((name) => readFirstRound(reader, ns, name)));
  const named = first.filter((service) => service !== null);
  const [only = ''] = names;
  const services = named.length === 0 && names.length === 1 ? await readByPrefix(reader, ns, only) : named;
  await readSecondRound(reader, services);
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

async function readSecondRound(reader: Reader, services: readonly Service[]): Promise<void> {
  const pods = services
    .filter(({ selector, type }) => selector !== null && type !== 'ExternalName')
    .map(({ namespace, selector }) =>
      reader.attempt('Pod', namespace, 'selected', () =>
        reader.list('Pod', RESOURCES.Pod, namespace, { labelSelector: selectorText(selector) }),
      ),
    );
  await Promise.all([...pods, readNodes(reader, services)]);
  await readNodes(reader, services);
}

function selectorText(selector: Service['selector']): string {
  return Object.entries(selector ?? {})
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
}

async function readAll(reader: Reader, { namespace, selector }: Query) {
  const list = (kind: 'Endpoints' | 'EndpointSlice' | 'Pod') =>
    reader.attempt(kind, namespace, 'all', () => reader.list(kind, RESOURCES[kind], namespace));
  await Promise.all([
    reader.list('Service', RESOURCES.Service, namespace, selector === '' ? {} : { labelSelector: selector }),
    list('Endpoints'),
    list('EndpointSlice'),
    list('Pod'),
  ]);
  const services = reader.all('Service');
  await readNodes(reader, services);
  return { services, missing: [] };
}

/** What findings need beside what is joined anyway. */
async function readEvidence(
  reader: Reader,
  namespace: string | null,
  kinds: ReadonlySet<Kind>,
): Promise<void> {
  const list = (kind: Exclude<Kind, 'Workload'>, selection?: Selection) => () =>
    reader.list(kind, RESOURCES[kind], namespace, selection);
  const rounds: Partial<Record<Kind, () => Promise<void>>> = {
    Pod: () => reader.supplement('Pod', namespace, 'all', list('Pod')),
    EndpointSlice: () =>
      reader.supplement(
        'EndpointSlice',
        namespace,
        'selected',
        list('EndpointSlice', { labelSelector: '!kubernetes.io/service-name' }),
      ),
    Event: () =>
      reader.attempt(
        'Event',
        namespace,
        'selected',
        list('Event', { fieldSelector: 'involvedObject.kind=Pod,reason=Unhealthy' }),
      ),
    Workload: () =>
      reader.attempt('Workload', namespace, 'all', () =>
        Promise.all(WORKLOADS.map((resource) => reader.list('Workload', resource, namespace))),
      ),
  };
  const missing = [...kinds].filter((kind) => reader.outcome(kind, namespace) !== 'all');
  await Promise.all(missing.map((kind) => rounds[kind]?.()));
}
