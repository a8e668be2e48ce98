import type { Pod } from '../model/objects/pod.ts';
import type { ServicePort } from '../model/objects/service.ts';
import type { PortView } from '../model/view/backend.ts';
import type { DeclaredPort } from '../model/view/cluster-view.ts';
import type { SelectedPod } from '../model/view/selected-pod.ts';
import type { ServiceView } from '../model/view/service-view.ts';
import { listed } from '../text/list.ts';
import { hasSelector } from './engine/applies-to.ts';
import { containersField, portField } from './engine/field.ts';
import { impact } from './engine/impact.ts';
import { targetFinder } from './engine/remedy/fitting-target.ts';
import { type DraftRemedy, instruction, jsonPatch } from './engine/remedy/remedy.ts';
import type { Rule } from './engine/rule.ts';
import { podRef, podText, portText, quote } from './engine/subject.ts';

export const targetPortUnresolved: Rule = {
  name: 'target-port-unresolved',
  class: 'routing',
  severities: ['error', 'warning'],
  needs: ['Pod'],
  summary: 'A Pod has no container port that targetPort names',
  explanation: `
## What it means
\`targetPort\` is a name. Kubernetes looks it up in each Pod among the container ports, by name and protocol.
Ports of sidecars (init containers with \`restartPolicy: Always\`) count since Kubernetes 1.33; those of other
init containers do not.
    # Service
    ports:
    - port: 80
      targetPort: http
    # Pod
    ports:
    - containerPort: 8080
      name: web

## Symptoms
The Pod is in an EndpointSlice whose \`ports\` lack that port or are null. In the latter case \`kubectl
describe svc\` prints the bare IP address, which looks healthy. There is no event.

## Why traffic fails
kube-proxy has no port number to send connections to, so the Pod receives none for this port. A headless
Service still answers in DNS, without an SRV record; there the finding is a warning.

## Confirm
    kubectl get svc SERVICE -o jsonpath='{.spec.ports}'
    kubectl get pod POD -o jsonpath='{.spec.containers[*].ports}'

## Fix
Set \`targetPort\` to the port that the process listens on (its number, if a sidecar declares it and the
cluster is older than 1.33), or give the container port that name in the
workload's Pod template. A declaration does not make the process listen. A port with two protocols needs two
declarations.

## When it is harmless
During a rollout, if the new Pods already declare the name.`,
  appliesTo: hasSelector,
  *check(view) {
    const fittingTargetOf = targetFinder(view);
    for (const selected of view.pods) {
      if (selected.obstacle !== 'unresolved' || view.mixed?.foreign.has(selected)) continue;
      const { pod, resolved } = selected;
      const ports = view.ports.filter(({ port }) => port && resolved.get(port) === null);
      const [first] = ports;
      if (!first || isRedundantJob(pod, ports)) continue;
      const concerned = new Set(ports.map(({ port }) => port));
      const targets = targetTexts(ports).join(' or ');
      const inSidecarOnly = isInSidecar(pod, ports, view);
      yield {
        severity: impact(ports),
        subject: podRef(pod),
        message: inSidecarOnly
          ? `${podText(pod)} declares port ${targets}, which Service ${view.service.name} targets, only in a sidecar`
          : `${podText(pod)} declares no port ${targets}, which Service ${view.service.name} targets`,
        detail: [...evidence(selected, ports, view)],
        remedy: remedy(pod, ports, view, fittingTargetOf),
        at: portField(first.port, view, 'targetPort'),
        backends: (view.backendsByPod.get(pod.name) ?? []).filter(({ port }) => concerned.has(port)),
        cause: inSidecarOnly
          ? `declare port ${targets} only in a sidecar`
          : `declare no port ${targets}${declaresAny(pod) ? `, only ${declaredPortsText(pod, view)}` : ''}`,
      };
    }
  },
};

/** The Pod runs to completion, and other Pods serve the ports. */
function isRedundantJob({ templateOf }: Pod, ports: readonly PortView[]): boolean {
  const completes = templateOf?.kind === 'Job' || templateOf?.kind === 'CronJob';
  return completes && ports.every(({ resolvedBy }) => resolvedBy > 0);
}

function targetTexts(ports: readonly PortView[]): string[] {
  return [...new Set(ports.map(targetText))];
}

function targetText({ port }: PortView): string {
  return `${quote(String(port?.targetPort))} (${port?.protocol})`;
}

function* evidence({ pod }: SelectedPod, ports: readonly PortView[], view: ServiceView): Iterable<string> {
  for (const { port, resolvedBy } of ports)
    yield `port ${portText(port)}: ${resolvedBy} of ${view.live.length} Pods resolve ${quote(String(port?.targetPort))}`;
  yield `it declares ${declaredPortsText(pod, view)}`;
}

function declaresAny({ containers }: Pod): boolean {
  return containers.some(({ ports }) => ports.length > 0);
}

function declaredPortsText(pod: Pod, view: ServiceView): string {
  const all = view.cluster.declaredPorts(pod);
  return all.length === 0 ? 'no ports' : listed(all.map(declaredText));
}

function declaredText(declaredPort: DeclaredPort): string {
  const { resolves, role, container } = declaredPort;
  const where =
    role === 'sidecar'
      ? `in sidecar ${quote(container)}, which counts since Kubernetes 1.33`
      : `in init container ${quote(container)}, which does not count`;
  return `${portText(declaredPort)}${resolves ? '' : ` (${where})`}`;
}

/** The port is there, but controllers before Kubernetes 1.33 do not look for it in sidecars. */
function isInSidecar(pod: Pod, ports: readonly PortView[], view: ServiceView): boolean {
  return ports.every((port) => sidecarPort(pod, port, view) !== undefined);
}

function sidecarPort(pod: Pod, { port }: PortView, { cluster }: ServiceView): DeclaredPort | undefined {
  return cluster
    .declaredPorts(pod)
    .find(
      ({ role, resolves, name, protocol }) =>
        role === 'sidecar' && !resolves && name === port?.targetPort && protocol === port.protocol,
    );
}

/** If no Pod resolves the name, sets targetPort to the port that fits all Pods. */
function remedy(
  pod: Pod,
  ports: readonly PortView[],
  view: ServiceView,
  fittingTargetOf: (port: ServicePort) => string | number | null,
): DraftRemedy {
  const otherwise = declarePorts(pod, ports);
  const [first, ...more] = ports;
  if (!first?.port || more.length > 0 || first.resolvedBy > 0) return otherwise;
  const value = fittingTargetOf(first.port);
  if (value === null) return otherwise;
  const { path } = portField(first.port, view, 'targetPort');
  return { ...jsonPatch(view.service, { op: 'replace', path, value }), otherwise };
}

/** A declaration makes nobody listen. */
function declarePorts(pod: Pod, ports: readonly PortView[]): DraftRemedy {
  const where = pod.place === null ? ' in the Pod template' : '';
  return instruction(
    `declare a container port ${listed(targetTexts(ports))}${where}, if something listens there, or remove the port from the Service`,
    containersField(pod),
  );
}
