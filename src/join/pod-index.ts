import type { ClusterSnapshot } from '../model/snapshot.ts';
import type { ClusterView } from '../model/view/cluster-view.ts';
import { hasAddedLabel, PodTemplates } from './controllers/pod-templates.ts';
import { LabelIndex } from './index/label-index.ts';
import { NameIndex } from './index/name-index.ts';
import { byNamespace } from './index/object-lists.ts';
import { oncePerNamespace } from './index/once-per-namespace.ts';
import { NearestLabels } from './near/nearest.ts';
import { findNearlySelected } from './near/nearly-selected.ts';
import { findLabelValues, findTemplateKeys } from './near/template-keys.ts';
import { findIsolatingPolicies } from './service/network-policies.ts';
import { peerMatcher } from './service/policy-peers.ts';

/** Indexes Pods, the templates that make them, and the NetworkPolicies that select them. */
export function indexPods(
  objects: ClusterSnapshot['objects'],
  isFullyRead: ClusterView['isFullyRead'],
  declaration: ClusterView['declaration'],
) {
  const pods = new NameIndex(objects.Pod);
  const podsByNamespace = byNamespace(objects.Pod);
  const podsByLabel = new LabelIndex(objects.Pod);
  const templates = new PodTemplates(objects.Workload);
  const workloads = byNamespace(objects.Workload);
  const policies = byNamespace(objects.NetworkPolicy);
  const isolatingPolicies = oncePerNamespace((namespace) =>
    findIsolatingPolicies(policies.get(namespace), podsByNamespace.get(namespace), podsByLabel),
  );
  const nearest = oncePerNamespace(
    (namespace) => new NearestLabels(podsByNamespace.get(namespace), workloads.get(namespace)),
  );
  const templateKeys = oncePerNamespace((namespace) =>
    findTemplateKeys(podsByNamespace.get(namespace), workloads.get(namespace)),
  );
  const labelValues = oncePerNamespace((namespace) => findLabelValues(podsByNamespace.get(namespace)));
  const podsWith: ClusterView['podsWith'] = (namespace, labels) => {
    const labelled = podsByLabel.list(namespace, labels);
    if (!hasAddedLabel(labels)) return labelled;
    // The Pod that stands for a template is named after its workload and lacks the added label.
    const ofTemplates = templates
      .list(namespace, labels)
      .map(({ type, name }) => pods.get(namespace, `${type}/${name}`));
    return [...new Set([...labelled, ...ofTemplates.filter((pod) => pod !== undefined)])];
  };
  return {
    podsIn: (namespace) => podsByNamespace.get(namespace),
    podsWith,
    namespacesWith: (labels) => podsByLabel.listNamespaces(labels),
    workloadsWith: (namespace, labels) => templates.list(namespace, labels),
    policiesIn: (namespace) => policies.get(namespace),
    matchesPeer: peerMatcher(
      { namespaces: objects.Namespace, isFullyRead, podsIn: (namespace) => podsByNamespace.get(namespace) },
      podsByLabel,
    ),
    policiesOn: (pod) => isolatingPolicies(pod.namespace).get(pod),
    nearlySelected: (service) => findNearlySelected(service, podsByLabel),
    nearestMatches: ({ namespace, selector, ports }) =>
      nearest(namespace).find(selector ?? {}, (containers) => declaration(containers, ports)),
    templateKeys,
    labelValues: (namespace, key) => [...(labelValues(namespace).get(key) ?? [])],
  } satisfies Partial<ClusterView>;
}
