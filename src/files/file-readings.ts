import { selectsPods } from '../model/objects/classification.ts';
import type { Kind } from '../model/objects/kinds.ts';
import type { Labels } from '../model/objects/meta.ts';
import type { ClusterSnapshot, Reading } from '../model/snapshot.ts';
import type { UnreadManifest } from './unread-manifest.ts';

/**
 * How far each kind was read. A kind without an object is empty, unless other objects show that the input leaves it out;
 * a namespace without an object is unread.
 */
export function readingsOf(
  objects: ClusterSnapshot['objects'],
  unreadManifests: readonly UnreadManifest[],
): Reading[] {
  const selecting = objects.Service.some((service) => service.uid !== '' && selectsPods(service));
  const scheduled = objects.Pod.some(({ uid, nodeName }) => uid !== '' && nodeName !== '');
  const leftOut: Partial<Record<Kind, string>> = {
    ...(selecting && objects.EndpointSlice.length === 0
      ? { EndpointSlice: 'the input has no EndpointSlices' }
      : {}),
    ...(selecting && objects.Endpoints.length === 0 ? { Endpoints: 'the input has no Endpoints' } : {}),
    // A manifest may name a class of the cluster.
    ...(objects.IngressClass.length === 0 ? { IngressClass: 'the input has no IngressClasses' } : {}),
    // Manifests have some of the namespaces of the cluster.
    ...(objects.Namespace.some(({ uid }) => uid !== '') ? {} : { Namespace: 'the input has no Namespaces' }),
    ...(scheduled && objects.Node.length === 0 ? { Node: 'the input has no Nodes' } : {}),
  };
  const kinds = Object.keys(objects) as Kind[];
  const named = unreadManifests.flatMap(({ namespace }) => namespace ?? []);
  const namespaces = new Set([...namespacesOf(objects), ...named]);
  // The first manifest of a kind that was not read gives the reason.
  const reasons = new Map([
    ...lackingPods(objects),
    ...unreadManifests
      .toReversed()
      .flatMap(({ kinds, namespace, error }) =>
        kinds.map((kind) => [`${kind} ${namespace ?? ANY}`, error.message] as const),
      ),
  ]);
  return kinds.flatMap((kind) => [
    { kind, namespace: null, extent: 'unread', reason: 'the input has no objects in that namespace' },
    ...[...namespaces, ''].map((namespace): Reading => {
      const reason = leftOut[kind] ?? reasons.get(`${kind} ${namespace}`) ?? reasons.get(`${kind} ${ANY}`);
      return { kind, namespace, extent: reason ? 'unread' : 'all', reason: reason ?? '' };
    }),
  ]);
}

/** Namespaces with a recorded workload that has Pods by its status, where the input has no Pod with its labels. */
function* lackingPods({ Workload, Pod }: ClusterSnapshot['objects']): Iterable<[string, string]> {
  const recorded = Workload.filter(({ uid, recordedPods }) => uid !== '' && recordedPods > 0);
  if (recorded.length === 0) return;
  const pairs = (namespace: string, labels: Labels) =>
    Object.entries(labels).map(([key, value]) => `${namespace}\0${key}\0${value}`);
  const known = new Set(Pod.flatMap(({ namespace, labels }) => pairs(namespace, labels)));
  for (const { type, namespace, name, templateLabels } of recorded)
    if (pairs(namespace, templateLabels).some((pair) => !known.has(pair)))
      yield [`Pod ${namespace}`, `the input has no Pods of ${type} ${name}`];
}

/** No name of a namespace. */
const ANY = '*';

export function namespacesOf(objects: ClusterSnapshot['objects']): ReadonlySet<string> {
  return new Set(Object.values(objects).flatMap((list) => list.map(({ namespace }) => namespace)));
}
