import type { ReferringIngress } from '../model/report/endpoints-report.ts';
import type { ServiceView } from '../model/view/service-view.ts';
import { namespacedName } from '../text/object-key.ts';

/** The Ingresses that lead to each Service, as far as they were read; by namespace and name of the Service. */
export function ingressDoors(
  views: readonly ServiceView[],
): ReadonlyMap<string, readonly ReferringIngress[]> {
  const doors = new Map<string, Map<string, ReferringIngress & { paths: string[] }>>();
  const clusters = new Map(views.map(({ service, cluster }) => [service.namespace, cluster]));
  for (const [namespace, cluster] of clusters)
    for (const { name, backends } of cluster.ingressesIn(namespace))
      for (const backend of backends) {
        const portMissing = cluster.ingressTarget(namespace, backend).port === 'absent';
        const service = namespacedName(namespace, backend.service);
        const ofService = doors.get(service) ?? new Map<string, ReferringIngress & { paths: string[] }>();
        const door = ofService.get(`${name} ${portMissing}`) ?? { name, paths: [], portMissing };
        door.paths.push(backend.where);
        ofService.set(`${name} ${portMissing}`, door);
        doors.set(service, ofService);
      }
  return new Map([...doors].map(([service, ofService]) => [service, [...ofService.values()]]));
}
