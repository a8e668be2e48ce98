/** Why a Pod is not Ready, in words. */
import type { Container, ContainerState, Pod } from '../../model/objects/pod.ts';
import type { NotReadyCause } from '../../model/view/selected-pod.ts';
import { listed } from '../../text/list.ts';
import { quote } from './subject.ts';

/** The cause in words where the API gives it no reason of its own; else `CrashLoopBackOff (OOMKilled, exit code 137)`. */
export function causeText(
  pod: Pod,
  { kind, reason, container: name, gates, condition }: NotReadyCause,
): string {
  const container = pod.containers.find((one) => one.name === name);
  if (kind === 'gate') return gatesText(gates);
  if (kind === 'probe') return PROBE_CAUSES[reason]?.(subjectText(container?.role, name)) ?? reason;
  if (kind === 'noIP') return 'its status has none';
  if (kind === 'crash' || kind === 'init') return `${reason}${endText(container, reason)}`;
  if (reason === 'NotScheduled') return 'it is not scheduled';
  if (reason !== 'NotReady') return reason;
  return condition === null ? 'the status has no condition Ready' : 'the status shows no cause';
}

const PROBE_CAUSES: Record<string, (subject: string) => string> = {
  ProbeFailing: (subject) => `the readiness probe of ${subject} fails`,
  NotStarted: (subject) => `${subject} is running but not started`,
  NotReady: (subject) => `${subject} is running but not ready`,
};

export function subjectText(role: Container['role'] | undefined, name: string): string {
  return `${role === undefined || role === 'container' ? '' : `${role} `}container ${quote(name)}`;
}

function gatesText(gates: NotReadyCause['gates']): string {
  const [first, ...others] = gates;
  if (others.length > 0) {
    const all = gates.map(({ type }) => quote(type));
    return `readiness gates ${listed(all, 1)} are not True`;
  }
  return `readiness gate ${quote(first?.type ?? '')} is ${first?.condition?.status ?? 'not set'}`;
}

function endText(container: Container | undefined, reason: string): string {
  const ended = container && lastEnd(container);
  if (!ended?.exitCode) return '';
  const why = ['', 'Error', reason.replace(/^Init:/, '')].includes(ended.reason) ? [] : [ended.reason];
  return ` (${[...why, `exit code ${ended.exitCode}`].join(', ')})`;
}

/** How a container ended: now, or before it was restarted. */
export function lastEnd({ state, lastState }: Container): ContainerState | null {
  if (state?.type === 'terminated') return state;
  return lastState?.type === 'terminated' ? lastState : null;
}
