import type { ServicePort } from '../model/objects/service.ts';
import type { ServiceView } from '../model/view/service-view.ts';
import { listed } from '../text/list.ts';
import { isSelectorless } from './engine/applies-to.ts';
import { portField } from './engine/field.ts';
import type { JsonPatchOperation } from './engine/remedy/change.ts';
import { type DraftRemedy, instruction, jsonPatch } from './engine/remedy/remedy.ts';
import type { Rule } from './engine/rule.ts';
import { portPhrase, refOf } from './engine/subject.ts';

export const portNumberDiffers: Rule = {
  name: 'port-number-differs',
  class: 'advice',
  severities: ['info'],
  needs: ['EndpointSlice'],
  summary: 'The endpoints have another port than targetPort',
  explanation: `
## What it means
\`targetPort\` has no effect without a selector. Connections go to the port number in the EndpointSlice.

## Symptoms
\`targetPort\` of the Service and \`ports[].port\` of its slices differ.

## Why traffic fails
It does not, if the number in the slice is right. \`targetPort\` misleads those who read the Service.

## Confirm
    kubectl get endpointslices -l kubernetes.io/service-name=SERVICE

## Fix
Set \`targetPort\` to the number in the slice, or correct the slice.

## When it is harmless
When the slice is right.`,
  appliesTo: (view) => isSelectorless(view) && !view.service.headless,
  *check(view) {
    const { service, backendsByPort } = view;
    const differing = service.ports.flatMap((port) => {
      const rows = backendsByPort.get(port) ?? [];
      const numbers = new Set(rows.map(({ number }) => number).filter((number) => number !== null));
      const [number] = numbers;
      const target = port.targetPort;
      return typeof target === 'number' && numbers.size > 0 && !numbers.has(target)
        ? [
            {
              port,
              number: numbers.size === 1 ? number : undefined,
              text: `${portPhrase(port)} has ${target}, its endpoints have ${listed([...numbers].map(String))}`,
            },
          ]
        : [];
    });
    const [first] = differing;
    if (!first) return;
    yield {
      severity: 'info',
      subject: refOf(service),
      message: `Service ${service.name} has a targetPort that is ignored: ${listed(differing.map(({ text }) => text))}`,
      detail: ['without a selector, connections go to the port of the endpoints'],
      remedy: remedy(view, differing),
      at: portField(first.port, view, 'targetPort'),
      backends: [],
    };
  },
};

function remedy(
  view: ServiceView,
  differing: readonly { port: ServicePort; number: number | undefined }[],
): DraftRemedy {
  const [first, ...others] = differing.map(({ port, number }): JsonPatchOperation => {
    const { path } = portField(port, view, 'targetPort');
    return { op: 'replace', path, value: number };
  });
  // A manifest is changed line by line.
  return first &&
    (others.length === 0 || view.service.place === null) &&
    differing.every(({ number }) => number !== undefined)
    ? jsonPatch(view.service, first, ...others)
    : instruction('set targetPort to the port of the endpoints');
}
