import { isIP } from 'node:net';
import { canonicalAddress } from '../text/address.ts';
import { kubectl } from '../text/shell.ts';
import { isExternalName } from './engine/applies-to.ts';
import { field } from './engine/field.ts';
import { createExternal, portArgument } from './engine/kubectl-commands.ts';
import type { Rule } from './engine/rule.ts';
import { refOf } from './engine/subject.ts';

export const externalNameIsIp: Rule = {
  name: 'external-name-is-ip',
  class: 'advice',
  needs: [],
  summary: 'The externalName is an IP address, for which DNS answers nothing',
  explanation: `
## What it means
An ExternalName Service is a CNAME record in the cluster's DNS. A CNAME leads to a name, never to an address.

## How it shows
\`spec.externalName\` holds an IP address. The API server takes it for a name of digits.

## Why traffic fails
The cluster's DNS has no record to answer with.

## How to confirm
    kubectl get svc NAME -o jsonpath='{.spec.externalName}'

## How to fix
A Service without selector, with endpoints of that address:
    kubectl endpoints create-external NAME --ip ADDRESS --port PORT

## When it is harmless
Never.`,
  appliesTo: isExternalName,
  *check({ service }) {
    const address = canonicalAddress(service.externalName.replace(/\.$/, ''));
    if (isIP(address) === 0) return;
    const ports = service.ports.map((port) => portArgument(port, port.port));
    const create = (...flags: Parameters<typeof createExternal>[3]) =>
      createExternal(service, address, ports.length === 0 ? ['PORT'] : ports, flags);
    yield {
      severity: 'warning',
      subject: refOf(service),
      message: `Service ${service.name} has the externalName ${service.externalName}, an IP address: DNS answers nothing for it`,
      detail: ['an ExternalName Service is a CNAME record, which leads to a name'],
      remedy: {
        kind: 'next',
        at: field(service, 'spec', 'externalName'),
        command: `${kubectl(service.namespace, { verb: 'delete', names: ['service', service.name] })} && ${create()}`,
        text:
          service.place === null
            ? 'replace it by a Service without selector, with endpoints of that address'
            : `write what this prints instead: ${create('--dry-run=client', ['-o', 'yaml'])}`,
      },
      at: field(service, 'spec', 'externalName'),
      backends: [],
    };
  },
};
