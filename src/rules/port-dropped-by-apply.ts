import type { Service } from '../model/objects/service.ts';
import { field } from './engine/field.ts';
import type { Rule } from './engine/rule.ts';
import { portsPhrase, refOf } from './engine/subject.ts';

export const portDroppedByApply: Rule = {
  name: 'port-dropped-by-apply',
  class: 'advice',
  severities: ['info'],
  needs: [],
  summary: 'kubectl apply dropped a port with the number of another',
  explanation: `
## What it means
The manifest that was last applied has two ports with one number and different protocols, and the Service has
only one of them.
    # last applied
    ports:
    - {port: 53, protocol: UDP, name: dns}
    - {port: 53, protocol: TCP, name: dns-tcp}

## Symptoms
\`kubectl apply\` prints "configured", later "unchanged". One of the protocols does not work.

## Why traffic fails
The Service lacks the port. A client-side apply identifies a port by its number alone, so one replaces the
other.

## Confirm
    kubectl apply view-last-applied svc/SERVICE
    kubectl get svc SERVICE -o jsonpath='{.spec.ports}'

## Fix
Apply the manifest on the server side, which identifies a port by number and protocol:
    kubectl apply --server-side --force-conflicts -f FILE

## When it is harmless
When the port was removed on purpose, with another command.`,
  appliesTo: ({ service }) => service.appliedPorts.length > 0,
  *check({ service }) {
    const lost = lostPorts(service);
    if (lost.length === 0) return;
    yield {
      severity: 'info',
      subject: refOf(service),
      message: `Service ${service.name} lacks ${portsPhrase(lost)} of the manifest that was applied`,
      detail: ['a client-side kubectl apply identifies a port by its number, whatever its protocol'],
      remedy: {
        kind: 'next',
        at: null,
        command: 'kubectl apply --server-side --force-conflicts -f FILE',
        text: 'apply the manifest on the server side, which distinguishes protocols',
      },
      at: field(service, 'spec', 'ports'),
      backends: [],
    };
  },
};

/** Applied ports that the Service lacks, while it has the number with another protocol. */
function lostPorts({ appliedPorts, ports }: Service): Service['appliedPorts'] {
  const sameNumber = (port: number) => ports.filter((one) => one.port === port);
  return appliedPorts.filter(({ port, protocol }) => {
    const present = sameNumber(port);
    return present.length > 0 && !present.some((one) => one.protocol === protocol);
  });
}
