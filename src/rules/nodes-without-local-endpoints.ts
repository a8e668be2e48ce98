import type { Node } from '../model/objects/node.ts';
import type { ServiceView } from '../model/view/service-view.ts';
import { counted, listed } from '../text/list.ts';
import { isProxied } from './engine/applies-to.ts';
import { field } from './engine/field.ts';
import { patchFields } from './engine/remedy.ts';
import type { Rule } from './engine/rule.ts';
import { refOf } from './engine/subject.ts';

type Policy = 'internalTrafficPolicy' | 'externalTrafficPolicy';

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
      message: `Service ${service.name} has ${policy} Local, and ${nowhere ? nowhereText(policy) : withoutText(policy, without)}`,
      detail: [
        nowhere
          ? `endpoints without nodeName are local nowhere: ${listed([...new Set(ready.map(({ address }) => address ?? ''))], 3)}`
          : `ready endpoints are on ${listed([...local].map(String), 3)}`,
      ],
      remedy: patchFields(field(service, 'spec'), { [policy]: 'Cluster' }),
      at: field(service, 'spec', policy),
      backends: nowhere ? ready : [],
    };
  },
};

function nowhereText(policy: Policy): string {
  return `no Node has a ready endpoint: connections ${policy === 'internalTrafficPolicy' ? '' : 'from outside '}time out`;
}

function withoutText(policy: Policy, without: readonly Node[]): string {
  const [drops, them] = without.length === 1 ? ['drops', 'it'] : ['drop', 'them'];
  const what =
    policy === 'internalTrafficPolicy' ? `connections of Pods on ${them}` : 'connections from outside';
  const names = without.map(({ name }) => name);
  return `${counted(without.length, 'Node')} without a ready endpoint ${drops} ${what}: ${listed(names, 3)}`;
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
