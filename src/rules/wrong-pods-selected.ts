import type { MixedWorkloads } from '../model/view/service-view.ts';
import { counted, listed } from '../text/list.ts';
import { inlineYaml } from '../text/yaml-value.ts';
import { hasSelector } from './engine/applies-to.ts';
import { field } from './engine/field.ts';
import type { Rule } from './engine/rule.ts';
import { quote, refOf } from './engine/subject.ts';

/** Each Pod of the Service repeats the list. */
const MAX_LISTED_WORKLOADS = 10;

export const wrongPodsSelected: Rule = {
  name: 'wrong-pods-selected',
  class: 'advice',
  needs: ['Pod'],
  summary: 'The selector matches Pods of another program, or of another release',
  explanation: `
## What it means
Pods of several workloads stand behind the Service. Some workloads do not have the target port that others have, or
they belong to different releases (\`app.kubernetes.io/instance\`, \`release\`), which the selector does not ask for.

## Symptoms
A share of the requests fails or gets the answer of another program. Which ones changes with each connection.

## Why traffic fails
kube-proxy takes any of the Pods. A label that many charts and generators write, such as
\`control-plane: controller-manager\`, selects whatever else has it in the namespace.

## Confirm
    kubectl get pods -l SELECTOR --show-labels

## Fix
Add the label that tells them apart to the selector of the Service.

## When it is harmless
When the workloads are meant to share the load; give them the same ports and the same instance then.`,
  appliesTo: hasSelector,
  *check({ service, mixed, backends }) {
    if (!mixed) return;
    const names = new Set([...mixed.foreign].map(({ pod }) => pod.name));
    const at = field(service, 'spec', 'selector');
    yield {
      severity: 'warning',
      subject: refOf(service),
      message: `Service ${service.name} selects Pods of ${mixed.workloads.length} workloads, ${
        mixed.why === 'port'
          ? `${mixed.workloads.filter(({ foreign }) => foreign).length} of them without its target port`
          : 'which belong to different releases'
      }`,
      detail: [...workloadTexts(mixed)],
      remedy: { kind: 'next', at, command: null, text: remedyText(mixed) },
      at,
      backends: backends.filter(({ podName }) => podName !== null && names.has(podName)),
    };
  },
};

function* workloadTexts({ workloads, label }: MixedWorkloads): Iterable<string> {
  for (const { name, pods, value, lacks } of workloads.slice(0, MAX_LISTED_WORKLOADS)) {
    const labelled = label === null || value === '' ? '' : `, ${label}: ${value}`;
    const targets = listed([...new Set(lacks.map(({ targetPort }) => targetText(targetPort)))]);
    yield `${name}: ${counted(pods, 'Pod')}${lacks.length === 0 ? '' : `, no port ${targets}`}${labelled}`;
  }
  const more = workloads.length - MAX_LISTED_WORKLOADS;
  if (more > 0) yield `and ${more} more`;
}

function targetText(targetPort: string | number): string {
  return typeof targetPort === 'number' ? String(targetPort) : quote(targetPort);
}

/** The values of the workloads that may be meant. */
function remedyText({ workloads, label }: MixedWorkloads): string {
  const meant = workloads.filter(({ foreign }) => !foreign);
  if (label === null) return 'select a label that only the right Pods have';
  const values = new Set(meant.map(({ value }) => value).filter(Boolean));
  return `add to the selector ${[...values].map((value) => `${label}: ${inlineYaml(value)}`).join(' or ')}`;
}
