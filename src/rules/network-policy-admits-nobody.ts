import type { NetworkPolicy, PolicyPort } from '../model/objects/networking.ts';
import { POLICY_GROUPS } from '../model/well-known.ts';
import { listed } from '../text/list.ts';
import { hasSelector } from './engine/applies-to.ts';
import { field } from './engine/field.ts';
import { editManually } from './engine/remedy.ts';
import type { Rule } from './engine/rule.ts';
import { podRef, podText, portText } from './engine/subject.ts';

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
      const servicePorts = listed([...ports.keys()].map(portText));
      const ending = `isolated, and no NetworkPolicy rule admits anyone to port ${wanted}`;
      yield {
        severity,
        subject: podRef(pod),
        message: `${podText(pod)} is ${ending} (Service port ${servicePorts})`,
        detail: [
          ...blocked.policies.map(policyText),
          ...(served.length > 0
            ? [`the server also has ${listed(served)}: policies of that kind were not looked at`]
            : []),
          ...(others.length > 0
            ? [`${listed(others, 3)} is about the same Pods, and was not looked at`]
            : []),
        ],
        remedy: editManually(field(first, 'spec', 'ingress'), `admit somebody to port ${wanted}`),
        at: field(first, 'spec', 'ingress'),
        backends: rows,
        shared: {
          key: JSON.stringify([
            severity,
            wanted,
            blocked.policies.map(({ namespace, name }) => [namespace, name]),
          ]),
          object: podText(pod),
          message: (objects) => `${listed(objects, 3)} are ${ending}`,
        },
      };
    }
  },
};

function policyText({ name, ingress }: NetworkPolicy): string {
  const ports = ingress.flatMap((rule) => rule.map(policyPortText));
  return `NetworkPolicy ${name} admits ${ports.length === 0 ? 'nobody' : `to ports ${listed([...new Set(ports)])} only`}`;
}

function policyPortText({ port, endPort, protocol }: PolicyPort): string {
  return `${port ?? 'all'}${endPort === null ? '' : `-${endPort}`}/${protocol}`;
}
