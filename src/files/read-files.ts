import { notFound, UserError } from '../model/errors.ts';
import type { IO } from '../model/io.ts';
import type { AnyObject, Kind, Objects } from '../model/objects/kinds.ts';
import type { Service } from '../model/objects/service.ts';
import type { Workload } from '../model/objects/workload.ts';
import type { ClusterSnapshot, LookupSubject, Query } from '../model/snapshot.ts';
import { escapeText } from '../text/escape.ts';
import { listed } from '../text/list.ts';
import { resolveNames } from '../text/name-lookup.ts';
import { objectKey } from '../text/object-key.ts';
import { byText } from '../text/order.ts';
import { namespacesOf, readingsOf } from './file-readings.ts';
import { type InputFile, readSources, type SkippedInput } from './input-files.ts';
import { InputProblems } from './input-problems.ts';
import { parseSelector } from './label-selector.ts';
import { assumeReady, podFromTemplate } from './manifest/assumed-pods.ts';
import { type DuplicateManifest, manifestsAmong } from './manifest/duplicates.ts';
import { withPatches } from './manifest/patches.ts';
import { ObjectCollector } from './object-collector.ts';
import { parseObjects } from './parse/documents.ts';

export interface FileQuery extends Query {
  files: readonly string[];
  recursive: boolean;
  /** The namespace of objects that have none. */
  defaultNamespace: string;
  /** The name of standard input in messages. */
  standardInput?: string;
}

interface FileSnapshot extends ClusterSnapshot {
  /** An error for each file that could not be read, and each manifest that an API server would refuse. */
  invalid: readonly UserError[];
  /** An error for each named Service that does not exist. */
  missing: readonly UserError[];
  input: FileInput;
  /** The same input if of two manifests of one object the first counted; null: it has no two. */
  earlier: EarlierManifests | null;
}

export interface EarlierManifests {
  snapshot: ClusterSnapshot;
  duplicates: readonly DuplicateManifest[];
}

/** How many files were read, and what was not. */
export interface FileInput {
  /** Standard input, which may be what `-k` built, is a file too. */
  files: readonly string[];
  /** Without -R. */
  unreadDirectories: number;
}

/**
 * Reads a snapshot from recorded objects or manifests, without a kubeconfig.
 * @throws {UserError} for input without an object
 */
export async function readFiles(query: FileQuery, io: IO): Promise<FileSnapshot> {
  const problems = new InputProblems();
  const { kustomizations, chartTemplates } = problems;
  const skipped: SkippedInput = { directories: 0, kustomizations, patches: new Set(), chartTemplates };
  const collector = new ObjectCollector(query.defaultNamespace, () => kustomizations.length > 0);
  const sources: string[] = [];
  for await (const source of readSources(query, io, skipped)) {
    sources.push(source.file);
    await collectFrom(source, collector, problems);
  }
  const unread = [...problems.unread, ...collector.unread];
  const errors = [...problems.errors, ...unread.map(({ error }) => error)];
  // A document of a recording that does not parse may have had any object of its kinds.
  const isRecorded = collector.objects().some(({ uid }) => uid !== '');
  const unparsed = isRecorded ? problems.unparsed.map((one) => ({ ...one, namespace: null })) : [];
  for (const warning of problems.warnings(collector.leftOut, collector.duplicates))
    io.stderr.write(`${escapeText(`Warning: ${warning}`)}\n`);
  if (collector.count === 0 && errors.length === 0)
    throw new UserError(`no objects in ${listed(sources, MOST_SOURCES)}`);
  const patches = collector.leftOutWorkloads();
  const objects = byKind(collector.objects(), patches);
  const services = resolveServices(query, objects.Service);
  const snapshot: ClusterSnapshot = {
    source: { files: sources },
    live: false,
    time: null,
    objects,
    readings: readingsOf(objects, [...unread, ...unparsed]),
    absent: [],
    inScope: new Set(services.found.map(objectKey)),
    namespaces: namespacesInScope(query, objects),
    manifests: {
      defaultNamespace: query.defaultNamespace,
      leftOut: patches,
      unreadWorkloads: collector.unreadWorkloads,
      unreadServices: collector.unreadServices,
      unparsed: problems.unparsed,
      kustomizations,
    },
    ...(query.subject?.selector && { labelled: labelledSubjects(query.subject, objects) }),
  };
  const earlier = collector.earlierObjects();
  return {
    ...snapshot,
    earlier: earlier && {
      snapshot: { ...snapshot, objects: byKind(earlier, patches) },
      duplicates: manifestsAmong(collector.duplicates),
    },
    invalid: errors,
    missing: services.missing.map((name) => notFound('services', name)),
    input: { files: sources, unreadDirectories: skipped.directories },
  };
}

const MOST_SOURCES = 10;

async function collectFrom(
  { file, named, isPatch, chunks }: InputFile,
  collector: ObjectCollector,
  problems: InputProblems,
): Promise<void> {
  collector.startFile(isPatch);
  try {
    await parseObjects(chunks, file, {
      object: (raw, place) => collector.add(raw, place),
      notAnObject: (line, reason) => problems.addForeign(file, named, line, reason),
      unparsed: (failure) => problems.addUnparsed(file, named, failure),
      incomplete: (failure) => problems.addIncomplete(file, collector.forgetFile(), failure),
    });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    problems.errors.push(error);
  }
}

function byKind(all: readonly AnyObject[], patches: readonly Workload[]): ClusterSnapshot['objects'] {
  const ofKind = <K extends Kind>(kind: K) =>
    all.filter((object): object is Objects[K] => object.kind === kind);
  const workloads = withPatches(ofKind('Workload'), patches);
  const templates = workloads
    .filter(({ uid, replicas }) => uid === '' && replicas !== 0)
    .map(podFromTemplate);
  return {
    Service: ofKind('Service'),
    Endpoints: ofKind('Endpoints'),
    EndpointSlice: ofKind('EndpointSlice'),
    Pod: [...ofKind('Pod').map(assumeReady), ...templates],
    Node: ofKind('Node'),
    Workload: workloads,
    Event: ofKind('Event'),
    NetworkPolicy: ofKind('NetworkPolicy'),
    Ingress: ofKind('Ingress'),
    IngressClass: ofKind('IngressClass'),
    APIGroup: [],
    Namespace: ofKind('Namespace'),
    CustomResource: ofKind('CustomResource'),
    Role: ofKind('Role'),
    RoleBinding: ofKind('RoleBinding'),
  };
}

/** The Services in the query, and the names that no Service has. */
function resolveServices({ namespace, names, byPrefix, selector }: Query, services: readonly Service[]) {
  const selects = parseSelector(selector);
  const candidates = services
    .filter((service) => namespace === null || service.namespace === namespace)
    .filter(({ labels }) => selects(labels));
  return resolveNames(names, candidates, byPrefix ?? false);
}

function labelledSubjects(
  { kind, selector }: LookupSubject,
  objects: ClusterSnapshot['objects'],
): ReadonlySet<string> {
  const selects = parseSelector(selector);
  const subjects = kind === 'address' ? [] : objects[kind];
  return new Set(subjects.filter(({ labels }) => selects(labels)).map(objectKey));
}

/** The namespaces in scope as a whole: none if the query names Services or has a label selector. */
function namespacesInScope(
  { namespace, names, selector }: Query,
  objects: ClusterSnapshot['objects'],
): string[] {
  if (names.length > 0 || selector !== '') return [];
  if (namespace !== null) return [namespace];
  return [...namespacesOf(objects)].filter((one) => one !== '').toSorted(byText);
}
