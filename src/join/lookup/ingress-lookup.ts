import type { Ingress, IngressClass } from '../../model/objects/networking.ts';
import type { ClusterView } from '../../model/view/cluster-view.ts';
import type { IngressClassLookup, IngressLookup } from '../../model/view/lookup.ts';
import type { JoinedCluster } from '../../model/view/service-view.ts';
import { objectKey } from '../../text/object-key.ts';
import { byText } from '../../text/order.ts';

/** Each path of the Ingresses, and the joined Service port that it leads to. */
export function lookUpIngresses(
  { services, cluster }: JoinedCluster,
  ingresses: readonly Ingress[],
): IngressLookup[] {
  const views = new Map(services.map((view) => [objectKey(view.service), view]));
  const portViews = new Map(services.flatMap(({ ports }) => ports.map((view) => [view.port, view])));
  return ingresses.map((ingress) => ({
    ingress,
    ingressClass: classOf(ingress, cluster),
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

/** The API server writes the default into an Ingress that is created; an older one may still name none. */
function classOf({ className }: Ingress, cluster: ClusterView): IngressClassLookup {
  const classes = cluster.all('IngressClass');
  const chosen =
    className === null ? defaultOf(classes) : classes.find(({ name }) => name === className.name);
  return {
    name: className?.name ?? chosen?.name ?? null,
    source: className?.source ?? (chosen ? 'default' : 'none'),
    found: chosen ?? (cluster.unread('IngressClass', '') === null ? 'absent' : null),
  };
}

/** Of several the newest, then the first by name (plugin/pkg/admission/network/defaultingressclass). */
function defaultOf(classes: readonly IngressClass[]): IngressClass | undefined {
  return classes
    .filter(({ isDefault }) => isDefault)
    .toSorted((a, b) => byText(b.created ?? '', a.created ?? '') || byText(a.name, b.name))[0];
}
