/** The EndpointSlices of a Service: who manages them, and which parts of them kube-proxy ignores. */
import { selectsPods } from '../../model/objects/classification.ts';
import type { Endpoint, EndpointSlice } from '../../model/objects/endpoints.ts';
import type { Service } from '../../model/objects/service.ts';
import type { BackendSource, SliceState } from '../../model/report/endpoints-report.ts';
import type { ClusterView } from '../../model/view/cluster-view.ts';
import type { IgnoredReason, SliceRole, SliceView } from '../../model/view/slice-view.ts';
import { MANAGER } from '../../model/well-known.ts';
import { mirroredSlices } from '../controllers/mirrored-endpoints.ts';
import type { PortIndex } from '../index/port-index.ts';

/** Views the Service's slices, with those that the mirroring controller will make of a manifest's Endpoints. */
export function viewSlices(
  service: Service,
  source: BackendSource,
  portIndex: PortIndex,
  cluster: ClusterView,
): SliceView[] {
  const endpoints = cluster.endpointsOf(service);
  const mirrored =
    endpoints && endpoints.uid === '' && source === 'selectorless' ? mirroredSlices(endpoints) : [];
  return [...cluster.slicesOf(service), ...mirrored].map((slice) => viewSlice(slice, service, portIndex));
}

function viewSlice(slice: EndpointSlice, service: Service, portIndex: PortIndex): SliceView {
  const role = roleOf(slice);
  const ignored = service.headless ? [] : [...ignoredParts(slice, service)];
  return {
    slice,
    role,
    frozen: role === 'controller' && isFrozen(slice, service),
    ignored,
    ignoredEntirely: ignored.some((why) => why === 'headlessLabel' || why === 'fqdn' || why === 'family'),
    ports: new Set(slice.ports.flatMap((port) => portIndex.get(port))),
    ready: slice.endpoints.filter((endpoint) => endpointState(endpoint) === 'ready'),
  };
}

/** The controller no longer reconciles slices of a Service without a selector, nor those owned by an earlier Service. */
function isFrozen({ owners }: EndpointSlice, service: Service): boolean {
  if (!selectsPods(service)) return true;
  const owner = owners.find(({ kind }) => kind === 'Service');
  return owner !== undefined && service.uid !== '' && owner.uid !== service.uid;
}

function roleOf({ managedBy }: EndpointSlice): SliceRole {
  if (managedBy === MANAGER.endpointSlice) return 'controller';
  return managedBy === MANAGER.mirroring ? 'mirrored' : 'foreign';
}

/**
 * The API server accepts larger ones in a slice. nftables then refuses all rules that kube-proxy writes for the IP family
 * (measured on 1.36).
 */
const MAX_PORT = 65535;

/** kube-proxy ignores these (pkg/proxy/endpointslicecache.go, endpointschangetracker.go; its informer's label filter). */
function* ignoredParts(slice: EndpointSlice, service: Service): Iterable<IgnoredReason> {
  if (slice.endpoints.length === 0) return;
  if (slice.headlessLabel) yield 'headlessLabel';
  if (slice.addressType === 'FQDN') yield 'fqdn';
  else if (!hasFamily(service, slice.addressType)) yield 'family';
  if (slice.ports.some(({ port }) => !port)) yield 'portWithoutNumber';
  if (slice.ports.some(({ port }) => (port ?? 0) > MAX_PORT)) yield 'portOutOfRange';
  if (slice.endpoints.some(({ addresses }) => addresses.length > 1)) yield 'furtherAddresses';
}

/** A manifest may leave the families to the API server. */
function hasFamily({ ipFamilies }: Service, addressType: string): boolean {
  return ipFamilies.length === 0 || ipFamilies.some((family) => family === addressType);
}

/** Unset conditions mean ready, serving and not terminating (pkg/proxy/endpointslicecache.go). */
export function endpointState(endpoint: Endpoint): SliceState {
  if (endpoint.ready ?? true) return 'ready';
  if (!(endpoint.terminating ?? false)) return 'notReady';
  return (endpoint.serving ?? true) ? 'serving' : 'terminating';
}
