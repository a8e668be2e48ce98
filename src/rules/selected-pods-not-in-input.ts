import type { PodSource } from '../model/view/service-view.ts';
import { labelsText } from '../text/labels.ts';
import { listed } from '../text/list.ts';
import { field } from './engine/field.ts';
import { partText } from './engine/missing-part.ts';
import { lookBeforeEdit } from './engine/remedy.ts';
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
there as a patch only; or the namespace is kube-system. The state of the Service is Unknown.

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
      message: `Service ${service.name} selects ${selector}, Pods that the input cannot show`,
      detail: [reason(podSource, service.namespace)],
      remedy: lookBeforeEdit(
        at,
        { verb: 'get', names: ['pods'], flags: [['-l', selector]] },
        'correct the selector, unless this is meant',
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
      return `${type} ${name}${place ? ` (${place.file}:${place.lineOf([])})` : ''} has one of these labels, and was left out as no object that a server takes`;
    }
    case 'label': {
      const { workload, keys } = source;
      return `the Pod template of ${workload.type} ${workload.name} lacks ${listed(keys)} only, and its ServiceAccount ${workload.serviceAccount} may label Pods while they run`;
    }
    case 'system':
      return 'the Pods of namespace kube-system are the own ones of each cluster';
    default:
      return partText(source, namespace);
  }
}
