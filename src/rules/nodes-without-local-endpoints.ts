import type { Node } from '../model/objects/node.ts';
import type { ServiceView } from '../model/view/service-view.ts';
import { counted, listed } from '../text/list.ts';
import { isProxied } from './engine/applies-to.ts';
import { field } from './engine/field.ts';
import { patchFields } from './engine/remedy/remedy.ts';
import type { Rule } from './engine/rule.ts';
import { refOf } from './engine/subject.ts';

type Policy = 'internalTrafficPolicy' | 'externalTrafficPolicy';

export const nodesWithoutLocalEndpoints: Rule = {
  name: 'nodes-without-local-endpoints',
  class: 'routing',
  severities: ['error', 'warning', 'info'],
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
Connections from Pods on these Nodes are dropped: they time out and are not refused. If no Node has a ready
endpoint, all are (an error). For \`externalTrafficPolicy\` the finding is info, because load balancers avoid
such Nodes by their health checks, and a warning if no Node is left.

## Confirm
    kubectl get endpointslices -l kubernetes.io/service-name=SERVICE -o yaml
    kubectl get nodes

## Fix
Set \`nodeName\` where endpoints lack it. Run the backend on every Node (a DaemonSet), or set the policy to \`Cluster\`. With \`externalTrafficPolicy:
Cluster\` the Pods no longer see the client's address.

## When it is harmless
When no client runs on those Nodes.`,
  appliesTo: (view) => isProxied(view) && localPolicy(view.service) !== null,
  *check(view) {
    const { service, backends, cluster, slices } = view;
    const policy = localPolicy(service);
    const ignored = new Set(slices.filter((one) => one.ignoredEntirely).map(({ slice }) => slice.name));
    const ready = backends.filter(
      ({ slice, sliceName }) => slice === 'ready' && !ignored.has(sliceName ?? ''),
    );
    if (policy === null || ready.length === 0) return;
    const local = new Set(ready.filter(({ routable }) => routable).map(({ nodeName }) => nodeName));
    local.delete(null);
    // Without a ready local endpoint kube-proxy uses those that serve while they terminate (KEP-1669).
    const serving = backends.filter(({ slice }) => slice === 'serving').map(({ nodeName }) => nodeName);
    const served = new Set([...local, ...serving]);
    const without = cluster.nodesForPods.filter(({ name }) => !served.has(name));
    const nowhere = local.size === 0 && serving.length === 0;
    if (without.length === 0 && !nowhere) return;
    yield {
      severity: SEVERITIES[policy][nowhere ? 'nowhere' : 'somewhere'],
      subject: refOf(service),
      message: `Service ${service.name} has ${policy}: Local, but ${nowhere ? 'no Node has a ready endpoint' : withoutText(without)}`,
      detail: [
        policy === 'internalTrafficPolicy'
          ? `connections from Pods${nowhere ? '' : ' on such a Node'} are dropped`
          : `external connections${nowhere ? '' : ' to such a Node'} are dropped`,
        nowhere
          ? `endpoints without nodeName are local to no Node: ${listed([...new Set(ready.map(({ address }) => address ?? ''))], 3)}`
          : `ready endpoints are on ${listed([...local].map(String), 3)}`,
      ],
      remedy: patchFields(field(service, 'spec'), { [policy]: 'Cluster' }),
      at: field(service, 'spec', policy),
      backends: nowhere ? ready : [],
    };
  },
};

function withoutText(nodes: readonly Node[]): string {
  const names = nodes.map(({ name }) => name);
  return `${counted(names.length, 'Node')} ${names.length === 1 ? 'has' : 'have'} no ready endpoint: ${listed(names, 3)}`;
}

/** From outside, a load balancer avoids the Nodes without endpoints, unless there is no other. */
const SEVERITIES = {
  internalTrafficPolicy: { nowhere: 'error', somewhere: 'warning' },
  externalTrafficPolicy: { nowhere: 'warning', somewhere: 'info' },
} as const;

function localPolicy(service: ServiceView['service']): Policy | null {
  if (service.internalTrafficPolicy === 'Local') return 'internalTrafficPolicy';
  return service.externalTrafficPolicy === 'Local' ? 'externalTrafficPolicy' : null;
}
