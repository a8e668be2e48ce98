/** What the objects show about why a Pod is not Ready, the deepest cause first. */
import type { Event } from '../../model/objects/event.ts';
import type { Container, ContainerState, Pod } from '../../model/objects/pod.ts';
import type { NotReadyCause, SelectedPod } from '../../model/view/selected-pod.ts';
import type { ServiceView } from '../../model/view/service-view.ts';
import { humanDuration } from '../../text/duration.ts';
import { differenceText } from '../../text/labels.ts';
import { counted, listed } from '../../text/list.ts';
import { latestEvent } from './controller-events.ts';
import { lastEnd, subjectText } from './not-ready-cause.ts';
import { quote } from './subject.ts';

export function* notReadyEvidence(
  { pod, lostNode }: SelectedPod,
  cause: NotReadyCause,
  view: ServiceView,
): Iterable<string> {
  if (lostNode?.ready && cause.kind === 'node')
    yield `its Node ${lostNode.name} is not Ready${because(lostNode.ready)}, so its logs cannot be read`;
  else yield* causeEvidence(pod, cause, view);
  if (cause.since !== null) yield age(cause.since, view.cluster.now);
  if (view.ports.some(({ ready }) => ready)) return;
  yield* deadlock(pod, cause, view);
  yield* nearlySelected(view);
}

function* causeEvidence(pod: Pod, cause: NotReadyCause, view: ServiceView): Iterable<string> {
  const container = pod.containers.find(({ name }) => name === cause.container);
  if (container) yield* containerEvidence(container, cause, pod, view);
  else if (cause.kind === 'gate') yield* gateEvidence(cause.gates);
  else if (cause.condition?.message) yield cause.condition.message;
  else if (cause.kind === 'unknown' && cause.condition === null && cause.reason !== 'NotReady')
    yield 'the status has no condition Ready';
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
  const { state, readinessProbe, name } = container;
  const subject = subjectText(container.role, name);
  if (kind === 'probe') {
    if (readinessProbe !== null) yield `readiness probe: ${readinessProbe}`;
    const last = lastEvent(
      view,
      pod,
      ({ reason, message }) => reason === 'Unhealthy' && message.startsWith('Readiness'),
    );
    if (last) yield `last event: ${last.message}`;
    if (lastEnd(container)?.exitCode) yield* endEvidence(container);
    return;
  }
  if (state?.type === 'waiting') yield `${subject} is waiting${because(state)}`;
  if (state?.type === 'waiting' && isPullRefused(state, pod, view)) yield 'the Pod has no imagePullSecrets';
  yield* endEvidence(container);
}

function* endEvidence(container: Container): Iterable<string> {
  const ended = lastEnd(container);
  if (ended)
    yield `${subjectText(container.role, container.name)} exited with code ${ended.exitCode}${because(ended)}, ${counted(container.restarts, 'restart')}`;
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

function* gateEvidence(gates: NotReadyCause['gates']): Iterable<string> {
  for (const { type, condition } of gates)
    if (condition !== null) yield `readiness gate ${quote(type)} is ${condition.status}${because(condition)}`;
    else if (gates.length > 1) yield `readiness gate ${quote(type)} is not set`;
  if (gates.some(({ condition }) => condition === null))
    yield 'is the controller that should set it running?';
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
    yield `Pods that wait for each other's names in Service ${service.name} are in a deadlock: DNS has them only when a Pod is Ready, unless publishNotReadyAddresses is true`;
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
