import { isIP } from 'node:net';
import { canonicalAddress } from '../text/address.ts';
import { isExternalName } from './engine/applies-to.ts';
import { field } from './engine/field.ts';
import { createExternal, portArgument } from './engine/kubectl-commands.ts';
import type { Rule } from './engine/rule.ts';
import { refOf } from './engine/subject.ts';

export const externalNameIsIp: Rule = {
  name: 'external-name-is-ip',
  class: 'advice',
  severities: ['warning'],
  needs: [],
  summary: 'The externalName is an IP address, not a DNS name',
  explanation: `
## What it means
An ExternalName Service is a CNAME record in the cluster's DNS. A CNAME points to a name, not to an address.
    spec:
      type: ExternalName
      externalName: 192.0.2.10

## Symptoms
The API server accepts the address as a name of digits, and clients cannot resolve the Service.

## Why traffic fails
The cluster's DNS has no record to answer with.

## Confirm
    kubectl get svc SERVICE -o jsonpath='{.spec.externalName}'

## Fix
Replace it with a Service without a selector that has the address as its endpoint:
    kubectl delete svc SERVICE
    kubectl endpoints create-external SERVICE --ip ADDRESS --port PORT

## When it is harmless
Never.`,
  appliesTo: isExternalName,
  *check({ service }) {
    const address = canonicalAddress(service.externalName.replace(/\.$/, ''));
    if (isIP(address) === 0) return;
    const ports = service.ports.map((port) => portArgument(port, port.port));
    const create = createExternal(service, address, ports.length === 0 ? ['PORT'] : ports, [
      '--dry-run=client',
      ['-o', 'yaml'],
    ]);
    yield {
      severity: 'warning',
      subject: refOf(service),
      message: `Service ${service.name} has the IP address ${service.externalName} as externalName, which DNS cannot resolve`,
      detail: ['an ExternalName Service is a CNAME record, which must point to a name'],
      remedy: {
        kind: 'next',
        at: field(service, 'spec', 'externalName'),
        command: create,
        text:
          service.place === null
            ? 'delete the Service, and apply in its place the output of this command'
            : `replace it with the output of: ${create}`,
      },
      at: field(service, 'spec', 'externalName'),
      backends: [],
    };
  },
};
