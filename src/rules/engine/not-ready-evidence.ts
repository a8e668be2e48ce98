/** What the objects show about why a Pod is not Ready, the deepest cause first. */
import type { Event } from '../../model/objects/event.ts';
import type { Container, ContainerState, Pod } from '../../model/objects/pod.ts';
import type { NotReadyCause, SelectedPod } from '../../model/view/selected-pod.ts';
import type { ServiceView } from '../../model/view/service-view.ts';
import { humanDuration } from '../../text/duration.ts';
import { differenceText } from '../../text/labels.ts';
import { counted, listed } from '../../text/list.ts';
import { latestEvent } from './controller-events.ts';
import { quote } from './subject.ts';

/** `CrashLoopBackOff (OOMKilled, exit code 137)`. */
export function headline(pod: Pod, { kind, reason, container }: NotReadyCause): string {
  const found = pod.containers.find(({ name }) => name === container);
  const ended = kind === 'crash' || kind === 'init' ? found && lastEnd(found) : null;
  if (!ended || ended.exitCode === null || ended.exitCode === 0) return reason;
  const why = ['', 'Error', reason.replace(/^Init:/, '')].includes(ended.reason) ? [] : [ended.reason];
  return `${reason} (${[...why, `exit code ${ended.exitCode}`].join(', ')})`;
}

function lastEnd({ state, lastState }: Container): ContainerState | null {
  if (state?.type === 'terminated') return state;
  return lastState?.type === 'terminated' ? lastState : null;
}

export function* notReadyEvidence(
  { pod, lostNode }: SelectedPod,
  cause: NotReadyCause,
  view: ServiceView,
): Iterable<string> {
  if (lostNode?.ready && cause.kind === 'node')
    yield `its Node ${lostNode.name} is not Ready${because(lostNode.ready)}: it has no logs to read`;
  else yield* causeEvidence(pod, cause, view);
  if (cause.since !== null) yield age(cause.since, view.cluster.now);
  if (view.ports.some(({ ready }) => ready)) return;
  yield* deadlock(pod, cause, view);
  yield* nearlySelected(view);
}

function* causeEvidence(pod: Pod, cause: NotReadyCause, view: ServiceView): Iterable<string> {
  const container = pod.containers.find(({ name }) => name === cause.container);
  if (container) yield* containerEvidence(container, cause, pod, view);
  else if (cause.kind === 'gate') yield* cause.gates.map(gateEvidence);
  else if (cause.condition?.message) yield cause.condition.message;
  else if (cause.kind === 'unknown' && cause.condition === null) yield 'its status has no condition Ready';
  else if (cause.kind === 'unknown') yield 'its status shows no cause';
  if (cause.kind === 'crash' || cause.kind === 'probe' || cause.kind === 'gate') return;
  const last = lastEvent(view, pod, ({ reason }) => !['Unhealthy', 'BackOff'].includes(reason));
  if (last && last.message !== cause.condition?.message) yield `last event: ${last.reason}: ${last.message}`;
}

function* containerEvidence(
  container: Container,
  { kind }: NotReadyCause,
  pod: Pod,
  view: ServiceView,
): Iterable<string> {
  const { state, restarts, readinessProbe, name } = container;
  const subject = `${container.role === 'container' ? '' : `${container.role} `}container ${quote(name)}`;
  if (kind === 'probe') {
    yield readinessProbe === null
      ? `${subject} runs and is not ready`
      : `readiness probe of ${subject}: ${readinessProbe}`;
    const last = lastEvent(
      view,
      pod,
      ({ reason, message }) => reason === 'Unhealthy' && message.startsWith('Readiness'),
    );
    if (last) yield `last event: ${last.message}`;
    return;
  }
  if (state?.type === 'waiting') yield `${subject} waits${because(state)}`;
  if (state?.type === 'waiting' && isPullRefused(state, pod, view)) yield 'the Pod has no imagePullSecrets';
  const ended = lastEnd(container);
  if (ended)
    yield `${subject} ended with exit code ${ended.exitCode}${because(ended)}, ${counted(restarts, 'restart')}`;
}

/** The registry's words are in the status since Kubernetes 1.31, before that in an Event. */
function isPullRefused({ reason, message }: ContainerState, pod: Pod, view: ServiceView): boolean {
  if (pod.hasPullSecrets || (reason !== 'ImagePullBackOff' && reason !== 'ErrImagePull')) return false;
  const failed = lastEvent(view, pod, (event) => event.reason === 'Failed')?.message ?? '';
  return /unauthorized|denied|forbidden|authentication|credentials|\b40[13]\b/i.test(`${message} ${failed}`);
}

function because({ reason, message }: { reason: string; message: string }): string {
  const why = [reason, message].filter(Boolean).join(': ');
  return why === '' ? '' : ` (${why})`;
}

function gateEvidence({ type, condition }: NotReadyCause['gates'][number]): string {
  if (condition === null)
    return `readiness gate ${quote(type)} was never set: does the controller that should set it run?`;
  return `readiness gate ${quote(type)} is ${condition.status}${because(condition)}`;
}

/** The Pods run, and may wait for names that DNS answers only when they are ready. */
function* deadlock(pod: Pod, { kind }: NotReadyCause, { service, cluster }: ServiceView): Iterable<string> {
  const waits = kind === 'probe' || kind === 'crash' || kind === 'init' || kind === 'unknown';
  const owner = pod.controllerRef;
  const governing =
    owner?.kind === 'StatefulSet'
      ? pod.subdomain || cluster.workload(pod.namespace, owner.kind, owner.name)?.serviceName
      : undefined;
  const governs = service.headless && governing === service.name;
  if (waits && governs && !service.publishNotReadyAddresses)
    yield `Pods that look for each other by ${service.name} wait for ever: it has no names until one is Ready, unless publishNotReadyAddresses is true`;
}

function* nearlySelected({ service, cluster }: ServiceView): Iterable<string> {
  for (const { difference, pods } of cluster.nearlySelected(service).slice(0, 3)) {
    const names = pods.map(({ name }) => name);
    yield `${counted(pods.length, 'Ready Pod')} (${listed(names, 2)}) would be selected, but ${differenceText(difference)}`;
  }
}

function lastEvent(
  { cluster }: ServiceView,
  pod: Pod,
  isWanted: (event: Event) => boolean,
): Event | undefined {
  return latestEvent(cluster.eventsAbout('Pod', pod.namespace, pod.name).filter(isWanted));
}

function age(since: string, now: number | null): string {
  if (now === null) return `not Ready since ${since}`;
  return `not Ready for ${humanDuration(now - Date.parse(since))} (since ${since})`;
}
