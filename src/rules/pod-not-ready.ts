import type { Event } from '../model/objects/event.ts';
import type { Container, Pod } from '../model/objects/pod.ts';
import type { NotReadyCause, SelectedPod } from '../model/view/selected-pod.ts';
import type { ServiceView } from '../model/view/service-view.ts';
import { humanDuration } from '../text/duration.ts';
import { counted } from '../text/list.ts';
import { kubectl } from '../text/shell.ts';
import { hasSelector } from './engine/applies-to.ts';
import { field } from './engine/field.ts';
import { impact, portsConcerned } from './engine/impact.ts';
import { type DraftRemedy, lookWith } from './engine/remedy.ts';
import type { Rule } from './engine/rule.ts';
import { quote, refOf } from './engine/subject.ts';

export const podNotReady: Rule = {
  name: 'pod-not-ready',
  class: 'routing',
  severities: ['error', 'warning'],
  needs: ['Pod'],
  evidence: ['Event'],
  summary: 'A selected Pod is not Ready or has no IP address',
  explanation: `
## What it means
The Pod's Ready condition is not \`True\`, or the Pod has no IP address. The finding names the deepest cause
that the API shows: unscheduled, image pull, crash, readiness probe, readiness gate, init container or lost
Node.

## Symptoms
The endpoint has \`ready: false\` in its EndpointSlice, and its address is under \`notReadyAddresses\` in the
Endpoints object. A Pod without an IP address is in neither.
    NAME     READY   STATUS             RESTARTS      AGE
    shop-1   0/1     CrashLoopBackOff   7 (90s ago)   12m

## Why traffic fails
kube-proxy sends new connections to ready endpoints only. The finding is an error if a port that the Pod
serves has no ready Pod left, else a warning.

## Confirm
    kubectl describe pod POD
    kubectl logs POD --all-containers

## Fix
Fix the cause that the finding names. The Service needs no change.

## When it is harmless
While a Pod starts: the finding says since when it has not been Ready. With \`publishNotReadyAddresses:
true\`, a Pod is reported only if it has no IP address and no port of the Service has a ready endpoint.`,
  appliesTo: hasSelector,
  *check(view) {
    for (const selected of view.pods) {
      const { pod, obstacle, cause } = selected;
      if ((obstacle !== 'notReady' && obstacle !== 'noAddress') || cause === null) continue;
      const hasAddress = obstacle !== 'noAddress';
      const severity = impact(portsConcerned(view, selected));
      // With publishNotReadyAddresses a Pod without an address is no fault while others answer.
      if (view.service.publishNotReadyAddresses && view.ports.some(({ ready }) => ready)) continue;
      yield {
        severity,
        subject: refOf(pod),
        message: `Pod ${pod.name} ${hasAddress ? 'is not Ready' : 'has no IP address'}: ${causeText(pod, cause)}`,
        detail: [...evidence(selected, cause, view)],
        remedy: remedy(pod, cause),
        at: field(pod),
        backends: view.backendsByPod.get(pod.name) ?? [],
        cause: `${hasAddress ? 'are not Ready' : 'have no IP address'}: ${causeText(pod, cause)}`,
      };
    }
  },
};

/** The cause in words where the API gives it no reason of its own. */
function causeText({ containers }: Pod, { kind, reason, container, gate, condition }: NotReadyCause): string {
  const role = containers.find(({ name }) => name === container)?.role;
  const subject = `${role === 'sidecar' ? 'sidecar ' : ''}container ${quote(container)}`;
  if (kind === 'gate') return `readiness gate ${quote(gate)} is ${condition?.status ?? 'not set'}`;
  if (kind === 'probe') return PROBE_CAUSES[reason]?.(subject) ?? reason;
  if (kind === 'noIP') return 'its status has none';
  if (reason === 'NotScheduled') return 'it is not scheduled';
  if (reason !== 'NotReady') return reason;
  return condition === null ? 'the status has no condition Ready' : 'the status shows no cause';
}

const PROBE_CAUSES: Record<string, (subject: string) => string> = {
  ProbeFailing: (subject) => `the readiness probe of ${subject} fails`,
  NotStarted: (subject) => `${subject} is running but not started`,
  NotReady: (subject) => `${subject} is running but not ready`,
};

function* evidence({ pod }: SelectedPod, cause: NotReadyCause, view: ServiceView): Iterable<string> {
  const container = pod.containers.find(({ name }) => name === cause.container);
  if (container) yield* containerEvidence(container, cause, pod, view);
  else if (cause.kind === 'gate') yield gateEvidence(cause);
  else if (cause.condition?.message) yield cause.condition.message;
  else if (cause.kind === 'unknown' && cause.condition === null && cause.reason !== 'NotReady')
    yield 'the status has no condition Ready';
  if (cause.since !== null) yield age(cause.since, view.cluster.now);
}

function* containerEvidence(
  container: Container,
  { kind }: NotReadyCause,
  pod: Pod,
  view: ServiceView,
): Iterable<string> {
  const { state, lastState, restarts, readinessProbe, name } = container;
  const subject = `${container.role === 'container' ? '' : `${container.role} `}container ${quote(name)}`;
  if (kind === 'probe') {
    if (readinessProbe !== null) yield `readiness probe: ${readinessProbe}`;
    const last = lastEvent(view, pod, 'Unhealthy');
    if (last) yield `last event: ${last.message}`;
    return;
  }
  if (state?.type === 'waiting') yield `${subject} is waiting${because(state)}`;
  const ended = state?.type === 'terminated' ? state : lastState?.type === 'terminated' ? lastState : null;
  if (ended)
    yield `${subject} exited with code ${ended.exitCode}${because(ended)}, ${counted(restarts, 'restart')}`;
}

function because({ reason, message }: { reason: string; message: string }): string {
  const why = [reason, message].filter(Boolean).join(': ');
  return why === '' ? '' : ` (${why})`;
}

function gateEvidence({ gate, condition }: NotReadyCause): string {
  if (condition === null) return 'is the controller that should set it running?';
  return `readiness gate ${quote(gate)} is ${condition.status}${because(condition)}`;
}

function lastEvent({ cluster }: ServiceView, pod: Pod, reason: string): Event | undefined {
  return cluster
    .eventsAbout('Pod', pod.namespace, pod.name)
    .filter((event) => event.reason === reason && event.message.startsWith('Readiness'))
    .toSorted((a, b) => Date.parse(b.lastSeen ?? '') - Date.parse(a.lastSeen ?? ''))[0];
}

function age(since: string, now: number | null): string {
  if (now === null) return `not Ready since ${since}`;
  return `not Ready for ${humanDuration(now - Date.parse(since))} (since ${since})`;
}

function remedy({ namespace, name }: Pod, { kind, container }: NotReadyCause): DraftRemedy {
  const logs = { verb: 'logs', names: [name] };
  if (kind === 'crash')
    return lookWith(
      kubectl(namespace, { ...logs, flags: [['-c', container], '--previous'] }),
      `read the log of container ${container} before it exited`,
    );
  if (kind === 'probe' || kind === 'init')
    return lookWith(
      kubectl(namespace, { ...logs, flags: [['-c', container]] }),
      `read the log of container ${container}`,
    );
  return lookWith(
    kubectl(namespace, { verb: 'describe', names: ['pod', name] }),
    'see the conditions and events of the Pod',
  );
}
