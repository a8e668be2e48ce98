import type { Labels } from '../../model/objects/meta.ts';
import type { IsolatingPolicy, LabelSelector, NetworkPolicy } from '../../model/objects/networking.ts';
import type { Pod } from '../../model/objects/pod.ts';
import type { ClusterView } from '../../model/view/cluster-view.ts';
import type { BlockedPorts, SelectedPod } from '../../model/view/selected-pod.ts';
import { hasLabels } from '../../text/labels.ts';
import type { LabelIndex } from '../index/label-index.ts';
import { Multimap } from '../index/multimap.ts';
import { admittedPorts } from './admitted-ports.ts';

/**
 * Finds the resolved ports of a Pod to which no NetworkPolicy admits anyone, whatever `from` is.
 * Policies are additive: one rule of one policy is enough to admit a port. Most network plugins ignore hostNetwork Pods.
 */
export function findBlockedPorts(
  pod: Pod,
  resolved: SelectedPod['resolved'],
  cluster: ClusterView,
): BlockedPorts | null {
  if (pod.hostNetwork) return null;
  const policies = cluster.policiesOn(pod);
  if (policies.length === 0) return null;
  const names = Multimap.groupBy(cluster.declaredPorts(pod), ({ port, protocol }) => `${protocol} ${port}`);
  const isAdmitted = (protocol: string, number: number) =>
    policies.some(
      ({ admittedPorts: admitted }) =>
        admitted.hasNumber(protocol, number) ||
        names.get(`${protocol} ${number}`).some(({ name }) => admitted.hasName(protocol, name)),
    );
  const ports = [...resolved].filter(
    ([port, number]) => port && number !== null && !isAdmitted(port.protocol, number),
  );
  if (ports.length === 0) return null;
  return { policies: policies.map(({ policy }) => policy), ports: new Set(ports.map(([port]) => port)) };
}

/** Finds the policies that isolate each Pod of a namespace for ingress. */
export function findIsolatingPolicies(
  policies: readonly NetworkPolicy[],
  pods: readonly Pod[],
  index: LabelIndex<Pod>,
): Multimap<Pod, IsolatingPolicy> {
  const isolating = new Multimap<Pod, IsolatingPolicy>();
  for (const policy of policies) {
    const { isolatesIngress, podSelector, namespace } = policy;
    if (!isolatesIngress) continue;
    const admitted = admittedPorts(policy);
    const selectsAll = Object.keys(podSelector.matchLabels).length === 0;
    for (const pod of selectsAll ? pods : index.list(namespace, podSelector.matchLabels)) {
      if (matches(podSelector, pod.labels)) isolating.add(pod, { policy, admittedPorts: admitted });
    }
  }
  return isolating;
}

/** An empty label selector matches everything (LabelSelectorAsSelector, apimachinery). */
export function matches({ matchLabels, matchExpressions }: LabelSelector, labels: Labels): boolean {
  return (
    hasLabels(labels, matchLabels) &&
    matchExpressions.every(({ key, operator, values }) => {
      const has = Object.hasOwn(labels, key);
      const isIn = has && values.includes(labels[key] ?? '');
      return operator === 'In' ? isIn : operator === 'NotIn' ? !isIn : (operator === 'Exists') === has;
    })
  );
}
