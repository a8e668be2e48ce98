import { notFound, type UserError } from '../model/errors.ts';
import type { Objects } from '../model/objects/kinds.ts';
import type { Meta } from '../model/objects/meta.ts';
import type { LookupSubject } from '../model/snapshot.ts';
import type { ClusterView } from '../model/view/cluster-view.ts';
import { resolveNames } from '../text/name-lookup.ts';
import { objectKey } from '../text/object-key.ts';

/** The resource names in NotFound errors. */
const PLURALS = { Pod: 'pods', Ingress: 'ingresses.networking.k8s.io' } as const;

type SubjectKind = keyof typeof PLURALS;

interface Subjects<K extends SubjectKind> {
  found: readonly Objects[K][];
  /** One error for each named object that does not exist. */
  missing: readonly UserError[];
}

/**
 * Finds the Pods or Ingresses to look up: by name, by prefix as kubectl describe does, by label, or all in scope.
 * @param namespace null: all
 */
export function findSubjects<K extends SubjectKind>(
  kind: K,
  { names }: LookupSubject,
  namespace: string | null,
  cluster: ClusterView,
): Subjects<K> {
  const { labelled } = cluster;
  const inScope = cluster
    .all(kind)
    .filter((one) => namespace === null || one.namespace === namespace)
    .filter((one) => labelled === null || labelled.has(objectKey(one)));
  const { found, missing } = resolveNames(names, inScope, true, namesOf);
  return { found, missing: missing.map((name) => notFound(PLURALS[kind], name)) };
}

/** A Pod template also has the name of its workload. */
function namesOf(object: Meta & { templateOf?: { name: string } | null }): string[] {
  return object.templateOf ? [object.name, object.templateOf.name] : [object.name];
}
