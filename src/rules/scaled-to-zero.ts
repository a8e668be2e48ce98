import { hasSelector } from './engine/applies-to.ts';
import { field } from './engine/field.ts';
import { lookBeforeEdit } from './engine/remedy.ts';
import type { Rule } from './engine/rule.ts';
import { refOf } from './engine/subject.ts';

export const scaledToZero: Rule = {
  name: 'scaled-to-zero',
  class: 'advice',
  explainsUnavailable: true,
  needs: ['Pod', 'Workload'],
  summary: 'No Pods, because the workload behind the Service is scaled to zero',
  explanation: `
## What it means
The selector is right: it matches the Pod template of a workload. That workload has \`replicas: 0\`.

## How it shows
The Service has no endpoints, and no Pod matches its selector.

## Why traffic fails
There is nobody to answer: kube-proxy rejects connections until a Pod is there.

## How to confirm
    kubectl get deployments,statefulsets,replicasets

## How to fix
    kubectl scale deployment/NAME --replicas=1

## When it is harmless
When it was scaled down on purpose, or by an autoscaler that wakes it on demand. That is why it is only info.`,
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
        { verb: 'scale', names: [resource], flags: ['--replicas=1'] },
        'set replicas: 1',
      ),
      at,
      backends: [],
    };
  },
};
