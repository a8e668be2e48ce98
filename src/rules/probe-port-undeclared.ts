import type { Container } from '../model/objects/pod.ts';
import type { SelectedPod } from '../model/view/selected-pod.ts';
import type { ServiceView } from '../model/view/service-view.ts';
import { counted, listed } from '../text/list.ts';
import { hasSelector } from './engine/applies-to.ts';
import { containersField } from './engine/field.ts';
import type { Rule } from './engine/rule.ts';
import { podRef, podText, quote } from './engine/subject.ts';

export const probePortUndeclared: Rule = {
  name: 'probe-port-undeclared',
  class: 'advice',
  severities: ['warning', 'info'],
  needs: ['Pod'],
  summary: 'A probe uses a port that its container does not declare',
  explanation: `
## What it means
A probe names a container port that does not exist (a warning). Or it has a number that the Pod, which
declares other ports, does not declare, and that no Service targets (info), unless the Pod is Ready and so shows
that the process listens on it.
    # Pod
    containers:
    - name: main
      ports:
      - {name: http, containerPort: 8080}
      readinessProbe:
        httpGet: {port: health}

## Symptoms
The Pod is not Ready, or its container restarts again and again. Its events say that the probe failed.

## Why traffic fails
The kubelet cannot resolve the name, so the probe always fails and the Pod receives no traffic. A number works
if the process listens on it, declared or not.

## Confirm
    kubectl describe pod POD

## Fix
Correct the port of the probe, or give the container port that name.

## When it is harmless
With a number on which the process listens: the declaration of a port is only documentation.`,
  appliesTo: hasSelector,
  *check(view) {
    // The Pods of a workload are alike.
    const kinds = view.owners.flatMap(({ name, pods }) => (name === '' ? pods.map((one) => [one]) : [pods]));
    for (const [first, ...others] of kinds) {
      if (!first) continue;
      const { pod } = first;
      const faults = findFaults(first, view);
      if (faults.length === 0) continue;
      const why = listed([...new Set(faults.map(faultText))], 2);
      const isNamed = faults.some(({ port }) => typeof port === 'string');
      const at = containersField(pod);
      yield {
        severity: isNamed ? 'warning' : 'info',
        subject: podRef(pod),
        message: `${podText(pod)} has a probe with an undeclared port: ${why}`,
        detail: [
          `it declares ${listed([...new Set(view.cluster.declaredPorts(pod).map(({ name, port }) => (name ? `${name} ${port}` : `${port}`)))], 5)}`,
          ...(others.length > 0
            ? [
                `${counted(others.length, 'other Pod')} of the workload ${others.length === 1 ? 'has' : 'have'} it too`,
              ]
            : []),
        ],
        remedy: { kind: 'next', at, command: null, text: 'correct the port of the probe, or declare it' },
        at,
        backends: [],
        cause: `have a probe with an undeclared port: ${why}`,
      };
    }
  },
};

interface Fault {
  container: string;
  probe: string;
  port: number | string;
}

function findFaults({ pod, ready }: SelectedPod, { cluster }: ServiceView): Fault[] {
  const declared = new Set(cluster.declaredPorts(pod).map(({ port }) => port));
  const targets = cluster.targetNumbersIn(pod.namespace);
  const isReady = pod.templateOf === null && ready;
  const isFault = (container: Container, port: number | string) =>
    typeof port === 'string'
      ? !container.ports.some(({ name }) => name === port)
      : container.ports.length > 0 &&
        !declared.has(port) &&
        !targets.has(port) &&
        !(isReady && answers(container, port));
  return pod.containers.flatMap((container) =>
    container.probePorts
      .filter(({ port }) => isFault(container, port))
      .map(({ probe, port }) => ({ container: container.name, probe, port })),
  );
}

/** In a Pod that is Ready: its readiness and startup probes succeeded, and a failing liveness probe restarts. */
function answers({ probePorts, ready, restarts }: Container, number: number): boolean {
  return (
    (ready === true && restarts === 0) ||
    probePorts.some(({ probe, port }) => probe !== 'liveness' && port === number)
  );
}

function faultText({ container, probe, port }: Fault): string {
  return `the ${probe} probe of container ${quote(container)} uses ${typeof port === 'string' ? quote(port) : port}`;
}
