import type { PortView } from '../model/view/backend.ts';
import type { ServiceView } from '../model/view/service-view.ts';
import { labelsText } from '../text/labels.ts';
import { listed } from '../text/list.ts';
import { type KubectlCommand, kubectl } from '../text/shell.ts';
import { canHaveEndpoints } from './engine/applies-to.ts';
import { field } from './engine/field.ts';
import { sliceSelector } from './engine/kubectl-commands.ts';
import { lookWith } from './engine/remedy.ts';
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
was drained without a PodDisruptionBudget.

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
      detail: terminationTexts(view),
      remedy: lookWith(
        kubectl(service.namespace, listCommand(view)),
        'see what replaces the terminating endpoints',
      ),
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

function terminationTexts({ pods, backends }: ServiceView): string[] {
  const leaving = pods.filter(({ obstacle }) => obstacle === 'terminating');
  if (leaving.length > 0)
    return leaving
      .slice(0, 3)
      .map(({ pod }) => `Pod ${pod.name} is terminating; its grace period ends ${pod.deleted}`);
  const addresses = new Set(
    backends.filter((backend) => backend.terminating).map(({ address }) => address ?? ''),
  );
  return [`terminating: ${listed([...addresses], 3)}`];
}

function listCommand({ service }: ServiceView): KubectlCommand {
  const [type, selector] =
    service.selector === null
      ? ['endpointslices', sliceSelector(service)]
      : ['pods', labelsText(service.selector)];
  return { verb: 'get', names: [type], flags: [['-l', selector]] };
}
