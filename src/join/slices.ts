import type { Endpoint, EndpointSlice, Service } from '../model/objects.ts';
import type { SliceState } from '../model/report.ts';
import type { Ignored, Listing, SliceRole, SliceView } from '../model/view.ts';

const CONTROLLER = 'endpointslice-controller.k8s.io';
export const MIRRORING = 'endpointslicemirroring-controller.k8s.io';

export function viewSlice(slice: EndpointSlice, service: Service): SliceView {
  const role = roleOf(slice);
  return {
    slice,
    role,
    frozen: role === 'controller' && isFrozen(slice, service),
    ignored: service.headless ? [] : [...ignoredParts(slice, service)],
  };
}

/** The controller leaves slices as they are once it has no selector to follow, or they were another Service's. */
function isFrozen({ owners }: EndpointSlice, { selector, type, uid }: Service): boolean {
  if (selector === null || type === 'ExternalName') return true;
  const owner = owners.find(({ kind }) => kind === 'Service');
  return owner !== undefined && uid !== '' && owner.uid !== uid;
}

function roleOf({ managedBy }: EndpointSlice): SliceRole {
  if (managedBy === CONTROLLER) return 'controller';
  return managedBy === MIRRORING ? 'mirrored' : 'foreign';
}

/** What kube-proxy leaves out (pkg/proxy/endpointslicecache.go, endpointschangetracker.go; its informer's label filter). */
function* ignoredParts(slice: EndpointSlice, service: Service): Iterable<Ignored> {
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

/** kube-proxy does not look at the slice at all. */
export function isIgnoredWhole({ ignored }: SliceView): boolean {
  return ignored.some((why) => why === 'headlessLabel' || why === 'fqdn' || why === 'family');
}

/** Every address of every endpoint, once per port of its slice. */
export function* listings(slices: readonly SliceView[]): Iterable<Listing> {
  for (const view of slices) {
    const ports = view.slice.ports.map(({ name, protocol, port }) => ({
      name,
      protocol,
      number: port || null,
    }));
    for (const endpoint of view.slice.endpoints)
      for (const address of endpoint.addresses)
        for (const port of ports.length > 0 ? ports : [null])
          yield { slice: view, endpoint, address, port, state: stateOf(endpoint) };
  }
}

/** Unset means ready, serving and not terminating (pkg/proxy/endpointslicecache.go). */
function stateOf(endpoint: Endpoint): SliceState {
  if (endpoint.ready ?? true) return 'ready';
  if (!(endpoint.terminating ?? false)) return 'notReady';
  return (endpoint.serving ?? true) ? 'serving' : 'terminating';
}
