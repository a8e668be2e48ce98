import type { NetworkPolicy } from '../model/objects/networking.ts';
import type { ServicePort } from '../model/objects/service.ts';
import { POLICY_GROUPS } from '../model/well-known.ts';
import { policyPortText } from '../text/labels.ts';
import { listed } from '../text/list.ts';
import { hasSelector } from './engine/applies-to.ts';
import { field } from './engine/field.ts';
import { editManually } from './engine/remedy/remedy.ts';
import type { Rule } from './engine/rule.ts';
import { podRef, podText, portsPhrase } from './engine/subject.ts';

export const networkPolicyAdmitsNobody: Rule = {
  name: 'network-policy-admits-nobody',
  class: 'advice',
  severities: ['warning', 'info'],
  needs: ['Pod', 'EndpointSlice', 'NetworkPolicy'],
  evidence: ['APIGroup'],
  summary: 'No NetworkPolicy rule admits the target port',
  explanation: `
## What it means
NetworkPolicies select the Pod for ingress, so it receives only what their rules admit. No rule has the
target port, whatever its \`from\`.
    # Service
    ports:
    - port: 80
      targetPort: 8080
    # NetworkPolicy
    ingress:
    - ports:
      - port: 80   # not 8080

## Symptoms
The endpoint is ready, and the Service, its slices and its Pods are correct. Often a rule has the Service's
port instead of the Pod's.

## Why traffic fails
If the network plugin enforces NetworkPolicies, it drops connections to the Pod. The API does not show
whether it does; therefore the finding is advice.

## Confirm
    kubectl describe networkpolicy
    kubectl get pod POD --show-labels

## Fix
Decide which clients may reach the Pod. Then add a rule for these clients and the Pod's port, not the
Service's.

## When it is harmless
When the network plugin does not enforce NetworkPolicies, or when other policies (Cilium, Calico,
AdminNetworkPolicy) admit the traffic. If the server has such an API, or the manifests such a policy for these
Pods, the finding is info.`,
  appliesTo: hasSelector,
  *check(view) {
    const { apiGroups } = view.cluster;
    const served = apiGroups.filter((group) => POLICY_GROUPS.includes(group));
    for (const { pod, blockedPorts: blocked } of view.pods) {
      const rows = (view.backendsByPod.get(pod.name) ?? []).filter(
        ({ port, slice, routable }) =>
          blocked?.ports.has(port) && (slice === 'ready' || pod.templateOf) && routable,
      );
      const [first] = blocked?.policies ?? [];
      if (!blocked || !first || rows.length === 0) continue;
      const ports = new Map(rows.map(({ port, number }) => [port, number]));
      const wanted = listed([...ports].map(([port, number]) => `${number}/${port?.protocol}`));
      const others = view.cluster.otherPoliciesOn(pod).map(({ type, name }) => `${type} ${name}`);
      const severity = served.length + others.length > 0 ? 'info' : 'warning';
      const why = `no rule admits port ${wanted}`;
      yield {
        severity,
        subject: podRef(pod),
        message: `NetworkPolicies isolate ${podText(pod)}: ${why}, the target of ${portsPhrase([...ports.keys()])}`,
        detail: [
          ...blocked.policies.map(policyText),
          ...blocked.policies.flatMap((policy) => otherPortTexts(policy, ports)),
          ...(served.length > 0
            ? [`the cluster also serves ${listed(served)}: policies of these APIs are not checked`]
            : []),
          ...(others.length > 0 ? [`${listed(others, 3)} selects the same Pods and is not checked`] : []),
        ],
        remedy: editManually(field(first, 'spec', 'ingress'), `admit traffic to port ${wanted}`),
        at: field(first, 'spec', 'ingress'),
        backends: rows,
        shared: {
          key: JSON.stringify([
            severity,
            wanted,
            blocked.policies.map(({ namespace, name }) => [namespace, name]),
          ]),
          object: podText(pod),
          message: (objects) => `NetworkPolicies isolate ${listed(objects, 3)}: ${why}`,
        },
      };
    }
  },
};

function policyText({ name, ingress }: NetworkPolicy): string {
  const ports = ingress.flatMap((rule) => rule.map(policyPortText));
  return `NetworkPolicy ${name} admits ${ports.length === 0 ? 'no traffic' : `traffic to ports ${listed([...new Set(ports)])} only`}`;
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
          `NetworkPolicy ${name} has ${other}, the ${what}, but rules apply to the port of the Pod, ${number}`,
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
