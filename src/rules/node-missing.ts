import { kubectl } from '../text/shell.ts';
import { hasSelector } from './engine/applies-to.ts';
import { field } from './engine/field.ts';
import { impact, portsConcerned } from './engine/impact.ts';
import type { Rule } from './engine/rule.ts';
import { refOf } from './engine/subject.ts';

export const nodeMissing: Rule = {
  name: 'node-missing',
  class: 'routing',
  needs: ['Pod', 'Node'],
  summary: 'A selected Pod names a Node that does not exist, so the EndpointSlice controller leaves it out',
  explanation: `
## What it means
The Pod's \`spec.nodeName\` names a Node object that is not there: the Node was deleted, the Pod was not.

## How it shows
The Pod may be Running and Ready, and still be in no EndpointSlice. The Endpoints object may list it all the same,
because the Endpoints controller does not look at Nodes. The Service has events FailedToUpdateEndpointSlices.

## Why traffic fails
kube-proxy reads slices only, so the Pod gets no connections.

## How to confirm
    kubectl get pod NAME -o wide
    kubectl get nodes

## How to fix
Delete the Pod, and its workload makes a new one on a Node that exists; or register the Node again.

## When it is harmless
While the Pods of a deleted Node are being garbage-collected.`,
  appliesTo: hasSelector,
  *check(view) {
    for (const selected of view.pods) {
      const { pod, obstacle } = selected;
      if (obstacle !== 'nodeMissing') continue;
      yield {
        severity: impact(portsConcerned(view, selected)),
        subject: refOf(pod),
        message: `Pod ${pod.name} is on Node ${pod.nodeName}, which does not exist`,
        detail: ['the EndpointSlice controller leaves out Pods whose Node it cannot find'],
        remedy: {
          kind: 'next',
          at: null,
          command: kubectl(pod.namespace, { verb: 'delete', names: ['pod', pod.name] }),
          text: 'delete the Pod, so that its workload makes another',
        },
        at: field(pod),
        backends: view.backendsByPod.get(pod.name) ?? [],
      };
    }
  },
};
