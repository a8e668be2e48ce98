import type { MixedWorkloads } from '../model/view/service-view.ts';
import { counted, listed } from '../text/list.ts';
import { inlineYaml } from '../text/yaml-value.ts';
import { hasSelector } from './engine/applies-to.ts';
import { type Field, field } from './engine/field.ts';
import { type DraftRemedy, instruction, patchFields } from './engine/remedy/remedy.ts';
import type { Rule } from './engine/rule.ts';
import { quote, refOf } from './engine/subject.ts';

/** Each Pod of the Service repeats the list. */
const MAX_LISTED_WORKLOADS = 10;

export const wrongPodsSelected: Rule = {
  name: 'wrong-pods-selected',
  class: 'advice',
  severities: ['warning'],
  needs: ['Pod'],
  summary: 'The selector matches Pods of another program or release',
  explanation: `
## What it means
The Service selects Pods of several workloads. Some workloads lack the target port that others have, or they
belong to different releases (labels \`app.kubernetes.io/instance\` and \`release\`), which the selector does not
distinguish.
    # Service
    spec:
      selector:
        app.kubernetes.io/name: redis
    # Pods of two releases
    labels:
      app.kubernetes.io/name: redis
      app.kubernetes.io/instance: shop   # or: blog

## Symptoms
A share of the requests fails, or gets the answer of another program. It changes with each connection.

## Why traffic fails
kube-proxy chooses any of the Pods. A label that many charts and generators write, such as
\`control-plane: controller-manager\`, selects every Pod of the namespace that has it.

## Confirm
    kubectl get pods -l SELECTOR --show-labels

## Fix
Add the label that distinguishes the Pods to the selector of the Service.

## When it is harmless
When the workloads should share the traffic. Then give them the same ports and the same instance.`,
  appliesTo: hasSelector,
  *check({ service, mixed, backends }) {
    if (!mixed) return;
    const names = new Set([...mixed.foreign].map(({ pod }) => pod.name));
    const at = field(service, 'spec', 'selector');
    yield {
      severity: 'warning',
      subject: refOf(service),
      message: `Service ${service.name} selects Pods of ${mixed.workloads.length} workloads${
        mixed.why === 'port'
          ? `, ${mixed.workloads.filter(({ foreign }) => foreign).length} of them without its target port`
          : ' of different releases'
      }`,
      detail: [...workloadTexts(mixed)],
      remedy: remedy(mixed, at),
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

/** Selects the label that tells the workloads apart. It is a fix if the foreign Pods do not serve the ports anyway. */
function remedy({ workloads, label }: MixedWorkloads, at: Field): DraftRemedy {
  if (label === null) return instruction('select a label that only the right Pods have', at);
  const values = [
    ...new Set(workloads.filter(({ foreign }) => !foreign).flatMap(({ value }) => value || [])),
  ];
  const text = `add to the selector ${values.map((value) => `${label}: ${inlineYaml(value)}`).join(' or ')}`;
  const [only, ...others] = values;
  const otherwise = instruction(text, at);
  const areIdle = workloads.every(({ foreign, lacks }) => !foreign || lacks.length > 0);
  return only === undefined || others.length > 0 || !areIdle
    ? otherwise
    : { ...patchFields(at, { [label]: only }), otherwise };
}
