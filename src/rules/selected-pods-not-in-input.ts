import type { PodSource } from '../model/view/service-view.ts';
import { labelsText } from '../text/labels.ts';
import { listed } from '../text/list.ts';
import { field } from './engine/field.ts';
import { lookBeforeEdit } from './engine/remedy/remedy.ts';
import type { Rule } from './engine/rule.ts';
import { refOf } from './engine/subject.ts';

export const selectedPodsNotInInput: Rule = {
  name: 'selected-pods-not-in-input',
  class: 'advice',
  severities: ['info'],
  explainsUnavailable: true,
  needs: [],
  summary: 'The manifests do not define the selected Pods',
  explanation: `
## What it means
No Pod template of the input has the labels that the Service selects, and the input shows a possible reason:
the selector names a custom resource, whose operator may create the Pods (Prometheus, Kafka, RayCluster); a
workload lacks some of the labels, and its ServiceAccount may label Pods (leader election in Vault or
Patroni); or the namespace is kube-system, which has Pods of the cluster.

## Symptoms
The finding exists only with \`-f\`. In a cluster, the Pods exist or selector-matches-no-pods reports them.

## Why traffic fails
It may not fail: the manifests alone do not show it.

## Confirm
Apply the manifests, wait for the operator, then run:
    kubectl endpoints describe svc SERVICE

## Fix
None, if this is meant. Otherwise compare the selector with the labels in the Pod template.

## When it is harmless
Usually. Therefore the finding is info.`,
  appliesTo: ({ podSource }) => podSource !== null,
  *check({ service, podSource }) {
    if (!podSource) return;
    const selector = labelsText(service.selector ?? {});
    const at = field(service, 'spec', 'selector');
    yield {
      severity: 'info',
      subject: refOf(service),
      message: `Service ${service.name} selects ${selector}, but no Pod template in the input has these labels`,
      detail: [reason(podSource)],
      remedy: lookBeforeEdit(
        at,
        { verb: 'get', names: ['pods'], flags: [['-l', selector]] },
        'correct the selector, unless this is intended',
      ),
      at,
      backends: [],
    };
  },
};

function reason(source: PodSource): string {
  switch (source.why) {
    case 'customResource':
      return `${source.resource.type} ${source.resource.name} is named in the selector: its controller may create such Pods`;
    case 'label': {
      const { workload, keys } = source;
      return `the Pod template of ${workload.type} ${workload.name} lacks only ${listed(keys)}, and its ServiceAccount ${workload.serviceAccount} may label Pods while they run`;
    }
    case 'system':
      return 'each cluster has its own Pods in namespace kube-system';
  }
}
