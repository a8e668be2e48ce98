import type { EndpointSlice } from '../model/objects/endpoints.ts';
import type { Service } from '../model/objects/service.ts';
import type { ClusterView } from '../model/view/cluster-view.ts';
import type { ObjectChange } from '../model/view/service-view.ts';
import { objectKey } from '../text/object-key.ts';
import { settleEndpoints } from './service/settled-endpoints.ts';

/** The index with some objects changed. What it answers about others is shared, so this costs nothing. */
export function changeCluster(cluster: ClusterView, changes: readonly ObjectChange[]): ClusterView {
  const changed = new Map<unknown, ObjectChange['after']>(
    changes.map(({ before, after }) => [before, after]),
  );
  const replace = <T>(object: T): T | null => (changed.has(object) ? (changed.get(object) as T) : object);
  const replaceAll = <T>(objects: readonly T[]) => objects.flatMap((object) => replace(object) ?? []);
  const moved = changes.flatMap(({ before, after }) =>
    after?.kind === 'EndpointSlice' && before.kind === 'EndpointSlice' && after.service !== before.service
      ? [after]
      : [],
  );
  return {
    ...cluster,
    find: (kind, namespace, name) => {
      const found = cluster.find(kind, namespace, name);
      return typeof found === 'string' ? found : (replace(found) ?? 'absent');
    },
    all: (kind) => replaceAll(cluster.all(kind)),
    endpointsIn: (namespace) => replaceAll(cluster.endpointsIn(namespace)),
    endpointsOf: (service) => replace(cluster.endpointsOf(service)),
    slicesIn: (namespace) => replaceAll(cluster.slicesIn(namespace)),
    slicesOf: (service) => [
      ...replaceAll(cluster.slicesOf(service)).filter((slice) => slice.service === service.name),
      ...moved.filter((slice) => isOf(slice, service)),
    ],
    unlabelledSlicesIn: (namespace) =>
      replaceAll(cluster.unlabelledSlicesIn(namespace)).filter(({ service }) => service === ''),
  };
}

function isOf({ namespace, service }: EndpointSlice, { namespace: own, name }: Service): boolean {
  return namespace === own && service === name;
}

/** The index in which the controllers have followed the changes of one Service. */
export function settleCluster(cluster: ClusterView, service: Service): ClusterView {
  const { slices, endpoints } = settleEndpoints(service, cluster);
  const isIt = (other: Service) => objectKey(other) === objectKey(service);
  return {
    ...cluster,
    slicesOf: (other) => (isIt(other) ? slices : cluster.slicesOf(other)),
    endpointsOf: (other) => (isIt(other) ? endpoints : cluster.endpointsOf(other)),
  };
}

/** The Services that the changes concern, each once. */
export function concernedServices(changes: readonly ObjectChange[]): readonly ServiceName[] {
  const names = changes.flatMap(({ before, after }) => [before, after].flatMap(serviceOf));
  return [...new Map(names.map((name) => [objectKey(name), name])).values()];
}

interface ServiceName {
  namespace: string;
  name: string;
}

function serviceOf(object: ObjectChange['after']): ServiceName[] {
  if (object === null || object.kind === 'Ingress') return [];
  const { namespace } = object;
  if (object.kind !== 'EndpointSlice') return [{ namespace, name: object.name }];
  return object.service === '' ? [] : [{ namespace, name: object.service }];
}
