import type { PodSource } from '../model/view/service-view.ts';
import { labelsText } from '../text/labels.ts';
import { listed } from '../text/list.ts';
import { field } from './engine/field.ts';
import { partText } from './engine/missing-part.ts';
import { lookBeforeEdit } from './engine/remedy/remedy.ts';
import type { Rule } from './engine/rule.ts';
import { refOf } from './engine/subject.ts';

export const selectedPodsNotInInput: Rule = {
  name: 'selected-pods-not-in-input',
  class: 'advice',
  severities: ['info'],
  notInInput: true,
  needs: [],
  summary: 'The manifests do not define the selected Pods',
  explanation: `
## What it means
No Pod template of the input has the labels that the Service selects, and the input is only a part of what
is applied: it has no workload in the namespace; a custom resource there has an operator that may create the
Pods (Prometheus, Kafka), or installs more (HelmRelease, ClusterServiceVersion); the ServiceAccount of a
workload may create Pods, or give them the label that its template lacks (leader election); the workload is
there as a patch only; or the namespace is kube-system. The status of the Service is Unknown.

## Symptoms
The finding exists only with \`-f\`. In a cluster, the Pods exist or selector-matches-no-pods reports them.

## Why traffic fails
It may not fail: the manifests alone do not show it.

## Confirm
Apply the manifests, wait for the operator, then run:
    kubectl endpoints describe svc SERVICE

## Fix
None, if this is intended. Otherwise compare the selector with the labels in the Pod template.

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
      detail: [reason(podSource, service.namespace)],
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

function reason(source: PodSource, namespace: string): string {
  switch (source.why) {
    case 'leftOut': {
      const { type, name, place } = source.workload;
      const where = place ? ` (${place.file}:${place.lineOf([])})` : '';
      return `${type} ${name}${where} has one of these labels, but is a patch or is invalid: it was left out`;
    }
    case 'label': {
      const { workload, keys } = source;
      return `the Pod template of ${workload.type} ${workload.name} lacks only ${listed(keys)}, and its ServiceAccount ${workload.serviceAccount} may label Pods while they run`;
    }
    case 'system':
      return 'each cluster has its own Pods in namespace kube-system';
    default:
      return partText(source, namespace);
  }
}
