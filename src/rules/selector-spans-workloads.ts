import { labelsText } from '../text/labels.ts';
import { counted } from '../text/list.ts';
import { hasSelector } from './engine/applies-to.ts';
import { field } from './engine/field.ts';
import { lookBeforeEdit } from './engine/remedy/remedy.ts';
import type { Rule } from './engine/rule.ts';
import { refOf } from './engine/subject.ts';

/** The report of each Pod of the Service has the finding, and repeats the list. */
const MAX_LISTED_WORKLOADS = 20;

export const selectorSpansWorkloads: Rule = {
  name: 'selector-spans-workloads',
  class: 'advice',
  severities: ['info'],
  needs: ['Pod'],
  summary: 'The Service selects Pods of several workloads',
  explanation: `
## What it means
The selector matches Pods of several workloads, so connections are spread over all of them.

## Symptoms
The selected Pods have different owners.

## Why traffic fails
It does not, if this is meant (canary, blue-green). If other Pods have the labels by accident, some requests
reach the wrong program.

## Confirm
    kubectl get pods -l SELECTOR -o jsonpath='{..ownerReferences[*].name}'

## Fix
Add a label to the selector that only the right Pod template has.

## When it is harmless
When several workloads are meant to serve.`,
  appliesTo: hasSelector,
  *check({ service, owners, mixed }) {
    const workloads = owners.filter(({ name }) => name !== '');
    if (workloads.length < 2 || mixed) return;
    yield {
      severity: 'info',
      subject: refOf(service),
      message: `Service ${service.name} selects Pods of ${workloads.length} workloads`,
      detail: [
        ...owners
          .slice(0, MAX_LISTED_WORKLOADS)
          .map(({ name, pods }) => `${name || 'without a workload'}: ${counted(pods.length, 'Pod')}`),
        ...(owners.length > MAX_LISTED_WORKLOADS ? [`and ${owners.length - MAX_LISTED_WORKLOADS} more`] : []),
      ],
      remedy: lookBeforeEdit(
        field(service, 'spec', 'selector'),
        {
          verb: 'get',
          names: ['pods'],
          flags: ['--show-labels', ['-l', labelsText(service.selector ?? {})]],
        },
        'select a label that only one Pod template has, unless this is intended',
      ),
      at: field(service, 'spec', 'selector'),
      backends: [],
    };
  },
};
