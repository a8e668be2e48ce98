import type { ServiceView } from '../model/view/service-view.ts';
import { counted, listed } from '../text/list.ts';
import { isProxied } from './engine/applies-to.ts';
import { field } from './engine/field.ts';
import { patchFields } from './engine/remedy.ts';
import type { Rule } from './engine/rule.ts';
import { refOf } from './engine/subject.ts';

export const nodesWithoutLocalEndpoints: Rule = {
  name: 'nodes-without-local-endpoints',
  class: 'routing',
  needs: ['EndpointSlice', 'Node'],
  summary:
    'With a Local traffic policy, Nodes without a ready endpoint drop the connections of their clients',
  explanation: `
## What it means
With \`internalTrafficPolicy: Local\` kube-proxy sends a connection only to endpoints on the Node that it comes from.
These Nodes take ordinary Pods, and have no ready endpoint of the Service.

## How it shows
The endpoints' \`nodeName\` names other Nodes only. Endpoints without \`nodeName\` are never local.

## Why traffic fails
Connections from Pods on such a Node are dropped: they time out instead of being refused. With
\`externalTrafficPolicy: Local\` the same holds for what arrives from outside on that Node, which a load balancer
avoids by its health check: info.

## How to confirm
    kubectl get endpointslices -l kubernetes.io/service-name=NAME -o yaml
    kubectl get nodes

## How to fix
Run the backend on every Node (a DaemonSet), or set the policy to Cluster.

## When it is harmless
When no client runs on those Nodes.`,
  appliesTo: (view) => isProxied(view) && localPolicy(view.service) !== null,
  *check(view) {
    const { service, backends, cluster } = view;
    const policy = localPolicy(service);
    const ready = backends.filter(({ slice, routable }) => slice === 'ready' && routable);
    if (policy === null || ready.length === 0) return;
    const local = new Set(ready.map(({ nodeName }) => nodeName));
    // Without a ready local endpoint kube-proxy uses those that serve while they terminate (KEP-1669).
    const serving = backends.filter(({ slice }) => slice === 'serving').map(({ nodeName }) => nodeName);
    const served = new Set([...local, ...serving]);
    const without = cluster.nodesForPods.filter(({ name }) => !served.has(name));
    if (without.length === 0) return;
    yield {
      severity: policy === 'internalTrafficPolicy' ? 'warning' : 'info',
      subject: refOf(service),
      message: `Service ${service.name} has ${policy}: Local, but ${counted(without.length, 'Node')} ${without.length === 1 ? 'has' : 'have'} no ready endpoint: ${listed(
        without.map(({ name }) => name),
        3,
      )}`,
      detail: [
        policy === 'internalTrafficPolicy'
          ? 'connections from Pods on such a Node are dropped'
          : 'external connections to such a Node are dropped',
        `ready endpoints are on ${listed(
          [...local].map((name) => name ?? 'an unknown Node'),
          3,
        )}`,
      ],
      remedy: patchFields(field(service, 'spec'), { [policy]: 'Cluster' }),
      at: field(service, 'spec', policy),
      backends: [],
    };
  },
};

function localPolicy(
  service: ServiceView['service'],
): 'internalTrafficPolicy' | 'externalTrafficPolicy' | null {
  if (service.internalTrafficPolicy === 'Local') return 'internalTrafficPolicy';
  return service.externalTrafficPolicy === 'Local' ? 'externalTrafficPolicy' : null;
}
