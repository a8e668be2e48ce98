import { isExternalName } from './engine/applies-to.ts';
import { field } from './engine/field.ts';
import { jsonPatch } from './engine/remedy.ts';
import type { Rule } from './engine/rule.ts';
import { refOf } from './engine/subject.ts';

export const externalNameIgnoresSelector: Rule = {
  name: 'external-name-ignores-selector',
  class: 'advice',
  needs: [],
  summary: 'An ExternalName Service has a selector, which is ignored',
  explanation: `
## What it means
For type ExternalName the controllers make no endpoints, whatever the selector says.

## How it shows
\`spec.type\` is ExternalName and \`spec.selector\` is not empty.

## Why traffic fails
It goes to the external name, not to the selected Pods.

## How to confirm
    kubectl get svc NAME -o yaml

## How to fix
Remove the selector, or set \`type: ClusterIP\`, whichever was meant.

## When it is harmless
When it is left over from before, and the external name is what is meant.`,
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
