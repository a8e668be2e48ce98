import type { Workload } from '../model/objects/workload.ts';
import type { LabelDifference, NearMatch } from '../model/view/cluster-view.ts';
import type { ServiceView } from '../model/view/service-view.ts';
import { differenceText, labelsText } from '../text/labels.ts';
import { counted, listed } from '../text/list.ts';
import type { KubectlCommand } from '../text/shell.ts';
import { inlineYaml } from '../text/yaml-value.ts';
import { hasSelector } from './engine/applies-to.ts';
import { latestEvent } from './engine/controller-events.ts';
import { field } from './engine/field.ts';
import { type DraftRemedy, lookBeforeEdit, patchFields } from './engine/remedy.ts';
import type { Rule } from './engine/rule.ts';
import { refOf } from './engine/subject.ts';

export const selectorMatchesNoPods: Rule = {
  name: 'selector-matches-no-pods',
  class: 'routing',
  needs: ['Pod'],
  evidence: ['Pod', 'Workload', 'Event'],
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
    const nearest = view.cluster.nearestMatches(service.namespace, service.selector ?? {});
    yield {
      severity: 'error',
      subject: refOf(service),
      message: `Service ${service.name} selects ${labelsText(service.selector ?? {})}, ${
        pods.length === 0 ? 'and no Pod has these labels' : `and ${finishedText(pods.length)}`
      }`,
      detail: [...evidence(view, nearest)],
      remedy: remedy(view, nearest[0]),
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
function* stuckWorkloads(view: ServiceView): Iterable<string> {
  const { workloads, pods } = view;
  const told = new Set<string>();
  for (const workload of workloads) {
    const { type: kind, name, replicas, controllerRef } = workload;
    const failure = findCreateFailure(workload, view);
    if (failure) {
      // A Deployment repeats the failure of its ReplicaSet.
      if (told.has(failure.message)) continue;
      told.add(failure.message);
      yield `${kind} ${name} cannot create its Pods (${failure.reason}): ${failure.message}`;
      if (isServedBy(failure.message, view.service))
        yield 'the webhook that fails is served by this Service itself: a deadlock, until the webhook is removed or ignores these Pods';
    } else if (pods.length === 0 && replicas !== 0 && controllerRef === null)
      yield `the Pod template of ${kind} ${name} has these labels, and there is no Pod of it`;
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
  const others = otherNamespaces(view);
  if (others.length > 0) yield `Pods with these labels are in namespace ${listed(others, 3)}`;
  const count = cluster.podsIn(namespace).length;
  if (nearest.length > 0 || !cluster.isFullyRead('Pod', namespace)) return;
  yield count === 0
    ? 'there are no Pods in the namespace'
    : `${counted(count, 'Pod')} in the namespace, ${count === 1 ? 'it has' : 'none has'} ${count === 1 ? 'no' : 'a'} label of that name`;
}

function nearMatchText({ kind, name, differences, otherPods }: NearMatch): string {
  const subject = kind === 'Pod' ? `Pod ${name}` : `the Pod template of ${kind} ${name}`;
  const more = otherPods === 0 ? '' : ` (${otherPods} more like it)`;
  return `nearest: ${subject}${more}: ${listed(differences.map(differenceText))}`;
}

/** The other namespaces that have Pods with these labels. */
function otherNamespaces({ service, cluster }: ServiceView): readonly string[] {
  return cluster.namespacesWith(service.selector ?? {}).filter((other) => other !== service.namespace);
}

function remedy(view: ServiceView, nearest: NearMatch | undefined): DraftRemedy {
  const { service } = view;
  const at = field(service, 'spec', 'selector');
  if (nearest?.close && nearest.differences.length > 0)
    return patchFields(at, Object.fromEntries(nearest.differences.flatMap(selectorChange)));
  const [other, ...more] = otherNamespaces(view);
  const showLabels: KubectlCommand = { verb: 'get', names: ['pods'], flags: ['--show-labels'] };
  if (other !== undefined && more.length === 0)
    return lookBeforeEdit(
      field(service, 'metadata', 'namespace'),
      showLabels,
      `set namespace: ${inlineYaml(other)}`,
    );
  return lookBeforeEdit(
    at,
    showLabels,
    'select labels that a Pod template has, or add the workload that is meant',
  );
}

/** The change of the selector; null removes a key. */
function selectorChange({ key, has, similar }: LabelDifference): [string, string | null][] {
  if (has !== null || similar === null) return [[key, has]];
  return [
    [key, null],
    [similar.key, similar.value],
  ];
}
