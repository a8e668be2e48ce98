import { hasSelector } from './engine/applies-to.ts';
import { field } from './engine/field.ts';
import { lookBeforeEdit } from './engine/remedy/remedy.ts';
import type { Rule } from './engine/rule.ts';
import { refOf } from './engine/subject.ts';

export const scaledToZero: Rule = {
  name: 'scaled-to-zero',
  class: 'advice',
  severities: ['info'],
  explainsUnavailable: true,
  needs: ['Pod', 'Workload'],
  summary: 'The workload behind the Service is scaled to zero',
  explanation: `
## What it means
The selector matches the Pod template of a workload that has \`replicas: 0\`.

## Symptoms
The Service has no endpoints, and no Pod matches its selector.

## Why traffic fails
kube-proxy rejects connections until a Pod is ready.

## Confirm
    kubectl get deployments,statefulsets,replicasets

## Fix
If the workload should run, scale it up:
    kubectl scale deployment/NAME --replicas=1

## When it is harmless
When it was scaled down on purpose, or by an autoscaler that starts it on demand. Therefore the finding is
info.`,
  appliesTo: hasSelector,
  *check({ service, scaledToZero: workload }) {
    if (!workload) return;
    const at = field(workload, 'spec', 'replicas');
    const resource = `${workload.type.toLowerCase()}/${workload.name}`;
    yield {
      severity: 'info',
      subject: refOf(service),
      message: `Service ${service.name} has no Pods: ${workload.type} ${workload.name} is scaled to zero`,
      detail: [],
      remedy: lookBeforeEdit(
        at,
        { verb: 'get', names: [resource] },
        'set replicas: 1, if the workload should run',
      ),
      at,
      backends: [],
    };
  },
};
