import type { V1Container, V1ContainerStatus, V1Pod, V1PodSpec, V1Probe } from '@kubernetes/client-node';
import type { ManifestPlace } from '../model/objects/meta.ts';
import type { Container, ContainerState, Pod, ProbePort } from '../model/objects/pod.ts';
import { canonicalAddress } from '../text/address.ts';
import { decodeConditions, decodeMeta, findReadyCondition } from './decode-meta.ts';
import { bool, list, number, type Raw, text, texts } from './json/json-values.ts';

export function decodePod(raw: NonNullable<Raw<V1Pod>>, namespace: string, place: ManifestPlace | null): Pod {
  const { spec, status } = raw;
  const all = decodeConditions(status?.conditions);
  return {
    kind: 'Pod',
    ...decodeMeta(raw, namespace, place),
    templateOf: null,
    nodeName: text(spec?.nodeName),
    hostNetwork: spec?.hostNetwork === true,
    subdomain: text(spec?.subdomain),
    hasPullSecrets: list(spec?.imagePullSecrets).length > 0,
    phase: text(status?.phase),
    reason: text(status?.reason),
    message: text(status?.message),
    ips: addresses(status?.podIPs, status?.podIP),
    hostIPs: addresses(status?.hostIPs, status?.hostIP),
    containers: decodeContainers(spec, [
      ...list(status?.containerStatuses),
      ...list(status?.initContainerStatuses),
    ]),
    readinessGates: list(spec?.readinessGates).map((gate) => text(gate.conditionType)),
    conditions: all,
    ready: findReadyCondition(all),
  };
}

/** An API server from before dual-stack has only the singular field. */
function addresses(all: Raw<{ ip: string }[]>, only: unknown): string[] {
  const ips = list(all)
    .map(({ ip }) => text(ip))
    .filter(Boolean);
  const ip = text(only);
  return (ips.length > 0 || ip === '' ? ips : [ip]).map(canonicalAddress);
}

type RawStatus = NonNullable<Raw<V1ContainerStatus>>;

/** Puts containers before init containers, the order in which the EndpointSlice controller looks up a named port. */
export function decodeContainers(spec: Raw<V1PodSpec>, statuses: readonly RawStatus[]): Container[] {
  const statusOf = new Map(statuses.map((status) => [text(status.name), status]));
  const one = (raw: NonNullable<Raw<V1Container>>, role: Container['role']) =>
    container(raw, role, statusOf.get(text(raw.name)));
  return [
    ...list(spec?.containers).map((raw) => one(raw, 'container')),
    ...list(spec?.initContainers).map((raw) => one(raw, raw.restartPolicy === 'Always' ? 'sidecar' : 'init')),
  ];
}

function container(
  raw: NonNullable<Raw<V1Container>>,
  role: Container['role'],
  status: RawStatus | undefined,
): Container {
  return {
    name: text(raw.name),
    role,
    ports: list(raw.ports).map((port) => ({
      name: text(port.name),
      port: number(port.containerPort) ?? 0,
      protocol: text(port.protocol) || 'TCP',
    })),
    readinessProbe: raw.readinessProbe ? probe(raw.readinessProbe) : null,
    probePorts: PROBES.flatMap((name) => probePort(name, raw[`${name}Probe`])),
    ready: bool(status?.ready),
    started: bool(status?.started),
    restarts: number(status?.restartCount) ?? 0,
    state: state(status?.state),
    lastState: state(status?.lastState),
  };
}

const PROBES = ['readiness', 'liveness', 'startup'] as const;

/** A probe of another host is not about the container, and a mesh answers the probes that it rewrites. */
function probePort(name: ProbePort['probe'], raw: Raw<V1Probe>): ProbePort[] {
  const { httpGet, tcpSocket, grpc } = raw ?? {};
  if (httpGet?.host || tcpSocket?.host || text(httpGet?.path).startsWith('/app-health/')) return [];
  const value: unknown = (httpGet ?? tcpSocket ?? grpc)?.port;
  const port = text(value) || number(value);
  return port === null ? [] : [{ probe: name, port }];
}

function state(raw: RawStatus['state']): ContainerState | null {
  const base = { reason: '', message: '', exitCode: null };
  const { terminated, waiting, running } = raw ?? {};
  if (terminated)
    return {
      type: 'terminated',
      reason: text(terminated.reason),
      message: text(terminated.message),
      exitCode: number(terminated.exitCode),
    };
  if (waiting)
    return { ...base, type: 'waiting', reason: text(waiting.reason), message: text(waiting.message) };
  if (running) return { ...base, type: 'running' };
  return null;
}

function probe(raw: NonNullable<Raw<V1Probe>>): string {
  const { httpGet, tcpSocket, grpc, exec } = raw;
  const port = (value: unknown) => text(value) || (number(value) ?? '');
  if (httpGet)
    return `${text(httpGet.scheme).toLowerCase() || 'http'}-get :${port(httpGet.port)}${text(httpGet.path) || '/'}`;
  if (tcpSocket) return `tcp-socket :${port(tcpSocket.port)}`;
  if (grpc) return `grpc :${port(grpc.port)} ${text(grpc.service)}`.trimEnd();
  if (exec) return `exec [${texts(exec.command).join(' ')}]`;
  return 'of an unknown kind';
}
