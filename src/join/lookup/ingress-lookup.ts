import type { Ingress } from '../../model/objects/networking.ts';
import type { IngressLookup } from '../../model/view/lookup.ts';
import type { JoinedServices } from '../../model/view/service-view.ts';
import { objectKey } from '../../text/object-key.ts';

/** Looks up the joined Service and port of each path of the Ingresses. */
export function lookUpIngresses(
  { services, cluster }: JoinedServices,
  ingresses: readonly Ingress[],
): IngressLookup[] {
  const views = new Map(services.map((view) => [objectKey(view.service), view]));
  const portViews = new Map(services.flatMap(({ ports }) => ports.map((view) => [view.port, view])));
  return ingresses.map((ingress) => ({
    ingress,
    ingressClass: cluster.ingressClass(ingress),
    paths: ingress.paths.map((path) => {
      const target = cluster.ingressTarget(ingress.namespace, path.backend);
      const { service } = target;
      const view = service !== null && typeof service !== 'string' ? views.get(objectKey(service)) : null;
      const port = typeof target.port === 'string' ? null : target.port;
      const portView = view && port ? portViews.get(port) : null;
      return { path, to: { ...target, view: view ?? null, portView: portView ?? null } };
    }),
  }));
}
