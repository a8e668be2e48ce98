import type { Pod } from '../model/objects/pod.ts';
import type { Backend } from '../model/view/backend.ts';
import type { SelectedPod } from '../model/view/selected-pod.ts';
import type { ServiceView } from '../model/view/service-view.ts';
import { endpointAddressError } from '../text/address.ts';
import { latest } from '../text/duration.ts';
import { counted, listed } from '../text/list.ts';
import { kubectl } from '../text/shell.ts';
import { field } from './engine/remedy.ts';
import { portText, type Rule, refOf, selects } from './engine/rule.ts';

/** Each Pod that is not published tells them. */
const MOST = 3;

export const podNotPublished: Rule = {
  name: 'pod-not-published',
  class: 'routing',
  needs: ['Pod', 'Node', 'EndpointSlice'],
  lag: true,
  summary: 'A Pod belongs in the EndpointSlices and is in none, or is missing for one port',
  explanation: `
## What it means
By the rules of the EndpointSlice controller this Pod has to be listed: it is selected, has an address of the
Service's family, its Node exists. The slices do not have it.

## How it shows
No EndpointSlice of the Service has the Pod's address, or only under some of the ports.

## Why traffic fails
kube-proxy sends connections to what is listed.

## How to confirm
    kubectl get endpointslices -l kubernetes.io/service-name=NAME -o yaml
    kubectl get events --field-selector involvedObject.name=NAME

## How to fix
See whether kube-controller-manager runs and what it logs. One address that the API refuses (link-local,
loopback) blocks the whole slice, so that later changes are missing too.

## When it is harmless
For the second or two that the controller takes; live, the cluster is read once more before this is claimed.`,
  concerns: selects,
  *check(view) {
    const poisoned = poison(view);
    for (const selected of view.pods) {
      const { pod, obstacle } = selected;
      if (obstacle !== 'unpublished') continue;
      const missing = missingPorts(selected, view);
      yield {
        severity: 'error',
        subject: refOf(pod),
        message: `Pod ${pod.name} should be published, and is in no EndpointSlice that the controller keeps for Service ${view.service.name}${missing}`,
        detail: [`its address is ${listed([...selected.addresses.values()])}`, ...poisoned],
        fix: kubectl(pod.namespace, {
          verb: 'get',
          names: ['events'],
          flags: [`--field-selector=involvedObject.name=${view.service.name}`],
        }),
        backends: unlisted(view.backendsByPod.get(pod.name) ?? []),
        since: changedAt(pod, view),
        at: field(pod),
      };
    }
  },
};

/** The rows that it is missing from; all, where only another manager lists it. */
function unlisted(rows: readonly Backend[]): readonly Backend[] {
  const absent = rows.filter(({ slice }) => slice === 'absent');
  return absent.length > 0 ? absent : rows;
}

/** Named only where the Pod is published under other ports. */
function missingPorts({ pod }: SelectedPod, { backendsByPod }: ServiceView): string {
  const rows = backendsByPod.get(pod.name) ?? [];
  const absent = rows.filter(({ slice }) => slice === 'absent');
  if (absent.length === 0 || absent.length === rows.length) return '';
  return ` with port ${listed([...new Set(absent.map(({ port }) => portText(port)))])}`;
}

/** With an address that the API refuses it refuses the whole slice. */
function poison({ pods }: ServiceView): string[] {
  const refused = pods.flatMap(({ pod, addresses }) =>
    [...addresses.values()]
      .filter((address) => endpointAddressError(address) !== null)
      .map((address) => `Pod ${pod.name} has the address ${address}`),
  );
  const more = refused.length - MOST;
  return [
    ...refused.slice(0, MOST).map((text) => `${text}, which the API refuses: it blocks the whole slice`),
    ...(more > 0 ? [`and ${counted(more, 'more Pod')} with such an address`] : []),
  ];
}

export function changedAt(pod: Pod, { service }: ServiceView): string | null {
  return latest([pod.changed, pod.created, pod.deleted, pod.ready?.since ?? null, service.changed]);
}
