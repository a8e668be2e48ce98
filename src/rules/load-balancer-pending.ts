import { kubectl } from '../text/shell.ts';
import { field } from './engine/field.ts';
import { lookWith } from './engine/remedy.ts';
import type { Rule } from './engine/rule.ts';
import { refOf } from './engine/subject.ts';

export const loadBalancerPending: Rule = {
  name: 'load-balancer-pending',
  class: 'advice',
  severities: ['warning'],
  needs: [],
  summary: 'A LoadBalancer Service has no external address',
  explanation: `
## What it means
No load balancer controller has written an address into the Service's status.

## Symptoms
\`kubectl get svc\` shows \`<pending>\` as EXTERNAL-IP; \`status.loadBalancer\` is empty.

## Why traffic fails
Clients outside the cluster have no address to connect to. The cluster IP still works.

## Confirm
    kubectl describe svc SERVICE
The events often name the cause, such as a quota or a missing annotation.

## Fix
Check that a load balancer controller runs and handles the Service's \`loadBalancerClass\`.

## When it is harmless
For the minutes that the load balancer needs. In a cluster that uses only the node ports of the Service.`,
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
