import { isExternalName } from './engine/applies-to.ts';
import { field } from './engine/field.ts';
import { jsonPatch } from './engine/remedy/remedy.ts';
import type { Rule } from './engine/rule.ts';
import { refOf } from './engine/subject.ts';

export const externalNameIgnoresSelector: Rule = {
  name: 'external-name-ignores-selector',
  class: 'advice',
  severities: ['warning'],
  needs: [],
  summary: 'The selector of an ExternalName Service is ignored',
  explanation: `
## What it means
The controllers create no endpoints for a Service of type ExternalName, whatever its selector.

## Symptoms
\`spec.type\` is ExternalName and \`spec.selector\` is not empty.

## Why traffic fails
Traffic goes to the external name, not to the selected Pods.

## Confirm
    kubectl get svc SERVICE -o yaml

## Fix
If clients should reach the external name, remove the selector. If they should reach the Pods, set \`type:
ClusterIP\`.

## When it is harmless
When the external name is meant, and the selector is a leftover.`,
  appliesTo: isExternalName,
  *check({ service }) {
    if (service.selector === null) return;
    yield {
      severity: 'warning',
      subject: refOf(service),
      message: `Service ${service.name} is an ExternalName for ${service.externalName}, so its selector is ignored`,
      detail: [],
      remedy: jsonPatch(service, { op: 'remove', path: ['spec', 'selector'] }),
      at: field(service, 'spec', 'selector'),
      backends: [],
    };
  },
};
