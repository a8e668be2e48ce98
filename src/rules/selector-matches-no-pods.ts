import type { Labels } from '../model/objects.ts';
import type { Near, ServiceView } from '../model/view.ts';
import { counted, listed } from '../words/list.ts';
import { commandLine } from '../words/shell.ts';
import { quote, type Rule, refOf, selects } from './rule.ts';

export const selectorMatchesNoPods: Rule = {
  name: 'selector-matches-no-pods',
  class: 'routing',
  needs: ['Pod'],
  evidence: ['Pod', 'Workload'],
  lag: false,
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
would lack them again). A typing error, a label renamed by a chart and a label too many are the usual causes.

## When it is harmless
When the Pods are meant to be absent: a workload scaled to zero is reported as scaled-to-zero instead.`,
  concerns: selects,
  *check(view) {
    const { service, pods, idle } = view;
    if (idle || !pods.every(({ obstacle }) => obstacle === 'finished')) return;
    const near = view.cluster.nearest(service.namespace, service.selector ?? {});
    yield {
      severity: 'error',
      subject: refOf(service),
      message: `Service ${service.name} selects ${labelsText(service.selector ?? {})}, ${
        pods.length === 0 ? 'and no Pod has these labels' : `and ${onlyFinished(pods.length)}`
      }`,
      detail: [...evidence(view, near)],
      fix: fix(view, near[0]),
      backends: [],
    };
  },
};

function onlyFinished(count: number): string {
  return `${count === 1 ? 'the only Pod that has them is' : `all ${count} Pods that have them are`} finished`;
}

function* evidence(view: ServiceView, near: readonly Near[]): Iterable<string> {
  const { service, pods, cluster } = view;
  for (const { pod } of pods.slice(0, 3))
    yield `Pod ${pod.name} is ${pod.phase}${pod.reason === '' ? '' : ` (${pod.reason})`}`;
  yield* stuckWorkloads(view);
  if (pods.length === 0) for (const one of near.slice(0, 3)) yield nearText(one);
  if (pods.length === 0 && near.length === 0 && cluster.whole('Pod', service.namespace))
    yield `${counted(cluster.podsIn(service.namespace).length, 'Pod')} in the namespace, none has a label of that name`;
  const unread = cluster.unread('Workload', service.namespace);
  if (unread !== null) yield `workloads could not be read, one may be scaled to zero: ${unread}`;
}

/** Workloads that should have such Pods and cannot make them. */
function* stuckWorkloads({ service, cluster }: ServiceView): Iterable<string> {
  for (const { kind, name, templateLabels, conditions } of cluster.workloadsIn(service.namespace)) {
    const failure = conditions.find(({ type, status }) => type === 'ReplicaFailure' && status === 'True');
    const matches = Object.entries(service.selector ?? {}).every(([k, v]) => templateLabels[k] === v);
    if (failure && matches)
      yield `${kind} ${name} cannot create its Pods (${failure.reason}): ${failure.message}`;
  }
}

function nearText({ kind, name, differences, alike }: Near): string {
  const subject = kind === 'Pod' ? `Pod ${name}` : `the Pod template of ${kind} ${name}`;
  const more = alike === 0 ? '' : ` (${alike} more like it)`;
  return `nearest: ${subject}${more}: ${listed(differences.map(differenceText))}`;
}

function differenceText({ key, wanted, has, similarKey }: Near['differences'][number]): string {
  if (has === null) {
    const instead = similarKey === null ? '' : `, it has ${quote(similarKey)}`;
    return `${key} is missing (wanted ${quote(wanted)}${instead})`;
  }
  const inCase = has.toLowerCase() === wanted.toLowerCase() ? ', upper and lower case differ' : '';
  return `${key} is ${quote(has)} (wanted ${quote(wanted)}${inCase})`;
}

function fix({ service }: ServiceView, nearest: Near | undefined): string {
  if (nearest === undefined || nearest.differences.length === 0)
    return commandLine('kubectl', '-n', service.namespace, 'get', 'pods', '--show-labels');
  const selector = Object.fromEntries(nearest.differences.map(({ key, has }) => [key, has]));
  const patch = JSON.stringify({ spec: { selector } });
  return commandLine('kubectl', '-n', service.namespace, 'patch', 'service', service.name, '-p', patch);
}

function labelsText(selector: Labels): string {
  return Object.entries(selector)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
}
