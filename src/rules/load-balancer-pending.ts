import { kubectl } from '../text/shell.ts';
import { field } from './engine/field.ts';
import { lookWith } from './engine/remedy.ts';
import type { Rule } from './engine/rule.ts';
import { refOf } from './engine/subject.ts';

export const loadBalancerPending: Rule = {
  name: 'load-balancer-pending',
  class: 'advice',
  needs: [],
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
  *check({ service }) {
    if (service.loadBalancerIngress.length > 0) return;
    yield {
      severity: 'warning',
      subject: refOf(service),
      message: `Service ${service.name} of type LoadBalancer has no external address yet`,
      detail: ['the cluster IP still works'],
      remedy: lookWith(
        kubectl(service.namespace, { verb: 'describe', names: ['service', service.name] }),
        'see the events of the Service',
      ),
      at: field(service),
      backends: [],
    };
  },
};
