import type { ReferringIngress } from '../model/report/endpoints-report.ts';
import type { ServiceView } from '../model/view/service-view.ts';
import { namespacedName } from '../text/object-key.ts';

/** The Ingresses that were read, by the Service ("namespace/name") that they route to. */
export function ingressesByService(
  views: readonly ServiceView[],
): ReadonlyMap<string, readonly ReferringIngress[]> {
  const byService = new Map<string, Map<string, ReferringIngress & { where: string[] }>>();
  const clusters = new Map(views.map(({ service, cluster }) => [service.namespace, cluster]));
  for (const [namespace, cluster] of clusters)
    for (const { name, backends } of cluster.ingressesIn(namespace))
      for (const backend of backends) {
        const missing = cluster.ingressTarget(namespace, backend).port === 'absent';
        const service = namespacedName(namespace, backend.service);
        const ingresses = byService.get(service) ?? new Map();
        const ingress = ingresses.get(`${name} ${missing}`) ?? { name, where: [], missing };
        ingress.where.push(backend.where);
        ingresses.set(`${name} ${missing}`, ingress);
        byService.set(service, ingresses);
      }
  return new Map([...byService].map(([service, ingresses]) => [service, [...ingresses.values()]]));
}
