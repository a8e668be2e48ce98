import { listed } from '../text/list.ts';
import { isExternalName } from './engine/applies-to.ts';
import { portField } from './engine/field.ts';
import type { Rule } from './engine/rule.ts';
import { refOf } from './engine/subject.ts';

export const externalNamePortsIgnored: Rule = {
  name: 'external-name-ports-ignored',
  class: 'advice',
  severities: ['info'],
  needs: [],
  summary: 'An ExternalName Service does not translate its ports',
  explanation: `
## What it means
The Service is an alias in DNS. Its \`targetPort\` differs from its \`port\`, as if connections were translated.
    # Service
    spec:
      type: ExternalName
      externalName: db.example.com
      ports:
      - port: 80
        targetPort: 8080   # without effect

## Symptoms
Clients that use the Service's port reach the external host on that port, where another program answers, or
none.

## Why traffic fails
DNS answers with a name only. The client chooses the port, and no proxy sees the connection.

## Confirm
    kubectl get svc SERVICE -o jsonpath='{.spec.ports}'

## Fix
Use the port of the external host in clients. To translate ports, use a Service without selector, with the
addresses of the host:
    kubectl endpoints create-external NAME --ip ADDRESS --port 80:8080

## When it is harmless
When clients use the port of the host.`,
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
      message: `ExternalName Service ${service.name} does not translate ${translated.length === 1 ? 'port' : 'ports'} ${listed(translated.map(({ port, targetPort }) => `${port} to ${targetPort}`))}`,
      detail: [`clients connect to ${service.externalName}, to the port that they choose`],
      remedy: {
        kind: 'next',
        at,
        command: null,
        text: `use ${translated.length === 1 ? 'port' : 'ports'} ${listed(translated.map(({ targetPort }) => String(targetPort)))} in clients`,
      },
      at,
      backends: [],
    };
  },
};
