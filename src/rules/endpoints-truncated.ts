import { ANNOTATION } from '../model/well-known.ts';
import { counted } from '../text/list.ts';
import { canHaveEndpoints } from './engine/applies-to.ts';
import { field } from './engine/field.ts';
import { sliceSelector } from './engine/kubectl-commands.ts';
import { lookBeforeEdit } from './engine/remedy/remedy.ts';
import type { Rule } from './engine/rule.ts';
import { refOf } from './engine/subject.ts';

export const endpointsTruncated: Rule = {
  name: 'endpoints-truncated',
  class: 'advice',
  severities: ['warning'],
  needs: ['Endpoints'],
  summary: 'The Endpoints object is truncated to 1000 addresses',
  explanation: `
## What it means
The Endpoints controller writes at most 1000 addresses. The Service has more.

## Symptoms
The Endpoints object has the annotation \`endpoints.kubernetes.io/over-capacity: truncated\`. The
EndpointSlices have all addresses.

## Why traffic fails
kube-proxy reads EndpointSlices and is not affected. Programs that read Endpoints miss some of the backends.

## Confirm
    kubectl get endpoints SERVICE -o jsonpath='{.metadata.annotations}'
    kubectl get endpointslices -l kubernetes.io/service-name=SERVICE

## Fix
Change these programs to read EndpointSlices.

## When it is harmless
When nothing reads the Endpoints object.`,
  appliesTo: canHaveEndpoints,
  *check({ endpoints, pods, source, cluster }) {
    if (!endpoints?.overCapacity) return;
    const counts = source === 'selector' && cluster.unread('Pod', endpoints.namespace) === null;
    yield {
      severity: 'warning',
      subject: refOf(endpoints),
      message: `Endpoints ${endpoints.name} was truncated to 1000 addresses`,
      detail: [
        ...(counts ? [`the selector matches ${counted(pods.length, 'Pod')}`] : []),
        'kube-proxy reads EndpointSlices, which are not truncated',
      ],
      remedy: lookBeforeEdit(
        field(endpoints, 'metadata', 'annotations', ANNOTATION.overCapacity),
        { verb: 'get', names: ['endpointslices'], flags: [['-l', sliceSelector(endpoints)]] },
        `remove the annotation ${ANNOTATION.overCapacity}`,
      ),
      at: field(endpoints, 'metadata', 'annotations', ANNOTATION.overCapacity),
      backends: [],
    };
  },
};
