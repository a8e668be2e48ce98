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
  severities: ['warning', 'info'],
  needs: ['EndpointSlice', 'Node'],
  summary: 'A Local traffic policy drops traffic on some Nodes',
  explanation: `
## What it means
With \`internalTrafficPolicy: Local\`, kube-proxy sends the connections of a Node only to endpoints on that
Node. Some Nodes that accept ordinary Pods have no ready endpoint of the Service. \`externalTrafficPolicy:
Local\` does the same for traffic from outside.

## Symptoms
The \`nodeName\` of the endpoints names other Nodes. Endpoints without \`nodeName\` are local to no Node.

## Why traffic fails
Connections from Pods on these Nodes are dropped: they time out and are not refused. For
\`externalTrafficPolicy\` the finding is info, because load balancers avoid such Nodes by their health checks.

## Confirm
    kubectl get endpointslices -l kubernetes.io/service-name=SERVICE -o yaml
    kubectl get nodes

## Fix
Run the backend on every Node (a DaemonSet), or set the policy to \`Cluster\`. With \`externalTrafficPolicy:
Cluster\` the Pods no longer see the client's address.

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
