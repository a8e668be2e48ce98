import type { Labels } from '../../model/objects/meta.ts';
import type { IsolatingPolicy, LabelSelector, NetworkPolicy } from '../../model/objects/networking.ts';
import type { Pod } from '../../model/objects/pod.ts';
import type { ClusterView } from '../../model/view/cluster-view.ts';
import type { BlockedPorts, SelectedPod } from '../../model/view/selected-pod.ts';
import { admittedBy } from './admitted-ports.ts';
import type { LabelIndex } from './label-index.ts';
import { Multimap } from './multimap.ts';

/**
 * The ports of a Pod that no rule of the NetworkPolicies isolating it admits anyone to, whoever `from` is.
 * Policies add up: a port that one rule of one of them admits is admitted.
 */
export function blockedPortsOf(
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
      ({ admittedPorts }) =>
        admittedPorts.hasNumber(protocol, number) ||
        names.get(`${protocol} ${number}`).some(({ name }) => admittedPorts.hasName(protocol, name)),
    );
  const ports = [...resolved].filter(
    ([port, number]) => port && number !== null && !isAdmitted(port.protocol, number),
  );
  if (ports.length === 0) return null;
  return { policies: policies.map(({ policy }) => policy), ports: new Set(ports.map(([port]) => port)) };
}

/** Who is isolated for ingress in a namespace, and by which policies. */
export function isolatingPolicies(
  policies: readonly NetworkPolicy[],
  pods: readonly Pod[],
  index: LabelIndex<Pod>,
): Multimap<Pod, IsolatingPolicy> {
  const isolating = new Multimap<Pod, IsolatingPolicy>();
  for (const policy of policies) {
    const { isolatesIngress, podSelector, namespace } = policy;
    if (!isolatesIngress) continue;
    const admitted = admittedBy(policy);
    const all = Object.keys(podSelector.matchLabels).length === 0;
    for (const pod of all ? pods : index.with(namespace, podSelector.matchLabels)) {
      if (matches(podSelector, pod.labels)) isolating.add(pod, { policy, admittedPorts: admitted });
    }
  }
  return isolating;
}

/** A label selector of the API; an empty one matches everything. */
function matches({ matchLabels, matchExpressions }: LabelSelector, labels: Labels): boolean {
  return (
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every(({ key, operator, values }) => {
      const has = Object.hasOwn(labels, key);
      const isIn = has && values.includes(labels[key] ?? '');
      return operator === 'In' ? isIn : operator === 'NotIn' ? !isIn : (operator === 'Exists') === has;
    })
  );
}
