import type { ServiceView } from '../model/view/service-view.ts';
import type { StaleAddress } from '../model/view/slice-view.ts';
import { counted, listed } from '../text/list.ts';
import { kubectl } from '../text/shell.ts';
import { field } from './engine/field.ts';
import { CHECK_CONTROLLERS } from './engine/kubectl-commands.ts';
import { type DraftRemedy, lookWith } from './engine/remedy.ts';
import type { Rule } from './engine/rule.ts';
import { refOf } from './engine/subject.ts';

export const staleAddress: Rule = {
  name: 'stale-address',
  class: 'routing',
  needs: ['Pod', 'EndpointSlice'],
  evidence: ['Pod'],
  lag: true,
  summary:
    'An EndpointSlice has an address whose Pod is gone, has finished, has another address or is not selected',
  explanation: `
## What it means
An endpoint names its Pod in \`targetRef\`. That Pod does not exist, has ended, has another IP address by now, or (for
the slices of the EndpointSlice controller) is not selected by the Service any more.

## How it shows
The slice looks healthy: the endpoint has \`ready: true\`. Only the Pod behind it is missing.

## Why traffic fails
Connections go to an address where nobody answers, or where a Pod of somebody else answers by now: the network
plugin gives addresses out again.

## How to confirm
    kubectl get endpointslices -l kubernetes.io/service-name=NAME -o yaml
    kubectl get pods -o wide

## How to fix
Under a Service with a selector the controller has to catch up: see whether kube-controller-manager runs. Under a
Service without one nobody does: delete the slice, and the Endpoints object that it is mirrored from.

## When it is harmless
For the second or two that the controller takes; live, the cluster is read once more before this is claimed.`,
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
        ({ address, sliceName }) => address !== null && addresses.has(address) && slices.has(sliceName),
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
  const command = kubectl(service.namespace, {
    verb: hasOthers ? 'edit' : 'delete',
    names: ['endpointslice', ...names],
  });
  return { kind: hasOthers ? 'next' : 'fix', at: null, command, text };
}
