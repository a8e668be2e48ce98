import { listed } from '../text/list.ts';
import { isExternalName } from './engine/applies-to.ts';
import { portField } from './engine/field.ts';
import type { Rule } from './engine/rule.ts';
import { refOf } from './engine/subject.ts';

export const externalNamePortsIgnored: Rule = {
  name: 'external-name-ports-ignored',
  class: 'advice',
  needs: [],
  summary: 'An ExternalName Service has a targetPort that nothing translates to',
  explanation: `
## What it means
The Service is an alias in DNS. Its \`targetPort\` differs from its \`port\`, as if connections were sent on.

## Symptoms
Clients of the Service's port reach the external host on that port, where something else answers, or nothing.

## Why traffic fails
DNS answers with a name. The port is the client's choice, and no proxy sees the connection.

## Confirm
    kubectl get svc NAME -o jsonpath='{.spec.ports}'

## Fix
Use the port of the external host in clients. To translate ports, make it a Service without selector, with the
host's addresses:
    kubectl endpoints create-external NAME --ip ADDRESS --port PORT:TARGETPORT

## When it is harmless
When clients use the port of the host anyway.`,
  appliesTo: isExternalName,
  *check(view) {
    const { service } = view;
    const translated = service.ports.filter(
      ({ port, targetPort }) => typeof targetPort === 'number' && targetPort !== port,
    );
    const [first] = translated;
    if (!first) return;
    const at = portField(first, view, 'targetPort');
    yield {
      severity: 'info',
      subject: refOf(service),
      message: `Service ${service.name} is an ExternalName: port ${listed(translated.map(({ port, targetPort }) => `${port} is not translated to ${targetPort}`))}`,
      detail: [`clients connect to ${service.externalName} with the port that they choose`],
      remedy: { kind: 'next', at, command: null, text: `use port ${first.targetPort} in clients` },
      at,
      backends: [],
    };
  },
};
