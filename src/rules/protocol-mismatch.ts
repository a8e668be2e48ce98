import type { Pod } from '../model/objects/pod.ts';
import type { ServicePort } from '../model/objects/service.ts';
import type { ServiceView } from '../model/view/service-view.ts';
import { listed } from '../text/list.ts';
import { hasSelector } from './engine/applies-to.ts';
import { containersField, portField } from './engine/field.ts';
import { type DraftRemedy, instruction } from './engine/remedy/remedy.ts';
import type { Rule } from './engine/rule.ts';
import { podRef, podText, portsPhrase } from './engine/subject.ts';

export const protocolMismatch: Rule = {
  name: 'protocol-mismatch',
  class: 'advice',
  severities: ['warning'],
  needs: ['Pod'],
  summary: 'A Pod declares the port for another protocol only',
  explanation: `
## What it means
The Service targets a port number over one protocol. The Pod declares that number for another protocol only.
Both default to TCP.
    # Service
    ports:
    - port: 53
      protocol: UDP
    # Pod
    ports:
    - containerPort: 53   # TCP

## Symptoms
\`protocol\` differs between the Service port and the container port.

## Why traffic fails
If the declaration is right, nothing listens for the Service's protocol. A declared port is only
documentation, so the process may listen nevertheless.

## Confirm
    kubectl get svc SERVICE -o jsonpath='{.spec.ports}'
    kubectl get pod POD -o jsonpath='{.spec.containers[*].ports}'

## Fix
Find out which protocol the process uses. Then correct the declaration or the Service port.

## When it is harmless
When the process listens on both, as DNS servers do. A Service that targets the number with both protocols
is not reported.`,
  appliesTo: hasSelector,
  *check(view) {
    const targets = new Set(view.service.ports.map(targetKey));
    for (const { pod } of view.live) {
      const wrong = mismatches(pod, view, targets);
      const [first] = wrong;
      if (!first) continue;
      const ports = new Set(wrong.map(({ port }) => port));
      const at = portField(first.port, view, 'protocol');
      yield {
        severity: 'warning',
        subject: podRef(pod),
        message: `${podText(pod)} declares port ${listed([...new Set(wrong.map(({ number, declared }) => `${number} for ${declared}`))])} only, but ${portsPhrase(wrong.map(({ port }) => port))} of Service ${view.service.name} ${wrong.length === 1 ? 'targets' : 'target'} it`,
        detail: ['a declared port is only documentation: the process may listen on both'],
        remedy: declareProtocol(pod, wrong),
        at,
        backends: (view.backendsByPod.get(pod.name) ?? []).filter(({ port }) => port && ports.has(port)),
      };
    }
  },
};

/** @param targets the target port and protocol of each Service port */
function mismatches(pod: Pod, { service, cluster }: ServiceView, targets: ReadonlySet<string>) {
  const declared = Map.groupBy(
    cluster.declaredPorts(pod).filter(({ role }) => role !== 'init'),
    ({ port }) => port,
  );
  return service.ports.flatMap((port) => {
    const { targetPort: number, protocol } = port;
    if (typeof number !== 'number') return [];
    const ofNumber = declared.get(number) ?? [];
    const [other] = ofNumber;
    const isReached = ofNumber.some(
      (one) =>
        one.protocol === protocol ||
        targets.has(targetKey({ targetPort: number, protocol: one.protocol })) ||
        targets.has(targetKey({ targetPort: one.name, protocol: one.protocol })),
    );
    return other === undefined || isReached ? [] : [{ port, number, declared: other.protocol }];
  });
}

/** The process decides which protocol is right. A declaration without one means TCP, and mostly is what was forgotten. */
function declareProtocol(pod: Pod, wrong: readonly { port: ServicePort; number: number }[]): DraftRemedy {
  const ports = wrong.map(({ number, port }) => `containerPort ${number} with protocol: ${port.protocol}`);
  const where = pod.place === null ? ' in the Pod template' : '';
  return instruction(
    `declare ${listed([...new Set(ports)])}${where}, or give the Service port the protocol that is spoken there`,
    containersField(pod),
  );
}

function targetKey({ targetPort, protocol }: Pick<ServicePort, 'targetPort' | 'protocol'>): string {
  return JSON.stringify([targetPort, protocol]);
}
