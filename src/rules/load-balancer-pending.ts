import { listed } from '../text/list.ts';
import { kubectl } from '../text/shell.ts';
import { controllerEvents } from './engine/controller-events.ts';
import { field } from './engine/field.ts';
import { lookWith } from './engine/remedy.ts';
import type { Rule } from './engine/rule.ts';
import { refOf } from './engine/subject.ts';

export const loadBalancerPending: Rule = {
  name: 'load-balancer-pending',
  class: 'advice',
  needs: [],
  evidence: ['Event'],
  summary: 'A Service of type LoadBalancer has no address from a load balancer',
  explanation: `
## What it means
Whatever provides load balancers in this cluster has not written an address into the Service's status.

## How it shows
\`kubectl get svc\` shows \`<pending>\` as EXTERNAL-IP; \`status.loadBalancer\` is empty.

## Why traffic fails
From outside there is no address to connect to. The cluster IP still works.

## How to confirm
    kubectl describe svc NAME
The events name the cause where a controller tells: a quota, a class that nobody serves, a missing annotation.

## How to fix
See whether a controller for load balancers runs, and serves the Service's \`loadBalancerClass\`.

## When it is harmless
For the minutes in which the load balancer is being made; on a cluster that only uses the Service's node ports.`,
  appliesTo: ({ service }) => service.type === 'LoadBalancer' && service.uid !== '',
  *check(view) {
    const { service } = view;
    if (service.loadBalancerIngress.length > 0) return;
    const answers = service.externalIPs.length > 0;
    yield {
      severity: answers ? 'info' : 'warning',
      subject: refOf(service),
      message: `Service ${service.name} is of type LoadBalancer and has no external address yet`,
      detail: [
        answers
          ? `the cluster IP works, and externalIPs ${listed(service.externalIPs)}`
          : 'the cluster IP still works',
        ...controllerEvents(view),
      ],
      remedy: lookWith(
        kubectl(service.namespace, { verb: 'describe', names: ['service', service.name] }),
        'see why in the events of the Service',
      ),
      at: field(service),
      backends: [],
    };
  },
};
