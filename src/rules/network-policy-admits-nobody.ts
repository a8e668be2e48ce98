import type { NetworkPolicy } from '../model/objects/networking.ts';
import type { ServicePort } from '../model/objects/service.ts';
import { policyPortText } from '../text/labels.ts';
import { listed } from '../text/list.ts';
import { hasSelector } from './engine/applies-to.ts';
import { field } from './engine/field.ts';
import { editManually } from './engine/remedy.ts';
import type { Rule } from './engine/rule.ts';
import { podRef, podText, portText } from './engine/subject.ts';

/** API groups with policies of another kind, which may admit traffic that NetworkPolicies do not. */
const OTHER_POLICY_GROUPS = [
  'cilium.io',
  'crd.projectcalico.org',
  'projectcalico.org',
  'policy.networking.k8s.io',
];

export const networkPolicyAdmitsNobody: Rule = {
  name: 'network-policy-admits-nobody',
  class: 'advice',
  needs: ['Pod', 'EndpointSlice', 'NetworkPolicy'],
  evidence: ['APIGroup'],
  summary:
    'NetworkPolicies isolate a Pod, and none of their rules admits anyone to the port that the Service targets',
  explanation: `
## What it means
A Pod that a NetworkPolicy selects for ingress is reached only where a rule of some policy admits it. No rule names the
port that the Service leads to, whoever the rule is for.

## How it shows
The endpoint is ready, and nothing in the Service, its slices or its Pods is wrong. A common error is a rule that names
the Service's port instead of the Pod's.

## Why traffic fails
If the network plugin enforces NetworkPolicies, connections to the Pod are dropped. Whether it does, the API does not
tell; that is why this is advice, and says "no rule admits".

## How to confirm
    kubectl describe networkpolicy
    kubectl get pod NAME --show-labels

## How to fix
Add a rule for the Pod's port (the target port, not the Service's).

## When it is harmless
When the network plugin does not enforce NetworkPolicies, or when policies of another kind (Cilium, Calico,
AdminNetworkPolicy) admit the traffic; where the server has such an API, this is info.`,
  appliesTo: hasSelector,
  *check(view) {
    const other = view.cluster.apiGroups.filter((group) => OTHER_POLICY_GROUPS.includes(group));
    for (const { pod, blockedPorts: blocked } of view.pods) {
      const rows = (view.backendsByPod.get(pod.name) ?? []).filter(
        ({ port, slice, routable }) =>
          blocked?.ports.has(port) && (slice === 'ready' || pod.templateOf) && routable,
      );
      const [first] = blocked?.policies ?? [];
      if (!blocked || !first || rows.length === 0) continue;
      const ports = new Map(rows.map(({ port, number }) => [port, number]));
      const wanted = listed([...ports].map(([port, number]) => `${number}/${port?.protocol}`));
      yield {
        severity: other.length > 0 ? 'info' : 'warning',
        subject: podRef(pod),
        message: `${podText(pod)} is isolated, and no NetworkPolicy rule admits anyone to port ${wanted} (Service port ${listed([...ports.keys()].map(portText))})`,
        detail: [
          ...blocked.policies.map(policyText),
          ...blocked.policies.flatMap((policy) => otherPortTexts(policy, ports)),
          ...(other.length > 0
            ? [`the server also has ${listed(other)}: policies of that kind were not looked at`]
            : []),
        ],
        remedy: editManually(field(first, 'spec', 'ingress'), `admit somebody to port ${wanted}`),
        at: field(first, 'spec', 'ingress'),
        backends: rows,
        cause: `isolated, and no NetworkPolicy rule admits anyone to port ${wanted}`,
      };
    }
  },
};

function policyText({ name, ingress }: NetworkPolicy): string {
  const ports = ingress.flatMap((rule) => rule.map(policyPortText));
  return `NetworkPolicy ${name} admits ${ports.length === 0 ? 'nobody' : `to ports ${listed([...new Set(ports)])} only`}`;
}

/** A rule names the port of the Pod; that of the Service and the nodePort are translated before it is looked at. */
function otherPortTexts(
  { name, ingress }: NetworkPolicy,
  ports: ReadonlyMap<ServicePort | null, number | null>,
): string[] {
  const admitted = new Set(ingress.flatMap((rule) => rule.map(({ port }) => port)));
  return [...ports].flatMap(([port, number]) =>
    otherPorts(port)
      .filter(([other]) => other !== null && other !== number && admitted.has(other))
      .map(
        ([other, what]) =>
          `NetworkPolicy ${name} names ${other}, the ${what}: ${number}, the port of the Pod, is what counts`,
      ),
  );
}

function otherPorts(port: ServicePort | null): [other: number | string | null, what: string][] {
  if (port === null) return [];
  return [
    [port.port, 'port of the Service'],
    [port.name || null, 'name of the port of the Service'],
    [port.nodePort, 'nodePort'],
  ];
}
