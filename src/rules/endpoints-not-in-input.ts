import { field } from './engine/field.ts';
import { partText } from './engine/missing-part.ts';
import { lookBeforeEdit } from './engine/remedy.ts';
import type { Rule } from './engine/rule.ts';
import { refOf } from './engine/subject.ts';

export const endpointsNotInInput: Rule = {
  name: 'endpoints-not-in-input',
  class: 'advice',
  severities: ['info'],
  notInInput: true,
  needs: [],
  summary: 'The manifests do not define the endpoints of a Service without selector',
  explanation: `
## What it means
The Service has no selector, the input has no Endpoints or EndpointSlices for it, and the input is only a part
of what is applied: it has no workload in the namespace, or something in it may make them, such as an
operator. The state of the Service is Unknown.

## Symptoms
The finding exists only with \`-f\`. In a cluster, the endpoints exist or endpoints-missing reports it.

## Why traffic fails
It may not fail: the manifests alone do not show it.

## Confirm
Apply the manifests, then run:
    kubectl endpoints describe svc SERVICE

## Fix
None, if this is meant. Otherwise add a selector, or Endpoints or an EndpointSlice.

## When it is harmless
Usually. Therefore the finding is info.`,
  appliesTo: ({ endpointsSource }) => endpointsSource !== null,
  *check({ service, endpointsSource }) {
    if (!endpointsSource) return;
    const at = field(service, 'spec', 'selector');
    yield {
      severity: 'info',
      subject: refOf(service),
      message: `Service ${service.name} has no selector, and endpoints that the input cannot show`,
      detail: [partText(endpointsSource, service.namespace)],
      remedy: lookBeforeEdit(
        at,
        { verb: 'get', names: ['endpointslices'] },
        'give it a selector, unless something else makes its endpoints',
      ),
      at,
      backends: [],
    };
  },
};
