import type { Pod } from '../../model/objects/pod.ts';
import type { Service } from '../../model/objects/service.ts';
import type { ClusterSnapshot } from '../../model/snapshot.ts';
import type { ClusterView, MissingPart } from '../../model/view/cluster-view.ts';
import { byNamespace } from '../index/object-lists.ts';
import { permittedWorkloads } from './pod-permissions.ts';

/** Finds why manifests are only a part of what a namespace has. */
export function missingPartFinder(
  { manifests }: ClusterSnapshot,
  objects: ClusterSnapshot['objects'],
): (namespace: string) => MissingPart | null {
  if (manifests === null) return () => null;
  const installers = objects.CustomResource.filter(({ installsIn }) => installsIn.length > 0);
  const resources = byNamespace(objects.CustomResource.filter(({ runsPods }) => runsPods));
  const creators = permittedWorkloads('createsPods', objects.Workload, objects.Role, objects.RoleBinding);
  const populated = new Set([...objects.Workload, ...objects.Pod].map(({ namespace }) => namespace));
  return (namespace) => {
    const installer = installers.find(
      ({ installsIn }) => installsIn === 'all' || installsIn.includes(namespace),
    );
    if (installer) return { why: 'installer', resource: installer };
    const [resource] = resources.get(namespace);
    if (resource) return { why: 'customResource', resource };
    const [workload] = creators.get(namespace) ?? [];
    if (workload) return { why: 'creator', workload };
    return populated.has(namespace) ? null : { why: 'noWorkloads' };
  };
}

/**
 * Finds the namespace that a manifest's Service should be in: one that has its Pods, where either the Service or the
 * Pods name no namespace, and their files are in one directory.
 */
export function findPodsElsewhere(service: Service, cluster: ClusterView): string | null {
  const { namespace, selector, uid, place } = service;
  if (uid !== '' || selector === null || place === null || cluster.defaultNamespace === null) return null;
  const others = cluster
    .namespacesWith(selector)
    .filter((other) => isOneSided(namespace, other, cluster))
    .filter((other) => cluster.podsWith(other, selector).some((pod) => isBeside(pod, place.file)));
  return others.length === 1 ? (others[0] ?? null) : null;
}

/** Exactly one of two namespaces is that of manifests which name none. */
export function isOneSided(
  namespace: string,
  other: string,
  { defaultNamespace }: Pick<ClusterView, 'defaultNamespace'>,
): boolean {
  return namespace !== other && (namespace === defaultNamespace || other === defaultNamespace);
}

function isBeside({ place }: Pod, file: string): boolean {
  if (place === null) return false;
  const [one, other] = [directoryOf(place.file), directoryOf(file)];
  return one.startsWith(other) || other.startsWith(one);
}

/** Ends with a separator; empty for a name alone. */
export function directoryOf(file: string): string {
  return file.slice(0, Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
}
