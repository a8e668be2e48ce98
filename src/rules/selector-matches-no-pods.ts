import type { NearMatch } from '../model/view/cluster-view.ts';
import type { ServiceView } from '../model/view/service-view.ts';
import { differenceText, labelsText } from '../text/labels.ts';
import { counted, listed } from '../text/list.ts';
import { hasSelector } from './engine/applies-to.ts';
import { field } from './engine/field.ts';
import type { Rule } from './engine/rule.ts';
import {
  keysSetAtRunTime,
  otherNamespaces,
  selectorRemedy,
  statefulSetOf,
} from './engine/selector-remedy.ts';
import { quote, refOf } from './engine/subject.ts';

export const selectorMatchesNoPods: Rule = {
  name: 'selector-matches-no-pods',
  class: 'routing',
  needs: ['Pod'],
  evidence: ['Pod', 'Workload'],
  summary: 'The selector matches no Pod in the namespace, or only finished ones',
  explanation: `
## What it means
Every label of \`spec.selector\` must be on a Pod, with exactly that value, in the Service's own namespace.
No Pod that is alive has them all, so nothing stands behind the Service.

## How it shows
The EndpointSlices of the Service have \`endpoints: null\`, its Endpoints no subsets.
\`kubectl describe svc\` prints an empty line there, as it does for several other causes.

## Why traffic fails
kube-proxy rejects connections to the cluster IP. A headless Service has no records in DNS.

## How to confirm
    kubectl get svc NAME -o jsonpath='{.spec.selector}'
    kubectl get pods --show-labels

## How to fix
Change the selector, or the labels in the Pod template of the workload (not on the Pods: a new Pod
would lack them again). A typo, a label renamed by a chart and one label too many are the usual causes.

## When it is harmless
When the Pods are meant to be absent: a workload scaled to zero is reported as scaled-to-zero instead,
and in manifests what an operator makes as selected-pods-not-in-input.`,
  appliesTo: hasSelector,
  *check(view) {
    const { service, pods, unfinished, scaledToZero, podSource } = view;
    if (scaledToZero || podSource || unfinished.length > 0) return;
    const nearest = view.cluster.nearestMatches(service);
    yield {
      severity: 'error',
      subject: refOf(service),
      message: `Service ${service.name} selects ${labelsText(service.selector ?? {})}, ${
        pods.length === 0 ? 'and no Pod has these labels' : `and ${finishedText(pods.length)}`
      }`,
      detail: [...evidence(view, nearest)],
      remedy: selectorRemedy(view, nearest),
      at: field(service, 'spec', 'selector'),
      backends: [],
    };
  },
};

function finishedText(count: number): string {
  return `${count === 1 ? 'the only Pod that has them is' : `all ${count} Pods that have them are`} finished`;
}

function* evidence(view: ServiceView, nearest: readonly NearMatch[]): Iterable<string> {
  const { service, pods, cluster } = view;
  for (const { pod } of pods.slice(0, 3))
    yield `Pod ${pod.name} is ${pod.phase}${pod.reason === '' ? '' : ` (${pod.reason})`}`;
  yield* stuckWorkloads(view);
  if (pods.length === 0) yield* nearestTexts(view, nearest);
  const unread = cluster.unread('Workload', service.namespace);
  if (unread !== null) yield `workloads could not be read, one may be scaled to zero: ${unread}`;
}

/** Workloads that should have Pods with these labels, and have none. */
function* stuckWorkloads({ workloads, pods }: ServiceView): Iterable<string> {
  for (const { type: kind, name, replicas, conditions, controllerRef } of workloads) {
    const failure = conditions.find(({ type, status }) => type === 'ReplicaFailure' && status === 'True');
    if (failure) yield `${kind} ${name} cannot create its Pods (${failure.reason}): ${failure.message}`;
    else if (pods.length === 0 && replicas !== 0 && controllerRef === null)
      yield `the Pod template of ${kind} ${name} has these labels, and there is no Pod of it`;
  }
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
  if (others.length > 0) yield `Pods with these labels are in namespace ${listed(others, 3)}`;
  const count = cluster.podsIn(namespace).length;
  if (nearest.length > 0 || !cluster.isFullyRead('Pod', namespace)) return;
  yield count === 0
    ? 'there are no Pods in the namespace'
    : `${counted(count, 'Pod')} in the namespace, ${count === 1 ? 'it has' : 'none has'} ${count === 1 ? 'no' : 'a'} label of that name`;
}

/** The labels that something that runs has to set, and the values that it has set on other Pods. */
function* runTimeTexts(view: ServiceView, [nearest]: readonly NearMatch[]): Iterable<string> {
  const { service, cluster } = view;
  for (const key of nearest?.close ? keysSetAtRunTime(nearest, view) : []) {
    const values = cluster.labelValues(service.namespace, key).map(quote);
    const set = values.length === 0 ? 'no Pod has it' : `Pods have ${listed(values, 3)}`;
    yield `no Pod template of the namespace has the label ${key}, so something that runs has to set it; ${set}`;
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
