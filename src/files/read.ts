import { UserError } from '../model/errors.ts';
import type { IO } from '../model/io.ts';
import type { AnyObject, Kind, Objects, Service } from '../model/objects.ts';
import type { ClusterSnapshot, Query, Reading } from '../model/snapshot.ts';
import { reduce } from '../reduce/reduce.ts';
import { podOfTemplate, supposeRunning, WORKLOAD_KINDS } from '../reduce/workload.ts';
import { byText } from '../words/order.ts';
import { isHook } from './hook.ts';
import { parseObjects } from './parse.ts';
import { type Refusal, refusalOf } from './refusal.ts';
import { parseSelector } from './selector.ts';
import { readSources } from './sources.ts';

export interface FileQuery extends Query {
  files: readonly string[];
  recursive: boolean;
  /** Of objects that name none. */
  defaultNamespace: string;
}

export interface FileSnapshot extends ClusterSnapshot {
  /** An error for each manifest that no API server would take. */
  refused: readonly UserError[];
}

/**
 * A snapshot from recorded objects or manifests. No kubeconfig is touched.
 * @throws {UserError} for what cannot be read, and for input without any object
 */
export async function readFiles(query: FileQuery, io: IO): Promise<FileSnapshot> {
  const found = new Map<string, AnyObject>();
  const refused: Refusal[] = [];
  const sources: string[] = [];
  let count = 0;
  for await (const { file, chunks } of readSources(query.files, query.recursive, io)) {
    sources.push(file);
    await parseObjects(chunks, file, (raw, place) => {
      count += 1;
      if (place && isHook(raw)) return;
      const object = reduce(raw, query.defaultNamespace, place);
      const refusal = object && place ? refusalOf(raw, object, place) : null;
      if (refusal) refused.push(refusal);
      // The same object twice: the last one stands, as with kubectl apply.
      else if (object) found.set(keyOf(object, raw.metadata?.name ? object.name : count), object);
    });
  }
  if (count === 0) throw new UserError(`error: no objects in ${sources.join(', ')}`);
  const objects = byKind([...found.values()]);
  return {
    source: { files: sources },
    live: false,
    time: null,
    objects,
    readings: readings(objects, refused),
    absent: [],
    inScope: scope(query, objects.Service),
    namespaces: wholeNamespaces(query, objects),
    refused: refused.map(({ text }) => new UserError(`error: ${text}`)),
  };
}

/** What a server is to name (generateName) is never twice the same. */
function keyOf({ kind, namespace }: AnyObject, name: string | number): string {
  return [kind, namespace, name].join('\0');
}

function byKind(all: readonly AnyObject[]): ClusterSnapshot['objects'] {
  const of = <K extends Kind>(kind: K) => all.filter((object): object is Objects[K] => object.kind === kind);
  const workloads = all.filter((object) => WORKLOAD_KINDS.some((kind) => kind === object.kind));
  const templates = (workloads as Objects['Workload'][])
    .filter(({ uid, replicas }) => uid === '' && replicas !== 0)
    .map(podOfTemplate);
  return {
    Service: of('Service'),
    Endpoints: of('Endpoints'),
    EndpointSlice: of('EndpointSlice'),
    Pod: [...of('Pod').map(supposeRunning), ...templates],
    Node: of('Node'),
    Workload: workloads as Objects['Workload'][],
    Event: of('Event'),
    NetworkPolicy: of('NetworkPolicy'),
    Ingress: of('Ingress'),
    APIGroup: [],
  };
}

function scope(
  { namespace, names, byPrefix, selector }: Query,
  services: readonly Service[],
): ReadonlySet<string> {
  const selects = parseSelector(selector);
  const candidates = services
    .filter((service) => namespace === null || service.namespace === namespace)
    .filter(({ labels }) => selects(labels));
  const named = candidates.filter(({ name }) => names.length === 0 || names.includes(name));
  // As kubectl describe does: what begins with the name, where nothing has it.
  const [prefix = ''] = names;
  const found =
    byPrefix && named.length === 0 && names.length === 1
      ? candidates.filter(({ name }) => name.startsWith(prefix))
      : named;
  return new Set(found.map(({ namespace, name }) => `${namespace}/${name}`));
}

/** Where nobody asked for Services by name or label, all that the input has of a namespace is judged. */
function wholeNamespaces(
  { namespace, names, selector }: Query,
  objects: ClusterSnapshot['objects'],
): string[] {
  if (names.length > 0 || selector !== '') return [];
  if (namespace !== null) return [namespace];
  return [...namespacesOf(objects)].filter((one) => one !== '').toSorted(byText);
}

function namespacesOf(objects: ClusterSnapshot['objects']): ReadonlySet<string> {
  return new Set(Object.values(objects).flatMap((list) => list.map(({ namespace }) => namespace)));
}

/** A kind without an object is empty, unless the input disproves it; a namespace without one is unread. */
function readings(objects: ClusterSnapshot['objects'], refused: readonly Refusal[]): Reading[] {
  const selecting = objects.Service.some(
    ({ uid, selector, type }) => uid !== '' && selector && type !== 'ExternalName',
  );
  const scheduled = objects.Pod.some(({ uid, nodeName }) => uid !== '' && nodeName !== '');
  const disproved: Partial<Record<Kind, string>> = {
    ...(selecting && objects.EndpointSlice.length === 0
      ? { EndpointSlice: 'the input has no EndpointSlices' }
      : {}),
    ...(selecting && objects.Endpoints.length === 0 ? { Endpoints: 'the input has no Endpoints' } : {}),
    ...(scheduled && objects.Node.length === 0 ? { Node: 'the input has no Nodes' } : {}),
  };
  const kinds = Object.keys(objects) as Kind[];
  const namespaces = new Set([...namespacesOf(objects), ...refused.map(({ namespace }) => namespace)]);
  const refusal = (kind: Kind, namespace: string) =>
    refused.find((one) => one.namespace === namespace && one.kinds.includes(kind))?.text;
  return kinds.flatMap((kind) => [
    { kind, namespace: null, extent: 'unread', reason: 'the input has no object of that namespace' },
    ...[...namespaces, ''].map((namespace): Reading => {
      const reason = disproved[kind] ?? refusal(kind, namespace);
      return { kind, namespace, extent: reason ? 'unread' : 'all', reason: reason ?? '' };
    }),
  ]);
}
