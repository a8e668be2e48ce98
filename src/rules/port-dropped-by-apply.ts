import type { Service } from '../model/objects/service.ts';
import { listed } from '../text/list.ts';
import { field } from './engine/field.ts';
import type { Rule } from './engine/rule.ts';
import { portText, refOf } from './engine/subject.ts';

export const portDroppedByApply: Rule = {
  name: 'port-dropped-by-apply',
  class: 'advice',
  needs: [],
  summary: 'kubectl apply lost a port that has the number of another one',
  explanation: `
## What it means
The manifest that was applied last has two ports of one number with different protocols, and the Service has one of them.

## Symptoms
\`kubectl apply\` says "configured" and "unchanged" ever after; one of the protocols does not work.

## Why traffic fails
The port is not there. In a client-side apply the number alone is the key of a port, so one takes the place of the other.

## Confirm
    kubectl apply view-last-applied svc NAME
    kubectl get svc NAME -o jsonpath='{.spec.ports}'

## Fix
    kubectl apply --server-side --force-conflicts -f FILE
Its key is number and protocol.

## When it is harmless
When somebody removed the port on purpose, with another command.`,
  appliesTo: ({ service }) => service.appliedPorts.length > 0,
  *check({ service }) {
    const lost = lostPorts(service);
    if (lost.length === 0) return;
    yield {
      severity: 'info',
      subject: refOf(service),
      message: `Service ${service.name} lacks port ${listed(lost.map(portText))}, which was applied`,
      detail: ['kubectl apply takes two ports of one number for the same port'],
      remedy: {
        kind: 'next',
        at: null,
        command: 'kubectl apply --server-side --force-conflicts -f FILE',
        text: 'apply the manifest on the server, which tells protocols apart',
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
