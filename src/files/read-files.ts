import { decode } from '../decode/decode.ts';
import type { RawObject } from '../decode/decode-meta.ts';
import { podOfTemplate, supposeRunning } from '../decode/decode-workload.ts';
import { type ManifestError, notFound, UserError } from '../model/errors.ts';
import type { IO } from '../model/io.ts';
import type { AnyObject, Kind, Objects } from '../model/objects/kinds.ts';
import type { Service } from '../model/objects/service.ts';
import type { ClusterSnapshot, LookupSubject, Query } from '../model/snapshot.ts';
import { escapeText } from '../text/escape.ts';
import { resolveNames } from '../text/name-lookup.ts';
import { objectKey } from '../text/object-key.ts';
import { byText } from '../text/order.ts';
import { namespacesOf, readings } from './file-readings.ts';
import { readSources } from './input-files.ts';
import { parseSelector } from './label-selector.ts';
import { type Replaced, warnOfReplaced } from './manifest/duplicates.ts';
import { Hooks } from './manifest/helm-hook.ts';
import { type Refusal, refusalOf } from './manifest/refusal.ts';
import { parseObjects } from './parse/documents.ts';
import { NoObject } from './parse/take.ts';

export interface FileQuery extends Query {
  files: readonly string[];
  recursive: boolean;
  /** Of objects that name none. */
  defaultNamespace: string;
}

export interface FileSnapshot extends ClusterSnapshot {
  /** An error for each manifest that no API server would take. */
  refused: readonly ManifestError[];
  /** An error for each Service that was named and is not there. */
  missing: readonly UserError[];
}

/**
 * A snapshot from recorded objects or manifests. No kubeconfig is touched.
 * @throws {UserError} for what cannot be read, and for input without any object
 */
export async function readFiles(query: FileQuery, io: IO): Promise<FileSnapshot> {
  const found = new Map<string, AnyObject>();
  const refused: Refusal[] = [];
  const hooks = new Hooks();
  const replaced: Replaced[] = [];
  const sources: string[] = [];
  let count = 0;
  for await (const { file, named, chunks } of readSources(query.files, query.recursive, io)) {
    sources.push(file);
    const parsed = parseObjects(chunks, file, (raw, place) => {
      count += 1;
      const object = decode(raw, query.defaultNamespace, place);
      if (object && place && hooks.setAside(raw, object)) return;
      const refusal = object && place ? refusalOf(raw, object, place) : null;
      if (refusal) refused.push(refusal);
      // The same object twice: the last one stands, as with kubectl apply.
      else if (object) {
        const key = keyOf(raw, object, raw.metadata?.name ? object.name : count);
        const before = found.get(key);
        if (before) replaced.push([before, object]);
        found.set(key, object);
      }
    });
    // In a directory there may be what is for others: values, patches.
    await parsed.catch((error) => {
      if (named || !(error instanceof NoObject)) throw error;
      io.stderr.write(
        `${escapeText(`warning: ${error.message}; what it holds from there on was left out`)}\n`,
      );
    });
  }
  if (count === 0) throw new UserError(`no objects in ${sources.join(', ')}`);
  warnOfReplaced(replaced, io);
  const objects = byKind([...found.values(), ...hooks.selected()]);
  const services = resolve(query, objects.Service);
  return {
    source: { files: sources },
    live: false,
    time: null,
    objects,
    readings: readings(objects, refused),
    absent: [],
    inScope: new Set(services.found.map(objectKey)),
    namespaces: wholeNamespaces(query, objects),
    ...(query.subject?.selector && { labelled: labelled(query.subject, objects) }),
    refused: refused.map(({ error }) => error),
    missing: services.missing.map((name) => notFound('services', name)),
  };
}

/** What a server is to name (generateName) is never twice the same. */
function keyOf({ apiVersion, kind }: RawObject, { namespace }: AnyObject, name: string | number): string {
  const [group] = String(apiVersion).split('/', 1);
  return [group, kind, namespace, name].join('\0');
}

function byKind(all: readonly AnyObject[]): ClusterSnapshot['objects'] {
  const of = <K extends Kind>(kind: K) => all.filter((object): object is Objects[K] => object.kind === kind);
  const workloads = of('Workload');
  const templates = workloads.filter(({ uid, replicas }) => uid === '' && replicas !== 0).map(podOfTemplate);
  return {
    Service: of('Service'),
    Endpoints: of('Endpoints'),
    EndpointSlice: of('EndpointSlice'),
    Pod: [...of('Pod').map(supposeRunning), ...templates],
    Node: of('Node'),
    Workload: workloads,
    Event: of('Event'),
    NetworkPolicy: of('NetworkPolicy'),
    Ingress: of('Ingress'),
    IngressClass: of('IngressClass'),
    APIGroup: [],
    CustomResource: of('CustomResource'),
    Role: of('Role'),
    RoleBinding: of('RoleBinding'),
  };
}

/** The Services that the query asks for, and the names that none of them has. */
function resolve({ namespace, names, byPrefix, selector }: Query, services: readonly Service[]) {
  const selects = parseSelector(selector);
  const candidates = services
    .filter((service) => namespace === null || service.namespace === namespace)
    .filter(({ labels }) => selects(labels));
  return resolveNames(names, candidates, byPrefix ?? false);
}

function labelled(
  { kind, selector }: LookupSubject,
  objects: ClusterSnapshot['objects'],
): ReadonlySet<string> {
  const selects = parseSelector(selector);
  const subjects = kind === 'address' ? [] : objects[kind];
  return new Set(subjects.filter(({ labels }) => selects(labels)).map(objectKey));
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
