import { selectsPods } from '../../model/objects/classification.ts';
import type { Endpoint, EndpointSlice } from '../../model/objects/endpoints.ts';
import type { Service, ServicePort } from '../../model/objects/service.ts';
import type { SliceState } from '../../model/report/endpoints-report.ts';
import type { IgnoredReason, SliceRole, SliceView } from '../../model/view/slice-view.ts';
import { MANAGER } from '../../model/well-known.ts';
import type { ByPort } from '../index/by-port.ts';

export function viewSlice(
  slice: EndpointSlice,
  service: Service,
  servicePorts: ByPort<{ port: ServicePort | null }>,
): SliceView {
  const role = roleOf(slice);
  const ignored = service.headless ? [] : [...ignoredParts(slice, service)];
  return {
    slice,
    role,
    frozen: role === 'controller' && isFrozen(slice, service),
    ignored,
    ignoredEntirely: ignored.some((why) => why === 'headlessLabel' || why === 'fqdn' || why === 'family'),
    ports: new Set(slice.ports.flatMap((listed) => servicePorts.under(listed).map(({ port }) => port))),
    ready: slice.endpoints.filter((endpoint) => stateOf(endpoint) === 'ready'),
  };
}

/** The controller leaves slices as they are once it has no selector to follow, or they were another Service's. */
function isFrozen({ owners }: EndpointSlice, service: Service): boolean {
  if (!selectsPods(service)) return true;
  const owner = owners.find(({ kind }) => kind === 'Service');
  return owner !== undefined && service.uid !== '' && owner.uid !== service.uid;
}

function roleOf({ managedBy }: EndpointSlice): SliceRole {
  if (managedBy === MANAGER.endpointSlice) return 'controller';
  return managedBy === MANAGER.mirroring ? 'mirrored' : 'foreign';
}

/** What kube-proxy leaves out (pkg/proxy/endpointslicecache.go, endpointschangetracker.go; its informer's label filter). */
function* ignoredParts(slice: EndpointSlice, service: Service): Iterable<IgnoredReason> {
  if (slice.endpoints.length === 0) return;
  if (slice.headlessLabel) yield 'headlessLabel';
  if (slice.addressType === 'FQDN') yield 'fqdn';
  else if (!hasFamily(service, slice.addressType)) yield 'family';
  if (slice.ports.some(({ port }) => !port)) yield 'portWithoutNumber';
  if (slice.endpoints.some(({ addresses }) => addresses.length > 1)) yield 'furtherAddresses';
}

/** Which families a manifest gets is for the API server to decide. */
function hasFamily({ ipFamilies }: Service, addressType: string): boolean {
  return ipFamilies.length === 0 || ipFamilies.some((family) => family === addressType);
}

/** Unset means ready, serving and not terminating (pkg/proxy/endpointslicecache.go). */
export function stateOf(endpoint: Endpoint): SliceState {
  if (endpoint.ready ?? true) return 'ready';
  if (!(endpoint.terminating ?? false)) return 'notReady';
  return (endpoint.serving ?? true) ? 'serving' : 'terminating';
}
