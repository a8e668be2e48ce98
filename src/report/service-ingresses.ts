import type { ReferringIngress } from '../model/report/endpoints-report.ts';
import type { ServiceView } from '../model/view/service-view.ts';
import { namespacedName } from '../text/object-key.ts';

/** The Ingresses that were read, by the Service ("namespace/name") that they route to. */
export function ingressesByService(
  views: readonly ServiceView[],
): ReadonlyMap<string, readonly ReferringIngress[]> {
  const byService = new Map<string, Map<string, ReferringIngress & { paths: string[] }>>();
  const clusters = new Map(views.map(({ service, cluster }) => [service.namespace, cluster]));
  for (const [namespace, cluster] of clusters)
    for (const { name, backends } of cluster.ingressesIn(namespace))
      for (const backend of backends) {
        const portMissing = cluster.ingressTarget(namespace, backend).port === 'absent';
        const service = namespacedName(namespace, backend.service);
        const key = `${name} ${portMissing}`;
        const ingresses = byService.get(service) ?? new Map<string, ReferringIngress & { paths: string[] }>();
        const ingress = ingresses.get(key) ?? { name, paths: [], portMissing };
        ingress.paths.push(backend.where);
        ingresses.set(key, ingress);
        byService.set(service, ingresses);
      }
  return new Map([...byService].map(([service, ingresses]) => [service, [...ingresses.values()]]));
}
