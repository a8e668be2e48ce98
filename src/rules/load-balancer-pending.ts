import { listed } from '../text/list.ts';
import { kubectl } from '../text/shell.ts';
import { controllerEvents } from './engine/controller-events.ts';
import { field } from './engine/field.ts';
import { lookWith } from './engine/remedy/remedy.ts';
import type { Rule } from './engine/rule.ts';
import { refOf } from './engine/subject.ts';

export const loadBalancerPending: Rule = {
  name: 'load-balancer-pending',
  class: 'advice',
  severities: ['warning', 'info'],
  needs: [],
  evidence: ['Event'],
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
For the minutes that the load balancer needs. In a cluster that uses only the node ports of the Service, or
its \`externalIPs\` (info).`,
  appliesTo: ({ service }) => service.type === 'LoadBalancer' && service.uid !== '',
  *check(view) {
    const { service } = view;
    if (service.loadBalancerIngress.length > 0) return;
    const answers = service.externalIPs.length > 0;
    yield {
      severity: answers ? 'info' : 'warning',
      subject: refOf(service),
      message: `Service ${service.name} of type LoadBalancer has no external address yet`,
      detail: [
        answers
          ? `the cluster IP and externalIPs ${listed(service.externalIPs)} work`
          : 'the cluster IP still works',
        ...controllerEvents(view),
      ],
      remedy: lookWith(
        kubectl(service.namespace, { verb: 'describe', names: ['service', service.name] }),
        'see the events of the Service',
      ),
      at: field(service),
      backends: [],
    };
  },
};
