import { field } from './engine/field.ts';
import { partText } from './engine/missing-part.ts';
import { lookBeforeEdit } from './engine/remedy/remedy.ts';
import type { Rule } from './engine/rule.ts';
import { refOf } from './engine/subject.ts';

export const endpointsNotInInput: Rule = {
  name: 'endpoints-not-in-input',
  class: 'advice',
  severities: ['info'],
  notInInput: true,
  needs: [],
  summary: 'The manifests do not define the endpoints of the Service',
  explanation: `
## What it means
The Service has no selector, the input has no Endpoints or EndpointSlices for it, and the input is only a part
of what is applied: it has no workload in the namespace, or something in it may create them, such as an
operator. The status of the Service is Unknown.

## Symptoms
The finding exists only with \`-f\`. In a cluster, the endpoints exist or endpoints-missing reports it.

## Why traffic fails
It may not fail: the manifests alone do not show it.

## Confirm
Apply the manifests, then run:
    kubectl endpoints describe svc SERVICE

## Fix
None, if this is intended. Otherwise add a selector, or Endpoints or an EndpointSlice.

## When it is harmless
Usually. Therefore the finding is info.`,
  appliesTo: ({ endpointsSource }) => endpointsSource !== null,
  *check({ service, endpointsSource }) {
    if (!endpointsSource) return;
    const at = field(service, 'spec', 'selector');
    yield {
      severity: 'info',
      subject: refOf(service),
      message: `Service ${service.name} has no selector, and the input has no endpoints for it`,
      detail: [partText(endpointsSource, service.namespace)],
      remedy: lookBeforeEdit(
        at,
        { verb: 'get', names: ['endpointslices'] },
        'add a selector, unless something else creates the endpoints',
      ),
      at,
      backends: [],
    };
  },
};
