import type {
  V1EndpointSlice,
  V1Endpoints,
  V1ObjectMeta,
  V1Service,
  V1ServiceSpec,
} from '@kubernetes/client-node';
import type { IPFamily, Labels } from '../model/objects/meta.ts';
import { LABEL, MANAGER } from '../model/well-known.ts';
import type { Addresses, ExternalOptions } from './external-options.ts';
import type { PortOption } from './port-option.ts';

type Complete<T, K> = T & { apiVersion: string; kind: K; metadata: V1ObjectMeta & { name: string } };
export type ServiceObject = Complete<V1Service, 'Service'>;
export type EndpointsObject = Complete<V1Endpoints, 'Endpoints'>;
export type EndpointSliceObject = Complete<V1EndpointSlice, 'EndpointSlice'>;
export type ApiObject = ServiceObject | EndpointsObject | EndpointSliceObject;

/** The objects of one external Service, in the order in which they are written. */
export interface ExternalObjects {
  service: ServiceObject;
  /** One Endpoints, or EndpointSlices; empty for an ExternalName Service. */
  backing: readonly (EndpointsObject | EndpointSliceObject)[];
}

/** The most that the API takes in one EndpointSlice. */
const SLICE_ENDPOINTS = 1000;

/** @param namespace null: the objects name none */
export function buildObjects(options: ExternalOptions, namespace: string | null): ExternalObjects {
  const { target, ports } = options;
  const metadata = (name: string, labels?: Labels) => buildMetadata(options, namespace, name, labels);
  const service: ServiceObject = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: metadata(options.name),
    spec: buildSpec(options),
  };
  if (target.kind === 'ExternalName') return { service, backing: [] };
  if (target.kind === 'EndpointSlice') return { service, backing: buildSlices(options, target, metadata) };
  const subset = { addresses: target.addresses.map(({ ip }) => ({ ip })), ...endpointPorts(ports) };
  return {
    service,
    backing: [{ apiVersion: 'v1', kind: 'Endpoints', metadata: metadata(options.name), subsets: [subset] }],
  };
}

function buildMetadata(
  { labels, annotations }: ExternalOptions,
  namespace: string | null,
  name: string,
  ownLabels: Labels = {},
): ApiObject['metadata'] {
  return {
    name,
    ...(namespace !== null && { namespace }),
    labels: { ...labels, [LABEL.managedBy]: MANAGER.own, ...ownLabels },
    ...(Object.keys(annotations).length > 0 && { annotations: { ...annotations } }),
  };
}

function buildSpec({ target, ports }: ExternalOptions): V1ServiceSpec {
  const servicePorts = ports.map(({ name, ...numbers }) => ({ ...(name && { name }), ...numbers }));
  const common = servicePorts.length > 0 ? { ports: servicePorts } : {};
  if (target.kind === 'ExternalName') {
    return { type: 'ExternalName', externalName: target.externalName, ...common };
  }
  const families = familiesOf(target);
  return {
    ...(target.headless && { clusterIP: 'None' }),
    // Never left to the server: its default is the cluster's first family, and two for a headless Service.
    ipFamilyPolicy: families.length > 1 ? 'PreferDualStack' : 'SingleStack',
    ipFamilies: families,
    ...common,
  };
}

function buildSlices(
  { name, ports }: ExternalOptions,
  target: Addresses,
  metadata: (name: string, labels: Labels) => ApiObject['metadata'],
): EndpointSliceObject[] {
  return familiesOf(target).flatMap((family) => {
    const ips = target.addresses.filter((address) => address.family === family).map(({ ip }) => ip);
    return chunks(ips, SLICE_ENDPOINTS).map((addresses, index) => ({
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: metadata(sliceName(name, family, index), {
        [LABEL.serviceName]: name,
        [LABEL.sliceManagedBy]: MANAGER.own,
      }),
      addressType: family,
      endpoints: addresses.map((ip) => ({ addresses: [ip], conditions: { ready: true } })),
      ...endpointPorts(ports),
    }));
  });
}

/** The address type of a slice cannot change, so its name has the family. */
function sliceName(service: string, family: IPFamily, index: number): string {
  const base = `${service}-ext-${family.toLowerCase()}`;
  return index === 0 ? base : `${base}-${index + 1}`;
}

/** Names and protocols are what kube-proxy joins a Service port and an endpoint port by. */
function endpointPorts(ports: readonly PortOption[]) {
  if (ports.length === 0) return {};
  return {
    ports: ports.map(({ name, targetPort, protocol }) => ({
      ...(name && { name }),
      port: targetPort,
      protocol,
    })),
  };
}

/** In order of first use. */
function familiesOf({ addresses }: Addresses): IPFamily[] {
  return [...new Set(addresses.map(({ family }) => family))];
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
