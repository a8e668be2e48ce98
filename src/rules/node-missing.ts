import { kubectl } from '../text/shell.ts';
import { hasSelector } from './engine/applies-to.ts';
import { controllerEvents } from './engine/controller-events.ts';
import { field } from './engine/field.ts';
import { impact, portsConcerned } from './engine/impact.ts';
import type { Rule } from './engine/rule.ts';
import { refOf } from './engine/subject.ts';

export const nodeMissing: Rule = {
  name: 'node-missing',
  class: 'routing',
  severities: ['error', 'warning'],
  needs: ['Pod', 'Node'],
  evidence: ['Event'],
  summary: 'The Node of a selected Pod does not exist',
  explanation: `
## What it means
\`spec.nodeName\` of the Pod names a Node object that does not exist: the Node was deleted, the Pod was not.

## Symptoms
The Pod may be Running and Ready, and is in no EndpointSlice. The Endpoints object may list it, because the
Endpoints controller does not check Nodes. The Service has events with reason FailedToUpdateEndpointSlices.

## Why traffic fails
kube-proxy reads EndpointSlices only, so the Pod receives no traffic.

## Confirm
    kubectl get pod POD -o jsonpath='{.spec.nodeName}'
    kubectl get nodes

## Fix
If the machine still runs, restart its kubelet: it registers the Node again. If the machine is gone, delete
the Pod, and its workload creates another. Make sure first that the container is stopped, if two copies of
it (a StatefulSet's) would do harm.

## When it is harmless
While the Pods of a deleted Node are garbage-collected.`,
  appliesTo: hasSelector,
  *check(view) {
    for (const selected of view.pods) {
      const { pod, obstacle } = selected;
      if (obstacle !== 'nodeMissing') continue;
      yield {
        severity: impact(portsConcerned(view, selected)),
        subject: refOf(pod),
        message: `Pod ${pod.name} is on Node ${pod.nodeName}, which does not exist`,
        detail: [
          'the EndpointSlice controller omits Pods whose Node does not exist',
          ...controllerEvents(view),
        ],
        remedy: {
          kind: 'next',
          at: null,
          command: kubectl(null, { verb: 'get', names: ['nodes'] }),
          text: 'bring the Node back; if it is gone for good, delete the Pod, and its workload creates another',
        },
        at: field(pod),
        backends: view.backendsByPod.get(pod.name) ?? [],
      };
    }
  },
};
