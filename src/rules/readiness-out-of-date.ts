import { hasSelector } from './engine/applies-to.ts';
import { field } from './engine/field.ts';
import { lastChange } from './engine/impact.ts';
import { CHECK_CONTROLLERS } from './engine/kubectl-commands.ts';
import type { Rule } from './engine/rule.ts';
import { refOf } from './engine/subject.ts';

export const readinessOutOfDate: Rule = {
  name: 'readiness-out-of-date',
  class: 'routing',
  severities: ['error'],
  needs: ['Pod', 'EndpointSlice'],
  lag: true,
  summary: "An EndpointSlice disagrees with a Pod's readiness",
  explanation: `
## What it means
The EndpointSlice controller writes \`ready: true\` for a Pod that is Ready and not terminating, and for every
Pod if the Service has \`publishNotReadyAddresses: true\`. Otherwise it writes \`ready: false\`. The slice has
the other value.

## Symptoms
The Pod's Ready condition and the \`ready\` of its endpoint differ: the controller is late, or does not run.

## Why traffic fails
Published as not ready, a Pod that can serve receives no traffic. Published as ready, a Pod that cannot
serve receives it.

## Confirm
    kubectl get pod POD -o jsonpath='{.status.conditions}'
    kubectl get endpointslices -l kubernetes.io/service-name=SERVICE -o yaml

## Fix
Check that kube-controller-manager runs, and read its log. Do not delete the slice while the controller is
down: its good addresses would be lost too.

## When it is harmless
For a second or two after a change. A change younger than 10 seconds is read again before it is reported.`,
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
