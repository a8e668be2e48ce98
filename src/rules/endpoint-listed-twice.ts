import type { ConflictingAddress } from '../model/view/slice-view.ts';
import { socketText } from '../text/address.ts';
import { listed } from '../text/list.ts';
import { isProxied } from './engine/applies-to.ts';
import { field } from './engine/field.ts';
import { sliceSelector } from './engine/kubectl-commands.ts';
import { lookBeforeEdit } from './engine/remedy/remedy.ts';
import type { Rule } from './engine/rule.ts';
import { refOf } from './engine/subject.ts';

export const endpointListedTwice: Rule = {
  name: 'endpoint-listed-twice',
  class: 'routing',
  severities: ['warning'],
  needs: ['EndpointSlice'],
  lag: true,
  connectionsFail: true,
  summary: 'An address is listed as ready and as not ready',
  explanation: `
## What it means
The EndpointSlices of the Service list an address and port more than once, with different readiness: in two
slices, usually of a controller and of another writer, or twice in one slice.
    # EndpointSlice
    endpoints:
    - addresses: [192.0.2.1]
    - addresses: [192.0.2.1]
      conditions: {ready: false}

## Symptoms
Connections succeed on some Nodes, or until kube-proxy restarts.

## Why traffic fails
kube-proxy keeps one of the entries: of two slices either one, in one slice the last.

## Confirm
    kubectl get endpointslices -l kubernetes.io/service-name=SERVICE -o yaml

## Fix
Delete the slice that is left over or was written by hand, or correct the readiness in it.

## When it is harmless
While the controller moves an endpoint from one slice to another. The cluster is read again before this is
reported.`,
  appliesTo: isProxied,
  *check({ service, conflicting, backends }) {
    const [first] = conflicting;
    const slice = first?.notReady[0];
    if (!first || !slice) return;
    const addresses = [...new Set(conflicting.map(({ address, number }) => socketText(address, number)))];
    yield {
      severity: 'warning',
      subject: refOf(service),
      message: `EndpointSlices of Service ${service.name} list ${listed(addresses, 3)} as ready and as not ready`,
      detail: [...new Set(conflicting.map(slicesText))],
      remedy: lookBeforeEdit(
        field(slice, 'endpoints'),
        {
          verb: 'get',
          names: ['endpointslices'],
          flags: [
            ['-l', sliceSelector(service)],
            ['-o', 'yaml'],
          ],
        },
        'list each address once',
      ),
      at: field(slice, 'endpoints'),
      backends: backends.filter(({ fault }) => fault === 'conflicting'),
      since: null,
    };
  },
};

function slicesText({ ready, notReady }: ConflictingAddress): string {
  const names = (slices: ConflictingAddress['ready']) => listed(slices.map(({ name }) => name));
  const inOne = ready.length === 1 && ready[0] === notReady[0];
  const where = `ready in ${names(ready)}, not ready in ${names(notReady)}`;
  return `${where}: ${inOne ? 'kube-proxy uses the last entry' : 'kube-proxy uses either of them'}`;
}
