import { selectsPods } from '../model/objects/classification.ts';
import type { Kind } from '../model/objects/kinds.ts';
import type { ClusterSnapshot, Reading } from '../model/snapshot.ts';
import type { InvalidManifest } from './manifest/validate-manifest.ts';

/**
 * How far each kind was read. A kind without an object is empty, unless other objects show that the input leaves it out;
 * a namespace without an object is unread.
 */
export function readingsOf(
  objects: ClusterSnapshot['objects'],
  invalid: readonly InvalidManifest[],
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
  const namespaces = new Set([...namespacesOf(objects), ...invalid.map(({ namespace }) => namespace)]);
  // The first invalid manifest of a kind gives the reason.
  const reasons = new Map(
    invalid
      .toReversed()
      .flatMap(({ kinds, namespace, error }) =>
        kinds.map((kind) => [`${kind} ${namespace}`, error.message] as const),
      ),
  );
  return kinds.flatMap((kind) => [
    { kind, namespace: null, extent: 'unread', reason: 'the input has no objects in that namespace' },
    ...[...namespaces, ''].map((namespace): Reading => {
      const reason = leftOut[kind] ?? reasons.get(`${kind} ${namespace}`);
      return { kind, namespace, extent: reason ? 'unread' : 'all', reason: reason ?? '' };
    }),
  ]);
}

export function namespacesOf(objects: ClusterSnapshot['objects']): ReadonlySet<string> {
  return new Set(Object.values(objects).flatMap((list) => list.map(({ namespace }) => namespace)));
}
