import type { V1Container, V1ContainerStatus, V1Pod, V1PodSpec, V1Probe } from '@kubernetes/client-node';
import type { ManifestPlace } from '../model/objects/meta.ts';
import type { Container, ContainerState, Pod } from '../model/objects/pod.ts';
import { canonicalAddress } from '../text/address.ts';
import { conditions, meta, readyOf } from './decode-meta.ts';
import { bool, list, number, type Raw, text, texts } from './json/json-values.ts';

export function pod(raw: NonNullable<Raw<V1Pod>>, namespace: string, place: ManifestPlace | null): Pod {
  const { spec, status } = raw;
  const all = conditions(status?.conditions);
  return {
    kind: 'Pod',
    ...meta(raw, namespace, place),
    templateOf: null,
    nodeName: text(spec?.nodeName),
    hostNetwork: spec?.hostNetwork === true,
    phase: text(status?.phase),
    reason: text(status?.reason),
    message: text(status?.message),
    ips: addresses(status?.podIPs, status?.podIP),
    hostIPs: addresses(status?.hostIPs, status?.hostIP),
    containers: containers(spec, [
      ...list(status?.containerStatuses),
      ...list(status?.initContainerStatuses),
    ]),
    readinessGates: list(spec?.readinessGates).map((gate) => text(gate.conditionType)),
    conditions: all,
    ready: readyOf(all),
  };
}

/** An older server gives one only, under the other name. */
function addresses(all: Raw<{ ip: string }[]>, only: unknown): string[] {
  const ips = list(all)
    .map(({ ip }) => text(ip))
    .filter(Boolean);
  const ip = text(only);
  return (ips.length > 0 || ip === '' ? ips : [ip]).map(canonicalAddress);
}

type RawStatus = NonNullable<Raw<V1ContainerStatus>>;

/** Containers in the order in which a named port is looked up: containers first, then init containers. */
export function containers(spec: Raw<V1PodSpec>, statuses: readonly RawStatus[]): Container[] {
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
    ready: bool(status?.ready),
    started: bool(status?.started),
    restarts: number(status?.restartCount) ?? 0,
    state: state(status?.state),
    lastState: state(status?.lastState),
  };
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
