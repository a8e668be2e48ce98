import type { Endpoint } from '../model/objects/endpoints.ts';
import type { Pod } from '../model/objects/pod.ts';
import type { ServiceView } from '../model/view/service-view.ts';
import { listed } from '../text/list.ts';
import { canHaveEndpoints, isSelectorless } from './engine/applies-to.ts';
import { field } from './engine/field.ts';
import { editManually } from './engine/remedy/remedy.ts';
import type { Rule } from './engine/rule.ts';
import { refOf } from './engine/subject.ts';

export const endpointWithoutNode: Rule = {
  name: 'endpoint-without-node',
  class: 'advice',
  severities: ['warning', 'info'],
  needs: ['Pod', 'EndpointSlice'],
  summary: 'An endpoint has the address of a Pod, but no nodeName',
  explanation: `
## What it means
The address of a Pod was written by hand into Endpoints or an EndpointSlice, without \`nodeName\` and
\`targetRef\`.
    # EndpointSlice
    endpoints:
    - addresses: [10.244.0.7]   # of Pod shop-1
      nodeName: n1              # missing

## Symptoms
The cluster IP works. The address of a load balancer does not, or it is announced from Nodes without a Pod.

## Why traffic fails
Announcers such as MetalLB, \`Local\` traffic policies and topology hints need the Node of an endpoint. Nothing
corrects the address when the Pod is replaced.

## Confirm
    kubectl get endpointslices -l kubernetes.io/service-name=SERVICE -o yaml
    kubectl get pods -o wide

## Fix
Give the Service a selector, so that the controllers write its endpoints; or set \`nodeName\` and \`targetRef\`.

## When it is harmless
For a ClusterIP Service without a \`Local\` policy (info).`,
  appliesTo: (view) =>
    isSelectorless(view) || (canHaveEndpoints(view) && anonymousEndpoints(view).length > 0),
  *check(view) {
    const { service, cluster, backends, endpoints, slices } = view;
    const pods = new Map<string, Pod>();
    for (const address of anonymousEndpoints(view).flatMap(({ addresses }) => addresses)) {
      const pod = cluster.podsAt(address).find(({ hostNetwork }) => !hostNetwork);
      if (pod) pods.set(address, pod);
    }
    if (pods.size === 0) return;
    const slice = slices.find(({ slice }) => slice.endpoints.some(isAnonymous))?.slice;
    const at = endpoints ? field(endpoints, 'subsets') : field(slice ?? service, 'endpoints');
    const texts = [...pods].map(([address, { name }]) => `${address} (Pod ${name})`);
    yield {
      severity: needsNodes(view) ? 'warning' : 'info',
      subject: refOf(service),
      message: `Service ${service.name} has endpoints of Pods without nodeName: ${listed(texts, 3)}`,
      detail: ['load balancers and Local traffic policies know no Node for them'],
      remedy: editManually(at, 'set nodeName and targetRef, or give the Service a selector'),
      at,
      backends: backends.filter(({ address, podName }) => podName === null && pods.has(address ?? '')),
    };
  },
};

function anonymousEndpoints({ slices }: ServiceView): readonly Endpoint[] {
  return slices
    .filter(({ role, ignoredEntirely }) => role !== 'controller' && !ignoredEntirely)
    .flatMap(({ slice }) => slice.endpoints.filter(isAnonymous));
}

function isAnonymous({ nodeName, target }: Endpoint): boolean {
  return nodeName === '' && target === null;
}

function needsNodes({ service }: ServiceView): boolean {
  const { type, internalTrafficPolicy, externalTrafficPolicy } = service;
  return type === 'LoadBalancer' || internalTrafficPolicy === 'Local' || externalTrafficPolicy === 'Local';
}
