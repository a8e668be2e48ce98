import type { Pod } from '../model/objects/pod.ts';
import type { NotReadyCause, SelectedPod } from '../model/view/selected-pod.ts';
import type { ServiceView } from '../model/view/service-view.ts';
import { kubectl } from '../text/shell.ts';
import { hasSelector } from './engine/applies-to.ts';
import { field } from './engine/field.ts';
import { impact, portsConcerned } from './engine/impact.ts';
import { causeText } from './engine/not-ready-cause.ts';
import { notReadyEvidence } from './engine/not-ready-evidence.ts';
import { type DraftRemedy, lookWith } from './engine/remedy/remedy.ts';
import type { Rule } from './engine/rule.ts';
import { refOf } from './engine/subject.ts';

export const podNotReady: Rule = {
  name: 'pod-not-ready',
  class: 'routing',
  severities: ['error', 'warning'],
  needs: ['Pod'],
  evidence: ['Event', 'Pod'],
  summary: 'A selected Pod is not Ready or has no IP address',
  explanation: `
## What it means
The Pod's Ready condition is not \`True\`, or the Pod has no IP address. The finding names the deepest cause
that the API shows: unscheduled, image pull, crash (with its exit code), readiness probe, readiness gate, init
container or lost Node.

## Symptoms
The endpoint has \`ready: false\` in its EndpointSlice, and its address is under \`notReadyAddresses\` in the
Endpoints object. A Pod without an IP address is in neither.
    NAME     READY   STATUS             RESTARTS      AGE
    shop-1   0/1     CrashLoopBackOff   7 (90s ago)   12m

## Why traffic fails
kube-proxy sends new connections to ready endpoints only. The finding is an error if a port that the Pod
serves has no ready Pod left, else a warning.

## Confirm
    kubectl describe pod POD
    kubectl logs POD --all-containers

## Fix
Fix the cause that the finding names. The Service needs no change, unless its Pods find each other by their
names in DNS: a headless Service publishes these only when the Pods are Ready, or if it has
\`publishNotReadyAddresses: true\`.

## When it is harmless
While a Pod starts: the finding says since when it has not been Ready. With \`publishNotReadyAddresses:
true\`, a Pod is reported only if none of its containers runs (a warning), or if it has no IP address and no
port of the Service has a ready endpoint.`,
  appliesTo: hasSelector,
  *check(view) {
    for (const selected of view.pods) {
      const { pod, obstacle, cause } = selected;
      if (cause === null || !isConcerned(selected, view)) continue;
      const severity = obstacle === null ? 'warning' : impact(portsConcerned(view, selected));
      const [one, several] =
        obstacle === 'noAddress'
          ? ['has no IP address', 'have no IP address']
          : ['is not Ready', 'are not Ready'];
      yield {
        severity,
        subject: refOf(pod),
        message: `Pod ${pod.name} ${one}: ${causeText(pod, cause)}`,
        detail: [...notReadyEvidence(selected, cause, view)],
        remedy: remedy(pod, cause),
        at: field(pod),
        backends: view.backendsByPod.get(pod.name) ?? [],
        cause: `${several}: ${causeText(pod, cause)}`,
        // Other Pods matter only where nobody is left.
        evidence: severity === 'error' && hasSeveralLabels(view) ? ['Event', 'Pod'] : ['Event'],
      };
    }
  },
};

/** Of a selector with one label every other Pod misses that one. */
function hasSeveralLabels({ service }: ServiceView): boolean {
  return Object.keys(service.selector ?? {}).length > 1;
}

/** With publishNotReadyAddresses a Pod that runs is no fault, nor one without an address while others answer. */
function isConcerned({ obstacle, pod }: SelectedPod, { service, ports }: ServiceView): boolean {
  if (!service.publishNotReadyAddresses) return obstacle === 'notReady' || obstacle === 'noAddress';
  if (obstacle === 'noAddress') return !ports.some(({ ready }) => ready);
  return obstacle === null && isStopped(pod);
}

/** None of its containers runs. */
function isStopped({ containers }: Pod): boolean {
  const states = containers.filter(({ role }) => role === 'container').map(({ state }) => state);
  return states.length > 0 && states.every((state) => state !== null && state.type !== 'running');
}

function remedy({ namespace, name, nodeName }: Pod, { kind, container }: NotReadyCause): DraftRemedy {
  const logs = { verb: 'logs', names: [name] };
  if (kind === 'node')
    return lookWith(
      kubectl(null, { verb: 'describe', names: ['node', nodeName] }),
      'see in the conditions and events of the Node why it is lost',
    );
  if (kind === 'crash')
    return lookWith(
      kubectl(namespace, { ...logs, flags: [['-c', container], '--previous'] }),
      `read the log of container ${container} before it exited`,
    );
  if (kind === 'probe' || kind === 'init')
    return lookWith(
      kubectl(namespace, { ...logs, flags: [['-c', container]] }),
      `read the log of container ${container}`,
    );
  return lookWith(
    kubectl(namespace, { verb: 'describe', names: ['pod', name] }),
    'see the conditions and events of the Pod',
  );
}
