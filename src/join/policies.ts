import type { ClusterView } from '../model/cluster-view.ts';
import type { LabelSelector, NetworkPolicy, PolicyPort } from '../model/networking.ts';
import type { Labels } from '../model/objects.ts';
import type { Pod } from '../model/pod.ts';
import type { PortView, ShutOut } from '../model/view.ts';
import type { LabelIndex } from './label-index.ts';

/**
 * The ports of a Pod that no rule of the NetworkPolicies isolating it admits anyone to, whoever `from` is.
 * Policies add up: a port that one rule of one of them admits is admitted.
 */
export function shutOut(
  pod: Pod,
  resolved: ReadonlyMap<PortView, number | null>,
  cluster: ClusterView,
): ShutOut | null {
  if (pod.hostNetwork) return null;
  const policies = cluster.policiesOn(pod);
  if (policies.length === 0) return null;
  const ports = [...resolved].filter(
    ([{ port }, number]) => port && number !== null && !isAdmitted(pod, number, port.protocol, policies),
  );
  return ports.length === 0 ? null : { policies, ports: ports.map(([port]) => port) };
}

/** Who is isolated for ingress in a namespace, and by which policies. */
export function isolatingPolicies(
  policies: readonly NetworkPolicy[],
  pods: readonly Pod[],
  index: LabelIndex<Pod>,
): ReadonlyMap<Pod, readonly NetworkPolicy[]> {
  const isolating = new Map<Pod, NetworkPolicy[]>();
  for (const policy of policies) {
    const { isolatesIngress, podSelector, namespace } = policy;
    if (!isolatesIngress) continue;
    const all = Object.keys(podSelector.matchLabels).length === 0;
    for (const pod of all ? pods : index.with(namespace, podSelector.matchLabels)) {
      if (!matches(podSelector, pod.labels)) continue;
      const known = isolating.get(pod);
      if (known) known.push(policy);
      else isolating.set(pod, [policy]);
    }
  }
  return isolating;
}

function isAdmitted(pod: Pod, number: number, protocol: string, policies: readonly NetworkPolicy[]): boolean {
  return policies.some(({ ingress }) =>
    ingress.some((ports) => ports.length === 0 || ports.some((port) => admits(port, number, protocol, pod))),
  );
}

function admits({ protocol, port, endPort }: PolicyPort, number: number, wanted: string, pod: Pod): boolean {
  if (protocol !== wanted) return false;
  if (port === null) return true;
  if (typeof port === 'number') return number >= port && number <= (endPort ?? port);
  return pod.containers.some(({ ports }) =>
    ports.some((one) => one.name === port && one.protocol === wanted && one.port === number),
  );
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
