import type { Workload } from '../model/objects/workload.ts';
import type { NearMatch } from '../model/view/cluster-view.ts';
import type { ServiceView } from '../model/view/service-view.ts';
import { differenceText, labelsText } from '../text/labels.ts';
import { counted, listed } from '../text/list.ts';
import { hasSelector } from './engine/applies-to.ts';
import { latestEvent } from './engine/controller-events.ts';
import { field } from './engine/field.ts';
import {
  keysSetAtRunTime,
  otherNamespaces,
  selectorRemedy,
  statefulSetOf,
} from './engine/remedy/selector-remedy.ts';
import type { Rule } from './engine/rule.ts';
import { quote, refOf } from './engine/subject.ts';

export const selectorMatchesNoPods: Rule = {
  name: 'selector-matches-no-pods',
  class: 'routing',
  severities: ['error'],
  needs: ['Pod'],
  evidence: ['Pod', 'Workload', 'Event'],
  summary: 'The Service selects no Pod, or only finished ones',
  explanation: `
## What it means
A Service selects the Pods of its namespace that have every label in \`spec.selector\`, with exactly that
value. No Pod has them all, or the Pods that do are finished (Succeeded or Failed).
    # Service
    spec:
      selector:
        app: shop
    # Pod template of the Deployment
    metadata:
      labels:
        app: shop-web

## Symptoms
The EndpointSlices of the Service have no ready endpoint. \`kubectl describe svc\` prints nothing after
\`Endpoints:\`, as it does for several other causes.

## Why traffic fails
kube-proxy rejects connections to the cluster IP. A headless Service has no records in DNS.

## Confirm
    kubectl get svc SERVICE -o jsonpath='{.spec.selector}'
    kubectl get pods --show-labels

## Fix
Find the workload that the Service is for. A similar label is no proof: check that it is the same
application. Then correct the selector, or add the label to the workload's Pod template. A label set on a
Pod alone is lost when the Pod is replaced. If the workload cannot create its Pods, the finding quotes the
reason: a quota, a missing ServiceAccount or an admission webhook.

## When it is harmless
When the Pods are meant to be absent. A workload scaled to zero is reported as scaled-to-zero instead; in
manifests, Pods that an operator creates are reported as selected-pods-not-in-input.`,
  appliesTo: hasSelector,
  *check(view) {
    const { service, pods, unfinished, scaledToZero, podSource } = view;
    if (scaledToZero || podSource || unfinished.length > 0) return;
    const unread = service.uid === '' ? view.cluster.unreadPods(service) : null;
    if (unread !== null) {
      yield { unread };
      return;
    }
    const nearest = view.cluster.nearestMatches(service);
    yield {
      severity: 'error',
      subject: refOf(service),
      message: `Service ${service.name} selects ${labelsText(service.selector ?? {})}, ${
        pods.length === 0 ? 'but no Pod has these labels' : `but ${finishedText(pods.length)}`
      }`,
      detail: [...evidence(view, nearest)],
      remedy: selectorRemedy(view, nearest),
      at: field(service, 'spec', 'selector'),
      backends: [],
    };
  },
};

function finishedText(count: number): string {
  return `${count === 1 ? 'the only Pod with these labels is' : `all ${count} Pods with these labels are`} finished`;
}

function* evidence(view: ServiceView, nearest: readonly NearMatch[]): Iterable<string> {
  const { service, pods, cluster } = view;
  for (const { pod } of pods.slice(0, 3))
    yield `Pod ${pod.name} is ${pod.phase}${pod.reason === '' ? '' : ` (${pod.reason})`}`;
  yield* stuckWorkloads(view);
  if (pods.length === 0) yield* nearestTexts(view, nearest);
  const unread = cluster.unread('Workload', service.namespace);
  if (unread !== null) yield `a workload may be scaled to zero, but workloads could not be read: ${unread}`;
}

