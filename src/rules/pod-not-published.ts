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
import { lookWith } from './engine/remedy/remedy.ts';
import type { Rule } from './engine/rule.ts';
import { portsPhrase, refOf } from './engine/subject.ts';

/** Each finding of a Service lists the Pods with a refused address. */
const MAX_LISTED_PODS = 3;

export const podNotPublished: Rule = {
  name: 'pod-not-published',
  class: 'routing',
  severities: ['error'],
  needs: ['Pod', 'Node', 'EndpointSlice'],
  evidence: ['Event'],
  lag: true,
  summary: 'EndpointSlices lack a Pod that they should list',
  explanation: `
## What it means
The Pod is selected, has an address of the Service's IP family, and its Node exists. The EndpointSlice
controller must list it, and its slices do not, or not under every port.

## Symptoms
No EndpointSlice of the Service has the Pod's address, or only slices for other ports have it.

## Why traffic fails
kube-proxy sends connections to listed endpoints only.

## Confirm
    kubectl get endpointslices -l kubernetes.io/service-name=SERVICE -o yaml
    kubectl get events --field-selector involvedObject.name=SERVICE

## Fix
Check that kube-controller-manager runs, and read its log. The API server rejects a whole slice for one
link-local or loopback address, so later Pods are missing too; the finding names Pods with such an address.

## When it is harmless
For a second or two after a change. A change younger than 10 seconds is read again before it is reported.`,
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
        message: `Pod ${pod.name} is missing from the controller's EndpointSlices for Service ${view.service.name}${ports}`,
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
          'look for errors of the EndpointSlice controller',
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
  return `, ${portsPhrase([...new Set(absent.map(({ port }) => port))])}`;
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
      .map((text) => `${text}, which the API rejects together with the whole slice`),
    ...(more > 0 ? [`${counted(more, 'more Pod')} with such an address`] : []),
  ];
}
