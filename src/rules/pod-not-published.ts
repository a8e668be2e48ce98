import type { Backend } from '../model/view/backend.ts';
import type { SelectedPod } from '../model/view/selected-pod.ts';
import type { ServiceView } from '../model/view/service-view.ts';
import { endpointAddressError } from '../text/address.ts';
import { counted, listed } from '../text/list.ts';
import { kubectl } from '../text/shell.ts';
import { hasSelector } from './engine/applies-to.ts';
import { controllerEvents } from './engine/controller-events.ts';
import { field } from './engine/field.ts';
import { lastChange } from './engine/impact.ts';
import { lookWith } from './engine/remedy.ts';
import type { Rule } from './engine/rule.ts';
import { portText, refOf } from './engine/subject.ts';

/** Each finding of a Service lists the Pods with a refused address. */
const MAX_LISTED_PODS = 3;

export const podNotPublished: Rule = {
  name: 'pod-not-published',
  class: 'routing',
  needs: ['Pod', 'Node', 'EndpointSlice'],
  evidence: ['Event'],
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
  appliesTo: hasSelector,
  *check(view) {
    const missing = view.pods.filter(({ obstacle }) => obstacle === 'unpublished');
    const refused = missing.length > 0 ? refusedAddresses(view) : [];
    for (const selected of missing) {
      const { pod } = selected;
      const ports = missingPortsText(selected, view);
      yield {
        severity: 'error',
        subject: refOf(pod),
        message: `Pod ${pod.name} should be published, and is in no EndpointSlice that the controller keeps for Service ${view.service.name}${ports}`,
        detail: [
          `its address is ${listed([...selected.addresses.values()])}`,
          ...refused,
          ...controllerEvents(view),
        ],
        remedy: lookWith(
          kubectl(pod.namespace, {
            verb: 'get',
            names: ['events'],
            flags: [`--field-selector=involvedObject.name=${view.service.name}`],
          }),
          'see whether the EndpointSlice controller reports an error',
        ),
        at: field(pod),
        backends: selectUnpublished(view.backendsByPod.get(pod.name) ?? []),
        since: lastChange(pod, view),
      };
    }
  },
};

/** The backends that are in no slice; all of the Pod, if only slices of another manager have them. */
function selectUnpublished(rows: readonly Backend[]): readonly Backend[] {
  const absent = rows.filter(({ slice }) => slice === 'absent');
  return absent.length > 0 ? absent : rows;
}

/** Names the ports if the Pod is published under others. */
function missingPortsText({ pod }: SelectedPod, { backendsByPod: backendsOf }: ServiceView): string {
  const rows = backendsOf.get(pod.name) ?? [];
  const absent = rows.filter(({ slice }) => slice === 'absent');
  if (absent.length === 0 || absent.length === rows.length) return '';
  return ` with port ${listed([...new Set(absent.map(({ port }) => portText(port)))])}`;
}

/** The API server refuses a slice as a whole for one invalid address. */
function refusedAddresses({ pods }: ServiceView): string[] {
  const refused = pods.flatMap(({ pod, addresses }) =>
    [...addresses.values()]
      .filter((address) => endpointAddressError(address) !== null)
      .map((address) => `Pod ${pod.name} has the address ${address}`),
  );
  const more = refused.length - MAX_LISTED_PODS;
  return [
    ...refused
      .slice(0, MAX_LISTED_PODS)
      .map((text) => `${text}, which the API refuses: it blocks the whole slice`),
    ...(more > 0 ? [`and ${counted(more, 'more Pod')} with such an address`] : []),
  ];
}
