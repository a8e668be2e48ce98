import type { Ingress, IngressClass } from '../../model/objects/networking.ts';
import type { ClusterView } from '../../model/view/cluster-view.ts';
import type { IngressClassLookup, IngressLookup } from '../../model/view/lookup.ts';
import type { JoinedServices } from '../../model/view/service-view.ts';
import { objectKey } from '../../text/object-key.ts';
import { byText } from '../../text/order.ts';

/** Looks up the joined Service and port of each path of the Ingresses. */
export function lookUpIngresses(
  { services, cluster }: JoinedServices,
  ingresses: readonly Ingress[],
): IngressLookup[] {
  const views = new Map(services.map((view) => [objectKey(view.service), view]));
  const portViews = new Map(services.flatMap(({ ports }) => ports.map((view) => [view.port, view])));
  return ingresses.map((ingress) => ({
    ingress,
    ingressClass: findClass(ingress, cluster),
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

/** Admission sets the default class when an Ingress is created; an Ingress from before may have no class. */
function findClass({ className }: Ingress, cluster: ClusterView): IngressClassLookup {
  const classes = cluster.all('IngressClass');
  const found =
    className === null ? findDefaultClass(classes) : classes.find(({ name }) => name === className.name);
  return {
    name: className?.name ?? found?.name ?? null,
    source: className?.source ?? (found ? 'default' : 'none'),
    found: found ?? (cluster.unread('IngressClass', '') === null ? 'absent' : null),
  };
}

/** The newest default class wins, then the first by name (plugin/pkg/admission/network/defaultingressclass). */
function findDefaultClass(classes: readonly IngressClass[]): IngressClass | undefined {
  return classes
    .filter(({ isDefault }) => isDefault)
    .toSorted((a, b) => byText(b.created ?? '', a.created ?? '') || byText(a.name, b.name))[0];
}
