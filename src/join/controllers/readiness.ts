import type { Condition, Container, Pod } from '../../model/objects/pod.ts';
import type { NotReadyCause } from '../../model/view/selected-pod.ts';

function condition(pod: Pod, type: string): Condition | null {
  return pod.conditions.find((candidate) => candidate.type === type) ?? null;
}

/** Ready is the condition with status exactly "True" (endpointslice/util/controller_utils.go). */
export function isReady({ ready }: Pod): boolean {
  return ready?.status === 'True';
}

/** The deepest reason why a Pod is not Ready, in the order in which a Pod comes up. */
export function whyNotReady(pod: Pod): NotReadyCause {
  return (
    unscheduled(pod) ??
    nodeLost(pod) ??
    stuckInit(pod) ??
    stuckContainer(pod) ??
    failingProbe(pod) ??
    unmetGate(pod) ??
    otherwise(pod)
  );
}

function cause(
  kind: NotReadyCause['kind'],
  reason: string,
  condition: Condition | null,
  container: string = '',
): NotReadyCause {
  return { kind, reason, container, gate: '', condition, since: condition?.since ?? null };
}

function unscheduled(pod: Pod): NotReadyCause | null {
  const scheduled = condition(pod, 'PodScheduled');
  if (pod.nodeName !== '' || scheduled?.status === 'True') return null;
  if (scheduled) return cause('unschedulable', scheduled.reason || 'Unschedulable', scheduled);
  return pod.templateOf ? null : cause('unschedulable', 'NotScheduled', null);
}

/** The node lifecycle controller says so on the Pod, whether or not the Node can be read. */
function nodeLost(pod: Pod): NotReadyCause | null {
  const { ready } = pod;
  const lost = pod.reason === 'NodeLost' || ready?.reason === 'NodeNotReady' || ready?.reason === 'NodeLost';
  return lost ? cause('node', ready?.reason || pod.reason, ready) : null;
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

/** A container that waits for something or has ended; null for one that runs, or ended well. */
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

/** Containers are ready, a readiness gate is not (kubelet/status/generate.go). */
function unmetGate(pod: Pod): NotReadyCause | null {
  const gate = pod.readinessGates.find((type) => condition(pod, type)?.status !== 'True');
  return gate === undefined ? null : { ...cause('gate', 'ReadinessGate', condition(pod, gate)), gate };
}

function otherwise(pod: Pod): NotReadyCause {
  const { ready } = pod;
  if (pod.ips.length === 0 && ready?.status === 'True') return cause('noIP', 'NoIP', ready);
  return cause(
    'unknown',
    ready?.reason || pod.reason || (pod.phase === 'Pending' ? 'Pending' : 'NotReady'),
    ready,
  );
}
