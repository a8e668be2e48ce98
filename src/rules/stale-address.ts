import type { ServiceView } from '../model/view/service-view.ts';
import type { StaleAddress } from '../model/view/slice-view.ts';
import { counted, listed } from '../text/list.ts';
import { kubectl } from '../text/shell.ts';
import { field } from './engine/field.ts';
import { CHECK_CONTROLLERS, seeSlices } from './engine/kubectl-commands.ts';
import { type DraftRemedy, lookWith } from './engine/remedy/remedy.ts';
import type { Rule } from './engine/rule.ts';
import { refOf } from './engine/subject.ts';

export const staleAddress: Rule = {
  name: 'stale-address',
  class: 'routing',
  severities: ['error'],
  needs: ['Pod', 'EndpointSlice'],
  evidence: ['Pod'],
  lag: true,
  connectionsFail: true,
  summary: "An endpoint's Pod is gone, changed or not selected",
  explanation: `
## What it means
An endpoint names its Pod in \`targetRef\`. That Pod does not exist, is finished, has another IP address or,
in a slice of the EndpointSlice controller, is no longer selected.
    # EndpointSlice
    endpoints:
    - addresses: [10.244.0.7]
      conditions: {ready: true}
      targetRef: {kind: Pod, name: shop-1}   # not found

## Symptoms
The endpoint usually has \`ready: true\`, so the slice looks healthy.

## Why traffic fails
Connections go to an address where nothing answers, or where another Pod answers: network plugins reuse
addresses.

## Confirm
    kubectl get endpointslices -l kubernetes.io/service-name=SERVICE -o yaml
    kubectl get pods -o wide

## Fix
If the EndpointSlice controller manages the slice, check that kube-controller-manager runs. Otherwise
correct the addresses at their source: the slice, the Endpoints object that it mirrors, or the controller
that writes it.

## When it is harmless
For a second or two after a change. The cluster is read again before this is reported.`,
  appliesTo: () => true,
  *check(view) {
    const { service, stale, backends } = view;
    const [first] = stale;
    if (!first) return;
    const addresses = new Set(stale.map(({ address }) => address));
    const slices = new Set<string | null>(stale.map(({ slice }) => slice.name));
    yield {
      severity: 'error',
      subject: refOf(service),
      message: `EndpointSlices of Service ${service.name} list ${counted(addresses.size, 'address', 'addresses')} that no longer ${addresses.size === 1 ? 'belongs' : 'belong'} to its Pods: ${listed([...addresses], 3)}`,
      detail: [...new Set(stale.map((one) => WHY[one.reason](one)))].slice(0, 10),
      remedy: remedy(view),
      at: field(first.slice, 'endpoints'),
      backends: backends.filter(
        ({ address, sliceName, fault, routable }) =>
          (fault !== null || !routable) &&
          address !== null &&
          addresses.has(address) &&
          slices.has(sliceName),
      ),
      since: null,
    };
  },
};

const WHY: Record<StaleAddress['reason'], (stale: StaleAddress) => string> = {
  gone: ({ address, podName }) => `${address}: Pod ${podName} does not exist`,
  finished: ({ address, podName }) => `${address}: Pod ${podName} has finished`,
  otherAddress: ({ address, podName }) => `${address}: Pod ${podName} has another address`,
  unselected: ({ address, podName }) => `${address}: Pod ${podName} is no longer selected`,
};

/** The writer of the slice has to be fixed: a controller writes its slices again. */
function remedy({ service, stale, slices }: ServiceView): DraftRemedy {
  const staleSlices = new Set(stale.map(({ slice }) => slice));
  const staleAddresses = new Set(stale.map(({ address }) => address));
  const text = `remove the stale ${staleAddresses.size === 1 ? 'address' : 'addresses'} ${listed([...staleAddresses], 3)}`;
  const concerned = slices.filter(({ slice }) => staleSlices.has(slice));
  if (concerned.some(({ role, frozen }) => role === 'controller' && !frozen)) return CHECK_CONTROLLERS;
  if (concerned.every(({ role }) => role === 'mirrored'))
    return lookWith(kubectl(service.namespace, { verb: 'edit', names: ['endpoints', service.name] }), text);
  const names = concerned.filter(({ role }) => role !== 'mirrored').map(({ slice }) => slice.name);
  const hasOthers = concerned.some(({ slice }) =>
    slice.endpoints.some(({ addresses }) => addresses.some((address) => !staleAddresses.has(address))),
  );
  return hasOthers
    ? lookWith(kubectl(service.namespace, { verb: 'edit', names: ['endpointslice', ...names] }), text)
    : lookWith(seeSlices(service), `delete the EndpointSlices with stale addresses: ${listed(names, 3)}`);
}
