import type { Pod } from '../model/objects/pod.ts';
import type { PortView } from '../model/view/backend.ts';
import type { ServiceView } from '../model/view/service-view.ts';
import { labelsText } from '../text/labels.ts';
import { listed } from '../text/list.ts';
import { type KubectlCommand, kubectl } from '../text/shell.ts';
import { canHaveEndpoints } from './engine/applies-to.ts';
import { field } from './engine/field.ts';
import { sliceSelector } from './engine/kubectl-commands.ts';
import { type DraftRemedy, lookWith } from './engine/remedy/remedy.ts';
import type { Rule } from './engine/rule.ts';
import { portsPhrase, refOf } from './engine/subject.ts';

export const onlyTerminatingEndpoints: Rule = {
  name: 'only-terminating-endpoints',
  class: 'routing',
  severities: ['error', 'warning'],
  needs: ['EndpointSlice'],
  summary: 'Only terminating endpoints are left',
  explanation: `
## What it means
All endpoints of a Service port are terminating, or all Pods of the Service are. kube-proxy sends traffic to
those that still serve, as a last resort.

## Symptoms
The endpoints have \`ready: false\`, \`terminating: true\` and, while they still serve, \`serving: true\`.

## Why traffic fails
While some endpoints serve, traffic flows, but not for long (a warning). Afterwards kube-proxy rejects
connections (an error).

## Confirm
    kubectl get pods -l SELECTOR
    kubectl get endpointslices -l kubernetes.io/service-name=SERVICE -o yaml

## Fix
Find out why no new Pods become Ready: the workload was deleted or scaled down, its new Pods fail, or a Node
was drained without a PodDisruptionBudget. If the Pods are on a lost Node, bring it back or delete it: until
then they stay terminating, and a StatefulSet does not replace them.

## When it is harmless
When the Service is shut down on purpose.`,
  appliesTo: canHaveEndpoints,
  *check(view) {
    const leaving = view.ports.filter((port) => isLeaving(port, view));
    const ended = isShuttingDown(view) ? view.ports.filter(({ routable }) => routable === 0) : [];
    if (leaving.length === 0 && ended.length === 0) return;
    const { service } = view;
    const concerned = ended.length > 0 ? ended : leaving;
    yield {
      severity: ended.length > 0 ? 'error' : 'warning',
      subject: refOf(service),
      message:
        ended.length > 0
          ? `Service ${service.name} has only terminating Pods, and none still serves ${portsPhrase(ended.map(({ port }) => port))}`
          : `Service ${service.name} has only terminating endpoints for ${portsPhrase(leaving.map(({ port }) => port))}, which still serve`,
      detail: [...terminationTexts(view, ended.length === 0)],
      remedy: remedy(view),
      at: field(service),
      backends: concerned
        .flatMap(({ port }) => view.backendsByPort.get(port) ?? [])
        .filter(({ terminating }) => terminating),
    };
  },
};

function isLeaving({ port }: PortView, { backendsByPort: backendsAt }: ServiceView): boolean {
  const routed = (backendsAt.get(port) ?? []).filter(({ routable }) => routable);
  return routed.length > 0 && routed.every(({ terminating }) => terminating);
}

function isShuttingDown({ unfinished, live }: ServiceView): boolean {
  return unfinished.length > 0 && live.length === 0;
}

/** @param serving only the Pods that still get connections */
function* terminationTexts({ pods, backends, cluster }: ServiceView, serving: boolean): Iterable<string> {
  const routed = new Set(backends.filter(({ routable }) => routable).map(({ podName }) => podName));
  const leaving = pods
    .filter(({ obstacle }) => obstacle === 'terminating')
    .filter(({ pod }) => !serving || routed.has(pod.name))
    .slice(0, 3);
  for (const { pod, lostNode } of leaving) {
    yield `Pod ${pod.name} is terminating; its grace period ${isOver(pod, cluster.now) ? 'ended' : 'ends'} ${pod.deleted}`;
    if (cluster.find('Node', '', pod.nodeName) === 'absent')
      yield `its Node ${pod.nodeName} does not exist, so nothing reports that the Pod has ended`;
    if (!lostNode?.ready) continue;
    const why = [lostNode.ready.reason, lostNode.ready.message].filter(Boolean).join(': ');
    yield `its Node ${lostNode.name} is not Ready${why === '' ? '' : ` (${why})`}, so nothing reports that the Pod has ended`;
  }
  const sets = leaving.map(({ pod }) => pod.controllerRef).filter((owner) => owner?.kind === 'StatefulSet');
  if (sets[0]) yield `StatefulSet ${sets[0].name} creates no other Pod of that name until it is gone`;
  if (leaving.length > 0) return;
  const addresses = backends.filter(({ terminating }) => terminating).map(({ address }) => address ?? '');
  yield `terminating: ${listed([...new Set(addresses)], 3)}`;
}

function isOver({ deleted }: Pod, now: number | null): boolean {
  return now !== null && deleted !== null && Date.parse(deleted) < now;
}

/** A lost Node has to come back, or to be deleted, before anything is replaced. */
function remedy(view: ServiceView): DraftRemedy {
  const lost = view.pods.find(({ obstacle, lostNode }) => obstacle === 'terminating' && lostNode);
  if (lost?.lostNode)
    return lookWith(
      kubectl(null, { verb: 'describe', names: ['node', lost.lostNode.name] }),
      'see whether the Node comes back; if not, delete it',
    );
  return lookWith(
    kubectl(view.service.namespace, listCommand(view)),
    'see what replaces the terminating endpoints',
  );
}

function listCommand({ service }: ServiceView): KubectlCommand {
  const [type, selector] =
    service.selector === null
      ? ['endpointslices', sliceSelector(service)]
      : ['pods', labelsText(service.selector)];
  return { verb: 'get', names: [type], flags: [['-l', selector]] };
}
