import type { PodSource } from '../model/view/service-view.ts';
import { labelsText } from '../text/labels.ts';
import { listed } from '../text/list.ts';
import { field } from './engine/field.ts';
import { lookBeforeEdit } from './engine/remedy.ts';
import type { Rule } from './engine/rule.ts';
import { refOf } from './engine/subject.ts';

export const selectedPodsNotInInput: Rule = {
  name: 'selected-pods-not-in-input',
  class: 'advice',
  explainsUnavailable: true,
  needs: [],
  summary: 'A Service in a manifest selects Pods that something outside of the manifests makes or labels',
  explanation: `
## What it means
No Pod template of the input has the labels that the Service selects, and something in it says why that need not be
an error: a custom resource whose name is in the selector, so that its operator may make such Pods (a Prometheus, a
Kafka, a RayCluster); a workload that has all labels but one, and whose ServiceAccount may label Pods, as members of a
group do that choose a leader (Vault, Patroni); or the namespace kube-system, whose Pods are the cluster's own.

## How it shows
Only with \`-f\`: in a cluster the Pods are there, or selector-matches-no-pods says that they are not.

## Why traffic fails
It need not. Nobody can know before the manifests are applied.

## How to confirm
Apply the manifests, wait for the operator, then
    kubectl endpoints describe svc NAME

## How to fix
Nothing, if it is meant. If it is not, compare the selector with the labels in the Pod template.

## When it is harmless
As a rule. That is why it is only info.`,
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
