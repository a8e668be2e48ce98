import type { Endpoint, EndpointSlice, Service } from '../model/objects.ts';
import type { SliceState } from '../model/report.ts';
import type { Ignored, Listing, PortView, SliceRole, SliceView } from '../model/view.ts';

const CONTROLLER = 'endpointslice-controller.k8s.io';
export const MIRRORING = 'endpointslicemirroring-controller.k8s.io';

export function viewSlice(
  slice: EndpointSlice,
  service: Service,
  servicePorts: readonly PortView[],
): SliceView {
  const role = roleOf(slice);
  const ignored = service.headless ? [] : [...ignoredParts(slice, service)];
  return {
    slice,
    role,
    frozen: role === 'controller' && isFrozen(slice, service),
    ignored,
    ignoredWhole: ignored.some((why) => why === 'headlessLabel' || why === 'fqdn' || why === 'family'),
    ports: new Set(servicePorts.filter(({ port }) => slice.ports.some((listed) => isSamePort(listed, port)))),
    ready: slice.endpoints.filter((endpoint) => stateOf(endpoint) === 'ready'),
  };
}

interface NamedPort {
  name: string;
  protocol: string;
}

/** How kube-proxy knows a Service's port in a slice: numbers are not compared. */
export function isSamePort(listed: NamedPort, port: NamedPort | null): boolean {
  return listed.name === port?.name && listed.protocol === port.protocol;
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
