import { listed } from '../text/list.ts';
import { canHaveEndpoints } from './engine/applies-to.ts';
import { portField } from './engine/field.ts';
import { instruction } from './engine/remedy/remedy.ts';
import type { Rule } from './engine/rule.ts';
import { refOf } from './engine/subject.ts';

export const headlessPortDiffers: Rule = {
  name: 'headless-port-differs',
  class: 'advice',
  severities: ['info'],
  needs: [],
  summary: 'Clients must use targetPort of a headless Service',
  explanation: `
## What it means
A headless Service has no cluster IP, so no port is translated. DNS answers with the addresses of the Pods.
    spec:
      clusterIP: None
      ports:
      - port: 80
        targetPort: 8080   # clients must use it

## Symptoms
\`clusterIP\` is \`None\`, and \`port\` differs from \`targetPort\` or the container port of that name.

## Why traffic fails
A client that connects to the Service's port reaches the Pod on a port where nothing listens.

## Confirm
    kubectl get svc SERVICE -o jsonpath='{.spec.ports}'

## Fix
Use the target port in clients, or set \`port\` to the same number.

## When it is harmless
When clients take the port from the SRV record, or already use the target port.`,
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
