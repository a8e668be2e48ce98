import type { ServiceView } from '../model/view/service-view.ts';
import type { StaleAddress } from '../model/view/slice-view.ts';
import { counted, listed } from '../text/list.ts';
import { kubectl } from '../text/shell.ts';
import { field } from './engine/remedy.ts';
import { CONTROLLER_PODS, type Rule, refOf } from './engine/rule.ts';

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
  concerns: () => true,
  *check(view) {
    const { service, stale, backends } = view;
    const [first] = stale;
    if (!first) return;
    const addresses = new Set(stale.map(({ address }) => address));
    const slices = new Set<string | null>(stale.map(({ slice }) => slice.name));
    yield {
      severity: 'error',
      subject: refOf(service),
      message: `Service ${service.name} has ${counted(addresses.size, 'address', 'addresses')} in its EndpointSlices that no longer ${addresses.size === 1 ? 'belongs' : 'belong'} to a Pod of it: ${listed([...addresses], 3)}`,
      detail: [...new Set(stale.map((one) => `${WHY[one.reason](one)}`))].slice(0, 10),
      fix: fix(view),
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
  unselected: ({ address, podName }) => `${address}: Pod ${podName} is not selected any more`,
};

/** Whoever writes the slice has to be mended: what a controller wrote it writes again. */
function fix({ service, stale, slices }: ServiceView): string {
  const own = new Set(stale.map(({ slice }) => slice));
  const concerned = slices.filter(({ slice }) => own.has(slice));
  if (concerned.some(({ role, frozen }) => role === 'controller' && !frozen)) return CONTROLLER_PODS;
  if (concerned.every(({ role }) => role === 'mirrored'))
    return kubectl(service.namespace, { verb: 'edit', names: ['endpoints', service.name] });
  const names = concerned.filter(({ role }) => role !== 'mirrored').map(({ slice }) => slice.name);
  const gone = new Set(stale.map(({ address }) => address));
  const alive = concerned.some(({ slice }) =>
    slice.endpoints.some(({ addresses }) => addresses.some((address) => !gone.has(address))),
  );
  return kubectl(service.namespace, { verb: alive ? 'edit' : 'delete', names: ['endpointslice', ...names] });
}
