import type { Pod } from '../model/objects/pod.ts';
import type { NotReadyCause, SelectedPod } from '../model/view/selected-pod.ts';
import type { ServiceView } from '../model/view/service-view.ts';
import { kubectl } from '../text/shell.ts';
import { hasSelector } from './engine/applies-to.ts';
import { field } from './engine/field.ts';
import { impact, portsConcerned } from './engine/impact.ts';
import { headline, notReadyEvidence } from './engine/not-ready-evidence.ts';
import { type DraftRemedy, lookWith } from './engine/remedy.ts';
import type { Rule } from './engine/rule.ts';
import { refOf } from './engine/subject.ts';

export const podNotReady: Rule = {
  name: 'pod-not-ready',
  class: 'routing',
  needs: ['Pod'],
  evidence: ['Event', 'Pod'],
  summary: 'A selected Pod is not Ready, so it gets no connections',
  explanation: `
## What it means
The Pod's condition Ready is not "True", or the Pod has no IP address yet. The finding names the deepest cause
that the API shows: not scheduled, an image that cannot be pulled, a crash with its exit code, a failing readiness
probe, a readiness gate that nobody has set, an init container that does not finish, a lost node.

## How it shows
Its EndpointSlice endpoint has \`ready: false\`; in the Endpoints object its address is listed in
\`notReadyAddresses\`. Without an IP address it is in neither.

## Why traffic fails
kube-proxy sends new connections to ready endpoints only. The finding is an error when a port that the Pod
serves has no other ready Pod, and a warning while others still answer.

## How to confirm
    kubectl describe pod NAME
    kubectl logs NAME --previous

## How to fix
Fix what the cause says. The Service needs no change.

## When it is harmless
For the seconds in which a Pod starts: the finding says since when the Pod has not been Ready. For a Service with
\`publishNotReadyAddresses: true\` only a Pod none of whose containers runs is told.`,
  appliesTo: hasSelector,
  *check(view) {
    for (const selected of view.pods) {
      const { pod, obstacle, cause } = selected;
      if (cause === null || !isConcerned(selected, view)) continue;
      const severity = obstacle === null ? 'warning' : impact(portsConcerned(view, selected));
      yield {
        severity,
        subject: refOf(pod),
        message: `Pod ${pod.name} ${obstacle === 'noAddress' ? 'has no IP address' : 'is not Ready'}: ${headline(pod, cause)}`,
        detail: [...notReadyEvidence(selected, cause, view)],
        remedy: remedy(pod, cause),
        at: field(pod),
        backends: view.backendsByPod.get(pod.name) ?? [],
        cause: headline(pod, cause),
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
      `see in the log of container ${container} why it ended`,
    );
  if (kind === 'probe' || kind === 'init')
    return lookWith(
      kubectl(namespace, { ...logs, flags: [['-c', container]] }),
      `read the log of container ${container}`,
    );
  return lookWith(
    kubectl(namespace, { verb: 'describe', names: ['pod', name] }),
    'see why in the conditions and events of the Pod',
  );
}
