import { labelsText } from '../text/labels.ts';
import { counted } from '../text/list.ts';
import { hasSelector } from './engine/applies-to.ts';
import { field } from './engine/field.ts';
import { lookBeforeEdit } from './engine/remedy.ts';
import type { Rule } from './engine/rule.ts';
import { refOf } from './engine/subject.ts';

/** The report of each Pod of the Service has the finding, and repeats the list. */
const MAX_LISTED_WORKLOADS = 20;

export const selectorSpansWorkloads: Rule = {
  name: 'selector-spans-workloads',
  class: 'advice',
  needs: ['Pod'],
  summary: 'Pods of more than one workload stand behind the Service',
  explanation: `
## What it means
The selector matches Pods of several workloads, so connections are spread over all of them.

## How it shows
The Pods have different owners.

## Why traffic fails
It does not, if that is meant (a canary, blue and green). If a job's or another release's Pods carry the same labels by
accident, a part of the requests reaches the wrong program.

## How to confirm
    kubectl get pods -l SELECTOR -o jsonpath='{.items[*].metadata.ownerReferences}'

## How to fix
Add a label to the selector that only the right Pods have.

## When it is harmless
When it is meant.`,
  appliesTo: hasSelector,
  *check({ service, owners, mixed }) {
    const workloads = owners.filter(({ name }) => name !== '');
    if (workloads.length < 2 || mixed) return;
    yield {
      severity: 'info',
      subject: refOf(service),
      message: `Service ${service.name} has Pods of ${workloads.length} workloads behind it`,
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
        'select a label that only the right Pod template has, if that is not meant',
      ),
      at: field(service, 'spec', 'selector'),
      backends: [],
    };
  },
};
