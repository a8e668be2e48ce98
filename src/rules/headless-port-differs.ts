import { listed } from '../text/list.ts';
import { canHaveEndpoints } from './engine/applies-to.ts';
import { portField } from './engine/field.ts';
import { instruction } from './engine/remedy.ts';
import type { Rule } from './engine/rule.ts';
import { refOf } from './engine/subject.ts';

export const headlessPortDiffers: Rule = {
  name: 'headless-port-differs',
  class: 'advice',
  needs: [],
  summary: 'A headless Service whose port is not its targetPort: clients have to use the target port',
  explanation: `
## What it means
A headless Service has no cluster IP, so nobody translates ports: DNS answers with the Pods' own addresses.

## How it shows
\`clusterIP: None\`, and \`port\` differs from what \`targetPort\` leads to.

## Why traffic fails
A client that connects to the Service's port reaches the Pod on a port where nobody listens.

## How to confirm
    kubectl get svc NAME -o jsonpath='{.spec.ports}'

## How to fix
Use the target port in clients, or give the Service the same number.

## When it is harmless
When clients take the port from the SRV record, or know it.`,
  appliesTo: (view) => view.service.headless && canHaveEndpoints(view),
  *check(view) {
    const { service, ports, pods, source } = view;
    const behind = source === 'selector' ? 'Pods' : 'endpoints';
    const differing = ports.flatMap(({ port }) => {
      if (port === null) return [];
      const numbers =
        typeof port.targetPort === 'number'
          ? [port.targetPort]
          : pods.map(({ resolved }) => resolved.get(port) ?? null).filter((number) => number !== null);
      const others = [...new Set(numbers)].filter((number) => number !== port.port);
      return others.length === 0
        ? []
        : [{ port, text: `${port.port} in the Service, ${listed(others.map(String))} in the ${behind}` }];
    });
    const [first] = differing;
    if (!first) return;
    yield {
      severity: 'info',
      subject: refOf(service),
      message: `Service ${service.name} is headless, so its ports are not translated: ${listed(differing.map(({ text }) => text))}`,
      detail: [`clients get the addresses of the ${behind} and must connect to their port`],
      remedy: instruction('set port to the number of targetPort, or use the target port in clients'),
      at: portField(first.port, view, 'port'),
      backends: [],
    };
  },
};
