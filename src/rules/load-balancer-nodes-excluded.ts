import { LABEL } from '../model/well-known.ts';
import { counted, listed } from '../text/list.ts';
import { kubectl } from '../text/shell.ts';
import { field } from './engine/field.ts';
import type { Rule } from './engine/rule.ts';
import { refOf } from './engine/subject.ts';

export const loadBalancerNodesExcluded: Rule = {
  name: 'load-balancer-nodes-excluded',
  class: 'advice',
  needs: ['EndpointSlice', 'Node'],
  summary: 'All ready endpoints of a LoadBalancer are on Nodes that load balancers leave out',
  explanation: `
## What it means
The Nodes of all ready endpoints have the label \`${LABEL.excludeFromLoadBalancers}\`. Control plane Nodes often have it.

## Symptoms
The Service has an external address, and the load balancer shows no healthy target, or targets on other Nodes only.

## Why traffic fails
The load balancer sends nothing to these Nodes. With \`externalTrafficPolicy: Local\` no other Node takes the connection
(a warning); with Cluster the others pass it on (info).

## Confirm
    kubectl get nodes -l ${LABEL.excludeFromLoadBalancers}
    kubectl get pods -o wide

## Fix
Remove the label from the Nodes, or let the Pods run on others:
    kubectl label node NAME ${LABEL.excludeFromLoadBalancers}-

## When it is harmless
When nothing comes through the load balancer, or its controller does not know the label.`,
  appliesTo: ({ service }) => service.type === 'LoadBalancer',
  *check({ service, backends, cluster }) {
    const ready = backends.filter(({ slice, routable }) => slice === 'ready' && routable);
    const names = [...new Set(ready.map(({ nodeName }) => nodeName ?? ''))];
    const nodes = names.map((name) => cluster.find('Node', '', name));
    const excluded = nodes.filter(
      (node) => typeof node !== 'string' && node.labels[LABEL.excludeFromLoadBalancers] !== undefined,
    );
    const [first] = names;
    if (first === undefined || excluded.length < names.length) return;
    const local = service.externalTrafficPolicy === 'Local';
    yield {
      severity: local ? 'warning' : 'info',
      subject: refOf(service),
      message: `Service ${service.name}: load balancers leave out the ${counted(names.length, 'Node')} of its endpoints, ${listed(names, 3)}`,
      detail: [
        `label ${LABEL.excludeFromLoadBalancers}`,
        local
          ? 'externalTrafficPolicy is Local: no other Node takes a connection'
          : 'the other Nodes pass connections on to them',
      ],
      remedy: {
        kind: 'next',
        at: null,
        command: kubectl(null, {
          verb: 'label',
          names: ['node', first, `${LABEL.excludeFromLoadBalancers}-`],
        }),
        text: 'remove the label, if the Node is to take traffic from outside',
      },
      at: field(service),
      backends: [],
    };
  },
};
