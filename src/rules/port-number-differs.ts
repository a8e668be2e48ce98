import { listed } from '../text/list.ts';
import { isSelectorless } from './engine/applies-to.ts';
import { portField } from './engine/field.ts';
import { instruction } from './engine/remedy.ts';
import type { Rule } from './engine/rule.ts';
import { portPhrase, refOf } from './engine/subject.ts';

export const portNumberDiffers: Rule = {
  name: 'port-number-differs',
  class: 'advice',
  needs: ['EndpointSlice'],
  summary:
    "A Service without selector whose targetPort is not the endpoints' port: traffic goes to the latter",
  explanation: `
## What it means
Without a selector nobody reads \`targetPort\`. Connections go to the port number that the EndpointSlice has.

## How it shows
\`targetPort\` of the Service and \`ports[].port\` of its slices differ.

## Why traffic fails
It does not, if the slice's number is right. Who reads only the Service expects another port.

## How to confirm
    kubectl get endpointslices -l kubernetes.io/service-name=NAME

## How to fix
Set \`targetPort\` to the slice's number, or correct the slice.

## When it is harmless
Whenever the slice is right.`,
  appliesTo: (view) => isSelectorless(view) && !view.service.headless,
  *check(view) {
    const { service, backendsByPort } = view;
    const differing = service.ports.flatMap((port) => {
      const rows = backendsByPort.get(port) ?? [];
      const numbers = new Set(rows.map(({ number }) => number).filter((number) => number !== null));
      const target = port.targetPort;
      return typeof target === 'number' && numbers.size > 0 && !numbers.has(target)
        ? [
            {
              port,
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
      remedy: instruction('set targetPort to the port of the endpoints'),
      at: portField(first.port, view, 'targetPort'),
      backends: [],
    };
  },
};
