/** The use of a Service's slices by kube-proxy and DNS 1.36. Independent of src/. */
import type { Raw } from '../objects.ts';
import { canonical, type Family, specOf } from './pods.ts';

export interface EndpointObject {
  addresses: string[];
  conditions?: { ready?: boolean; serving?: boolean; terminating?: boolean };
  nodeName?: string;
  targetRef?: { kind: string; name: string; namespace: string };
}

export interface SliceObject extends Raw {
  addressType: string;
  endpoints: EndpointObject[] | null;
  ports: { name?: string; port?: number; protocol?: string }[] | null;
}

export type State = 'ready' | 'serving' | 'terminating' | 'notReady';

/** An address of an endpoint under a port of its slice. */
export interface Listed {
  slice: SliceObject;
  endpoint: EndpointObject;
  address: string;
  pod: string | null;
  state: State;
  port: { name: string; protocol: string; number: number | null } | null;
}

/** The first match for ready, serving and terminating, each T, F or u(nset). */
const STATES: [RegExp, State][] = [
  [/^[Tu]../, 'ready'],
  [/^F[Tu]T/, 'serving'],
  [/^FFT/, 'terminating'],
  [/^F.[Fu]/, 'notReady'],
];

export function slicesOf({ metadata: { name, namespace } }: Raw, objects: readonly Raw[]): SliceObject[] {
  return objects
    .filter(({ kind, metadata }) => kind === 'EndpointSlice' && metadata.namespace === namespace)
    .filter(({ metadata }) => metadata.labels?.['kubernetes.io/service-name'] === name)
    .map((slice) => slice as SliceObject);
}

export function listedIn(slice: SliceObject): Listed[] {
  return (slice.endpoints ?? []).flatMap((endpoint) =>
    endpoint.addresses.map(canonical).flatMap((address) =>
      (slice.ports?.length ? slice.ports : [null]).map((port) => ({
        slice,
        endpoint,
        address,
        pod: endpoint.targetRef?.kind === 'Pod' ? endpoint.targetRef.name : null,
        state: stateOf(endpoint),
        port: port && { name: port.name ?? '', protocol: port.protocol ?? 'TCP', number: port.port || null },
      })),
    ),
  );
}

function stateOf({ conditions: { ready, serving, terminating } = {} }: EndpointObject): State {
  const letters = [ready, serving, terminating].map((is) => (is == null ? 'u' : is ? 'T' : 'F')).join('');
  const [, state] = STATES.find(([pattern]) => pattern.test(letters)) ?? [];
  if (!state) throw new Error(letters);
  return state;
}

/** The addresses that get new connections to a port; for a headless Service, those in DNS. */
export function routed(service: Raw, port: ServicePort, listed: readonly Listed[]): Listed[] {
  const { type, clusterIP, ipFamilies = [] } = specOf(service);
  if (type === 'ExternalName') return [];
  if (clusterIP === 'None') return listed.filter(({ state }) => state === 'ready');
  const isSomewhere = ({ endpoint }: Listed) => !isLocalOnly(service) || Boolean(endpoint.nodeName);
  return ipFamilies.flatMap((family) =>
    usable(listed.filter((one) => isProxied(one, family, port) && isSomewhere(one))),
  );
}

/** Row 101: an endpoint without a Node is local nowhere. NodePorts and external addresses are not for local clients. */
function isLocalOnly(service: Raw): boolean {
  const spec = service.spec as { type?: string; internalTrafficPolicy?: string; externalIPs?: string[] };
  return spec.internalTrafficPolicy === 'Local' && spec.type === 'ClusterIP' && !spec.externalIPs?.length;
}

export type ServicePort = { name: string; protocol: string } | null;

/** 4.1: kube-proxy checks family, headless label, port name and protocol, port number, and uses the first address. */
export function isProxied(
  { slice, endpoint, address, port }: Listed,
  family: Family,
  wanted: ServicePort,
): boolean {
  return (
    slice.addressType === family &&
    slice.metadata.labels?.['service.kubernetes.io/headless'] === undefined &&
    port?.name === wanted?.name &&
    port?.protocol === wanted?.protocol &&
    // nftables refuses the rules of a greater port.
    port?.number != null &&
    port.number <= 65535 &&
    canonical(endpoint.addresses[0] ?? '') === address
  );
}

/** Of one ip:port, those that do not terminate win; of the rest, ready ones, else serving ones. */
function usable(candidates: readonly Listed[]): Listed[] {
  const targets = Map.groupBy(candidates, ({ address, port }) => `${address} ${port?.number}`);
  const left = [...targets.values()].flatMap((same) => {
    const staying = same.filter(({ endpoint }) => !endpoint.conditions?.terminating);
    return staying.length > 0 ? staying : same;
  });
  const ready = left.filter(({ state }) => state === 'ready');
  return ready.length > 0 ? ready : left.filter(({ state }) => state === 'serving');
}
