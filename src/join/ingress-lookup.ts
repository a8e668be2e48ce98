import type { ClusterView } from '../model/cluster-view.ts';
import type { IngressClassLookup, IngressLookup, IngressTarget } from '../model/lookup.ts';
import type { Ingress, IngressBackend, IngressClass } from '../model/networking.ts';
import type { Service, ServicePort } from '../model/objects.ts';
import type { JoinedCluster, ServiceView } from '../model/view.ts';
import { byText } from '../words/order.ts';

/** Each path of the Ingresses, and the joined Service port that it leads to. */
export function lookUpIngresses(
  { services, cluster }: JoinedCluster,
  ingresses: readonly Ingress[],
): IngressLookup[] {
  const views = new Map(services.map((view) => [`${view.service.namespace}\0${view.service.name}`, view]));
  return ingresses.map((ingress) => ({
    ingress,
    ingressClass: classOf(ingress, cluster),
    paths: ingress.paths.map((path) => {
      const name = path.backend?.service ?? '';
      const view = views.get(`${ingress.namespace}\0${name}`) ?? null;
      return { path, to: joined(targetOf(path.backend, ingress.namespace, cluster), view) };
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

function joined(target: Pick<IngressTarget, 'service' | 'port'>, view: ServiceView | null): IngressTarget {
  if (target.service === null || typeof target.service === 'string')
    return { ...target, view: null, portView: null };
  return { ...target, view, portView: view?.ports.find(({ port }) => port === target.port) ?? null };
}

/** What a backend names. A number has to be the Service's port, a name that of one of its ports. */
export function targetOf(
  backend: IngressBackend | null,
  namespace: string,
  cluster: Pick<ClusterView, 'find'>,
): Pick<IngressTarget, 'service' | 'port'> {
  // How one load balancer controller names an action of its own instead of a Service.
  if (backend === null || backend.port === 'use-annotation') return { service: null, port: null };
  const service = cluster.find('Service', namespace, backend.service);
  if (typeof service === 'string' || backend.port === null) return { service, port: null };
  return { service, port: portOf(service, backend.port) };
}

function portOf({ ports, type }: Service, wanted: string | number): ServicePort | 'absent' | null {
  // An ExternalName needs no ports.
  if (type === 'ExternalName' && ports.length === 0) return null;
  const having = ports.filter((one) =>
    typeof wanted === 'number' ? one.port === wanted : one.name === wanted,
  );
  // Of two with the same number HTTP goes to the one of TCP.
  return having.find(({ protocol }) => protocol === 'TCP') ?? having[0] ?? 'absent';
}
