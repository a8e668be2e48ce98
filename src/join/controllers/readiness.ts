import type { Node } from '../../model/objects/node.ts';
import type { Condition, Container, Pod } from '../../model/objects/pod.ts';
import type { ClusterView } from '../../model/view/cluster-view.ts';
import type { NotReadyCause } from '../../model/view/selected-pod.ts';
import { FINISHED_PHASES } from '../../model/well-known.ts';

/** The condition Ready of the Pod or Node has the status "True" (IsPodReady, endpointslice/util/controller_utils.go). */
export function isReady({ ready }: Pick<Pod | Node, 'ready'>): boolean {
  return ready?.status === 'True';
}

/** A terminal Pod runs no more and has no endpoint (isPodTerminal, endpointslice/util/controller_utils.go). */
export function isPodTerminal({ phase }: Pod): boolean {
  return FINISHED_PHASES.includes(phase);
}

/** @returns the Pod's Node if it was read and is not Ready: its kubelet reports nothing, and gives no logs */
export function findLostNode({ nodeName }: Pod, cluster: ClusterView): Node | null {
  const node = nodeName === '' ? 'unread' : cluster.find('Node', '', nodeName);
  return typeof node === 'string' || node.ready === null || isReady(node) ? null : node;
}

/** Finds the first reason why a Pod is not Ready, in the order in which a Pod starts. */
export function findNotReadyCause(pod: Pod, lostNode: Node | null): NotReadyCause {
  return (
    unscheduled(pod) ??
    nodeLost(pod, lostNode) ??
    stuckInit(pod) ??
    stuckContainer(pod) ??
    failingProbe(pod) ??
    unmetGate(pod) ??
    otherCause(pod)
  );
}

function cause(
  kind: NotReadyCause['kind'],
  reason: string,
  condition: Condition | null,
  container: string = '',
): NotReadyCause {
  return { kind, reason, container, gates: [], condition, since: condition?.since ?? null };
}

function condition(pod: Pod, type: string): Condition | null {
  return pod.conditions.find((candidate) => candidate.type === type) ?? null;
}

function unscheduled(pod: Pod): NotReadyCause | null {
  const scheduled = condition(pod, 'PodScheduled');
  if (pod.nodeName !== '' || scheduled?.status === 'True') return null;
  if (scheduled) return cause('unschedulable', scheduled.reason || 'Unschedulable', scheduled);
  return pod.templateOf ? null : cause('unschedulable', 'NotScheduled', null);
}

/** The node lifecycle controller marks the Pods of a lost Node, so the Node itself need not be readable. */
function nodeLost(pod: Pod, node: Node | null): NotReadyCause | null {
  const { ready } = pod;
  const lost = pod.reason === 'NodeLost' || ready?.reason === 'NodeNotReady' || ready?.reason === 'NodeLost';
  if (!lost && !node) return null;
  const reason = lost ? ready?.reason || pod.reason : 'NodeNotReady';
  return { ...cause('node', reason, node?.ready ?? ready), since: ready?.since ?? null };
}

function stuckInit(pod: Pod): NotReadyCause | null {
  const stuck = pod.containers.find(
    ({ role, state, started }) =>
      (role === 'init' && state !== null && !(state.type === 'terminated' && state.exitCode === 0)) ||
      (role === 'sidecar' && state !== null && state.type !== 'running' && started !== true),
  );
  if (!stuck) return null;
  const failed = failure(stuck);
  return cause(
    'init',
    `Init:${failed ?? (stuck.state?.type === 'running' ? 'Running' : 'Waiting')}`,
    null,
    stuck.name,
  );
}

function stuckContainer(pod: Pod): NotReadyCause | null {
  for (const container of pod.containers) {
    const reason = container.role === 'init' ? null : failure(container);
    if (reason === null) continue;
    const crashed =
      reason === 'CrashLoopBackOff' ||
      container.state?.type === 'terminated' ||
      container.lastState?.type === 'terminated';
    return cause(crashed ? 'crash' : 'waiting', reason, condition(pod, 'ContainersReady'), container.name);
  }
  return null;
}

/** @returns the reason of a container that waits or has terminated; null if it runs, or is an init container that succeeded */
function failure({ state, role }: Container): string | null {
  if (state?.type === 'waiting') return state.reason || 'Waiting';
  if (state?.type !== 'terminated') return null;
  if (role === 'init' && state.exitCode === 0) return null;
  return state.reason || `ExitCode:${state.exitCode}`;
}

function failingProbe(pod: Pod): NotReadyCause | null {
  const failing = pod.containers.find(
    ({ role, state, ready }) => role !== 'init' && state?.type === 'running' && ready === false,
  );
  if (!failing) return null;
  const since = condition(pod, 'ContainersReady');
  if (failing.started === false) return cause('probe', 'NotStarted', since, failing.name);
  return cause('probe', failing.readinessProbe ? 'ProbeFailing' : 'NotReady', since, failing.name);
}

/** The kubelet sets Ready only when all readiness gates are True (kubelet/status/generate.go). */
function unmetGate(pod: Pod): NotReadyCause | null {
  const gates = pod.readinessGates
    .map((type) => ({ type, condition: condition(pod, type) }))
    .filter((gate) => gate.condition?.status !== 'True');
  const [first] = gates;
  return first ? { ...cause('gate', 'ReadinessGate', first.condition), gates } : null;
}

function otherCause(pod: Pod): NotReadyCause {
  const { ready } = pod;
  if (pod.ips.length === 0 && isReady(pod)) return cause('noIP', 'NoIP', ready);
  return cause(
    'unknown',
    ready?.reason || pod.reason || (pod.phase === 'Pending' ? 'Pending' : 'NotReady'),
    ready,
  );
}