/** Workloads that should have Pods with these labels, and have none. */
function* stuckWorkloads(view: ServiceView): Iterable<string> {
  const { workloads, pods } = view;
  const shown = new Set<string>();
  for (const workload of workloads) {
    const { type: kind, name, replicas, controllerRef } = workload;
    const failure = findCreateFailure(workload, view);
    if (failure) {
      // A Deployment repeats the failure of its ReplicaSet.
      if (shown.has(failure.message)) continue;
      shown.add(failure.message);
      yield `${kind} ${name} cannot create its Pods (${failure.reason}): ${failure.message}`;
      if (isServedBy(failure.message, view.service))
        yield 'this Service itself serves the webhook: a deadlock, until the webhook is removed or ignores these Pods';
    } else if (pods.length === 0 && replicas !== 0 && controllerRef === null)
      yield `the Pod template of ${kind} ${name} has these labels, but has no Pod`;
  }
}

/** A StatefulSet or DaemonSet has no such condition, only Events. */
function findCreateFailure(
  { type: kind, namespace, name, conditions }: Workload,
  { cluster }: ServiceView,
): { reason: string; message: string } | undefined {
  const condition = conditions.find(({ type, status }) => type === 'ReplicaFailure' && status === 'True');
  const events = cluster.eventsAbout(kind, namespace, name);
  return condition ?? latestEvent(events.filter(({ reason }) => reason === 'FailedCreate'));
}

/** The API server calls a webhook at `https://NAME.NAMESPACE.svc:PORT/PATH`. */
function isServedBy(message: string, { name, namespace }: ServiceView['service']): boolean {
  const [, called] = /https:\/\/([^/:"]+)/.exec(message) ?? [];
  return (
    message.includes('calling webhook') &&
    (called === `${name}.${namespace}.svc` || called?.startsWith(`${name}.${namespace}.svc.`) === true)
  );
}

function* nearestTexts(view: ServiceView, nearest: readonly NearMatch[]): Iterable<string> {
  const { service, cluster } = view;
  const { namespace } = service;
  const different = nearest.filter(({ differences }) => differences.length > 0);
  // If one is close enough to be what was meant, the others are noise.
  const shown = different[0]?.close ? different.filter(({ close }) => close) : different;
  for (const one of shown.slice(0, 3)) yield nearMatchText(one);
  yield* runTimeTexts(view, different);
  yield* ordinalTexts(view);
  const others = otherNamespaces(view);
  if (view.podsElsewhere !== null)
    yield `Pods with these labels are in namespace ${view.podsElsewhere}, the Service is in ${namespace}`;
  else if (others.length > 0) yield `Pods with these labels are in namespace ${listed(others, 3)}`;
  const count = cluster.podsIn(namespace).length;
  if (nearest.length > 0 || !cluster.isFullyRead('Pod', namespace)) return;
  yield count === 0
    ? 'the namespace has no Pods'
    : `${count === 1 ? 'the only Pod' : `none of the ${count} Pods`} in the namespace has ${count === 1 ? 'no label' : 'a label'} with this key`;
}

/** The labels that something that runs has to set, and the values that it has set on other Pods. */
function* runTimeTexts(view: ServiceView, [nearest]: readonly NearMatch[]): Iterable<string> {
  const { service, cluster } = view;
  for (const key of nearest?.close ? keysSetAtRunTime(nearest, view) : []) {
    const values = cluster.labelValues(service.namespace, key).map(quote);
    const set = values.length === 0 ? 'no Pod has it' : `Pods have ${listed(values, 3)}`;
    yield `no Pod template of the namespace has the label ${key}; ${set}`;
  }
}

/** The Pods that a StatefulSet makes, where the selector names another one. */
function* ordinalTexts(view: ServiceView): Iterable<string> {
  const set = statefulSetOf(view);
  if (!set) return;
  const { type, name, replicas, firstOrdinal } = set;
  const count = replicas ?? 1;
  const [first, last] = [firstOrdinal, firstOrdinal + count - 1].map((ordinal) => `${name}-${ordinal}`);
  const names = count < 2 ? first : `${first} ${count === 2 ? 'and' : 'to'} ${last}`;
  yield `${type} ${name} has ${counted(count, 'replica')}${count === 0 ? '' : `: ${names}`}`;
}

function nearMatchText({ kind, name, differences, otherPods, ports }: NearMatch): string {
  const subject = kind === 'Pod' ? `Pod ${name}` : `the Pod template of ${kind} ${name}`;
  const more = otherPods === 0 ? '' : ` (${otherPods} more like it)`;
  const lacks = ports === 'missing' ? '; it does not have the target ports' : '';
  return `nearest: ${subject}${more}: ${listed(differences.map(differenceText))}${lacks}`;
}
