import type { Ingress, IngressBackend, IngressClass } from '../../model/objects/networking.ts';
import type { Service, ServicePort } from '../../model/objects/service.ts';
import type { ClusterView } from '../../model/view/cluster-view.ts';
import type { IngressClassLookup, IngressLookup, IngressTarget } from '../../model/view/lookup.ts';
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

type Target = Pick<IngressTarget, 'service' | 'port'>;

/**
 * Tells what a backend names. A number has to be the Service's port, a name that of one of its ports.
 * @param find a Service by namespace and name
 */
export function ingressTargets(
  find: (namespace: string, name: string) => Service | 'absent' | 'unread',
): (namespace: string, backend: IngressBackend | null) => Target {
  const indexes = new Map<Service, ReturnType<typeof indexPorts>>();
  return (namespace, backend) => {
    // How one load balancer controller names an action of its own instead of a Service.
    if (backend === null || backend.port === 'use-annotation') return { service: null, port: null };
    const service = find(namespace, backend.service);
    // An ExternalName needs no ports.
    if (typeof service === 'string' || backend.port === null || isBareName(service))
      return { service, port: null };
    const ports = indexes.get(service) ?? indexPorts(service);
    indexes.set(service, ports);
    return { service, port: ports.get(backend.port) ?? 'absent' };
  };
}

function isBareName({ type, ports }: Service): boolean {
  return type === 'ExternalName' && ports.length === 0;
}

/** By number and by name. Of several HTTP goes to the first one of TCP. */
function indexPorts({ ports }: Service): ReadonlyMap<string | number, ServicePort> {
  const isTcp = ({ protocol }: ServicePort) => Number(protocol === 'TCP');
  const firstLast = ports.toReversed().toSorted((a, b) => isTcp(a) - isTcp(b));
  return new Map(
    firstLast.flatMap((port): [string | number, ServicePort][] => [
      [port.port, port],
      [port.name, port],
    ]),
  );
}
