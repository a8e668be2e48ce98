import type { Pod } from '../model/objects/pod.ts';
import type { ServicePort } from '../model/objects/service.ts';
import type { ServiceView } from '../model/view/service-view.ts';
import { listed } from '../text/list.ts';
import { hasSelector } from './engine/applies-to.ts';
import { containersField, portField } from './engine/field.ts';
import { type DraftRemedy, instruction } from './engine/remedy.ts';
import type { Rule } from './engine/rule.ts';
import { podRef, podText, portText } from './engine/subject.ts';

export const protocolMismatch: Rule = {
  name: 'protocol-mismatch',
  class: 'advice',
  needs: ['Pod'],
  summary: 'A numeric targetPort that the Pod declares, for another protocol only',
  explanation: `
## What it means
The Service leads to a port number over one protocol, and the Pod declares that number for another only.

## How it shows
\`spec.ports[].protocol\` of the Service and the \`protocol\` of the container port differ. Without a \`protocol\` both mean TCP.

## Why traffic fails
Declared ports are documentation, so the Pod may listen all the same. If the declaration is right, nobody answers.

## How to confirm
    kubectl get svc NAME -o jsonpath='{.spec.ports}'
    kubectl get pod NAME -o jsonpath='{.spec.containers[*].ports}'

## How to fix
Set the protocol of the Service port, or declare the container port for that protocol too.

## When it is harmless
When the process listens on both, as DNS servers do. A Service that has the number with both protocols is not judged.`,
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
        message: `${podText(pod)} declares port ${listed([...new Set(wrong.map(({ number, declared }) => `${number} for ${declared}`))])} only, and Service port ${listed(wrong.map(({ port }) => portText(port)))} leads there`,
        detail: ['a declared port is documentation: the process may listen on both'],
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
