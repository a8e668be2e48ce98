/** What the controllers publish for a Service once they have followed a change. */
import { selectsPods } from '../../model/objects/classification.ts';
import type { Endpoint, EndpointSlice, EndpointSubset, Endpoints } from '../../model/objects/endpoints.ts';
import type { Pod } from '../../model/objects/pod.ts';
import type { Service, ServicePort } from '../../model/objects/service.ts';
import type { ClusterView } from '../../model/view/cluster-view.ts';
import type { ExpectedEndpoint } from '../../model/view/selected-pod.ts';
import { LABEL, MANAGER } from '../../model/well-known.ts';
import { mirroredSlices } from '../controllers/mirrored-endpoints.ts';
import { expectPod } from './selected-pods.ts';
import { servicePorts } from './service-ports.ts';

interface Settled {
  slices: readonly EndpointSlice[];
  endpoints: Endpoints | null;
}

/** An endpoint that the controller should publish, and its Pod. */
interface ExpectedOfPod {
  pod: Pod;
  expected: ExpectedEndpoint;
}

/** The slices and Endpoints of a Service, with those of the controllers written anew. Manifests have none of these. */
export function settleEndpoints(service: Service, cluster: ClusterView): Settled {
  const slices = cluster.slicesOf(service);
  const endpoints = cluster.endpointsOf(service);
  if (service.uid === '') return { slices, endpoints };
  if (selectsPods(service)) {
    const expected = expectAll(service, cluster);
    return {
      slices: [
        ...slices.filter((slice) => !isReconciled(slice, service)),
        ...expected.map((one) => controllerSlice(service, one)),
      ],
      endpoints: endpoints && { ...endpoints, subsets: expected.flatMap((one) => subsetOf(one, service)) },
    };
  }
  if (service.selector !== null) return { slices, endpoints };
  const byHand = slices.filter(({ managedBy }) => managedBy !== MANAGER.mirroring);
  // The join itself mirrors the Endpoints of a manifest.
  const mirrored = endpoints && endpoints.uid !== '' ? mirroredSlices(endpoints) : [];
  return { slices: [...byHand, ...mirrored], endpoints };
}

/** The controller keeps the slices that it made for this Service, not those of an earlier one of the name. */
function isReconciled({ managedBy, owners }: EndpointSlice, { uid }: Service): boolean {
  const owner = owners.find(({ kind }) => kind === 'Service');
  return managedBy === MANAGER.endpointSlice && (owner === undefined || owner.uid === uid);
}

function expectAll(service: Service, cluster: ClusterView): ExpectedOfPod[] {
  const ports = servicePorts(service);
  return cluster
    .podsWith(service.namespace, service.selector ?? {})
    .flatMap((pod) =>
      expectPod(pod, service, ports, cluster).expected.map((expected) => ({ pod, expected })),
    );
}

function controllerSlice(service: Service, { pod, expected }: ExpectedOfPod): EndpointSlice {
  const { family, address, ports, ready, serving, terminating } = expected;
  const { namespace, name, uid } = service;
  const endpoint: Endpoint = {
    addresses: [address],
    ready,
    serving,
    terminating,
    nodeName: pod.nodeName,
    hints: null,
    zone: '',
    target: targetOf(pod),
  };
  return {
    kind: 'EndpointSlice',
    namespace,
    // The controller makes a name up.
    name: '',
    uid,
    labels: { [LABEL.serviceName]: name, [LABEL.sliceManagedBy]: MANAGER.endpointSlice },
    created: null,
    deleted: null,
    changed: null,
    owners: [{ kind: 'Service', name, uid }],
    controllerRef: null,
    place: null,
    service: name,
    managedBy: MANAGER.endpointSlice,
    headlessLabel: service.headless,
    addressType: family,
    ports: listedPorts(ports),
    endpoints: [endpoint],
  };
}

/** The Endpoints of a Service have the addresses of its first family. */
function subsetOf({ pod, expected }: ExpectedOfPod, { ipFamilies }: Service): EndpointSubset[] {
  const { family, address, ports, ready, terminating } = expected;
  if (family !== ipFamilies[0] || terminating) return [];
  const listed = [{ ip: address, nodeName: pod.nodeName, target: targetOf(pod) }];
  return [
    {
      addresses: ready ? listed : [],
      notReadyAddresses: ready ? [] : listed,
      ports: listedPorts(ports).map((port) => ({ ...port, appProtocol: '' })),
    },
  ];
}

function targetOf({ namespace, name, uid }: Pod): Endpoint['target'] {
  return { kind: 'Pod', namespace, name, uid };
}

function listedPorts(ports: ReadonlyMap<ServicePort | null, number>) {
  return [...ports].flatMap(([port, number]) =>
    port === null ? [] : [{ name: port.name, port: number, protocol: port.protocol }],
  );
}
