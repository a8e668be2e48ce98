import { LABEL } from '../model/well-known.ts';
import { listed } from '../text/list.ts';
import { kubectl } from '../text/shell.ts';
import { field } from './engine/field.ts';
import type { Rule } from './engine/rule.ts';
import { refOf } from './engine/subject.ts';

export const loadBalancerNodesExcluded: Rule = {
  name: 'load-balancer-nodes-excluded',
  class: 'advice',
  severities: ['warning', 'info'],
  needs: ['EndpointSlice', 'Node'],
  summary: 'Load balancers exclude the Nodes of all ready endpoints',
  explanation: `
## What it means
The Nodes of all ready endpoints have the label \`${LABEL.excludeFromLoadBalancers}\`. Control plane
Nodes often have it.

## Symptoms
The Service has an external address, and the load balancer has no healthy target, or only other Nodes.

## Why traffic fails
The load balancer sends no traffic to these Nodes. With \`externalTrafficPolicy: Local\` no other Node accepts
the connections (a warning); with \`Cluster\` the other Nodes forward them (info).

## Confirm
    kubectl get nodes -l ${LABEL.excludeFromLoadBalancers}
    kubectl get pods -o wide

## Fix
Run the Pods on other Nodes, or remove the label from these Nodes.

## When it is harmless
When no traffic comes through the load balancer, or its controller ignores the label.`,
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
      message: `Service ${service.name} has ready endpoints only on Nodes that load balancers exclude: ${listed(names, 3)}`,
      detail: [
        `${names.length === 1 ? 'the Node has' : `all ${names.length} Nodes have`} the label ${LABEL.excludeFromLoadBalancers}`,
        local
          ? 'with externalTrafficPolicy: Local no other Node accepts the connections'
          : 'other Nodes forward connections to them',
      ],
      remedy: {
        kind: 'next',
        at: null,
        command: kubectl(null, {
          verb: 'get',
          names: ['node', first],
          flags: ['--show-labels'],
        }),
        text: 'remove the label if the Node should receive external traffic',
      },
      at: field(service),
      backends: [],
    };
  },
};
