import { hasSelector } from './engine/applies-to.ts';
import { field } from './engine/field.ts';
import { lastChange } from './engine/impact.ts';
import { CHECK_CONTROLLERS } from './engine/kubectl-commands.ts';
import type { Rule } from './engine/rule.ts';
import { refOf } from './engine/subject.ts';

export const readinessOutOfDate: Rule = {
  name: 'readiness-out-of-date',
  class: 'routing',
  needs: ['Pod', 'EndpointSlice'],
  lag: true,
  summary: "The readiness that the controller's EndpointSlices publish is not the Pod's",
  explanation: `
## What it means
The EndpointSlice controller publishes \`ready: true\` for a Pod that is Ready and not terminating (or if the Service
has \`publishNotReadyAddresses: true\`), else \`ready: false\`. What is published is something else.

## How it shows
The Pod's condition Ready and the condition \`ready\` of its endpoint differ. The controller lags, or does not run.

## Why traffic fails
Published as not ready, a Pod that could serve gets no connections; published as ready, one that cannot gets them.

## How to confirm
    kubectl get pod NAME -o jsonpath='{.status.conditions}'
    kubectl get endpointslices -l kubernetes.io/service-name=NAME -o yaml

## How to fix
See whether kube-controller-manager runs and what it logs. Deleting the slice makes a running controller recreate it;
without one, that takes the good addresses away as well.

## When it is harmless
For the second or two that the controller takes; live, the cluster is read once more before this is claimed.`,
  appliesTo: hasSelector,
  *check(view) {
    for (const { pod, outOfDate, ready } of view.pods) {
      if (outOfDate === null) continue;
      const rows = view.backendsByPod.get(pod.name) ?? [];
      yield {
        severity: 'error',
        subject: refOf(pod),
        message: `EndpointSlice ${outOfDate.slice.name} has Pod ${pod.name} with ready: ${outOfDate.published}, but it should be ready: ${outOfDate.expected}`,
        detail: [
          `the condition Ready of the Pod is ${ready ? 'True' : 'not True'}${pod.deleted === null ? '' : ', the Pod is terminating'}${
            view.service.publishNotReadyAddresses
              ? ', and the Service has publishNotReadyAddresses: true'
              : ''
          }`,
          'the EndpointSlice is out of date: is kube-controller-manager running?',
        ],
        remedy: CHECK_CONTROLLERS,
        at: field(pod),
        backends: rows,
        since: lastChange(pod, view),
      };
    }
  },
};
