import type { ConflictingAddress } from '../model/view/slice-view.ts';
import { listed } from '../text/list.ts';
import { isProxied } from './engine/applies-to.ts';
import { field } from './engine/field.ts';
import { sliceSelector } from './engine/kubectl-commands.ts';
import { lookBeforeEdit } from './engine/remedy.ts';
import type { Rule } from './engine/rule.ts';
import { refOf } from './engine/subject.ts';

export const endpointListedTwice: Rule = {
  name: 'endpoint-listed-twice',
  class: 'routing',
  needs: ['EndpointSlice'],
  lag: true,
  summary: 'An address is listed twice, as ready and as not ready, and kube-proxy takes either',
  explanation: `
## What it means
The EndpointSlices of the Service have an address and port more than once, with different readiness: in two slices (of
a controller and of somebody else, as a rule), or twice in one.

## Symptoms
Connections work on some Nodes, or until kube-proxy starts again.

## Why traffic fails
kube-proxy keeps one of the two. From two slices it is one by chance, in one slice the last.

## Confirm
    kubectl get endpointslices -l kubernetes.io/service-name=NAME -o yaml

## Fix
Delete the slice that is left over or was written by hand, or correct its readiness.

## When it is harmless
While the controller moves an endpoint from one slice to another; live, the cluster is read again before this is told.`,
  appliesTo: isProxied,
  *check({ service, conflicting, backends }) {
    const [first] = conflicting;
    const slice = first?.notReady[0];
    if (!first || !slice) return;
    const addresses = [...new Set(conflicting.map(({ address, number }) => socketText(address, number)))];
    yield {
      severity: 'warning',
      subject: refOf(service),
      message: `Service ${service.name} has ${listed(addresses, 3)} both as ready and as not ready`,
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

function socketText(address: string, number: number): string {
  return address.includes(':') ? `[${address}]:${number}` : `${address}:${number}`;
}

function slicesText({ ready, notReady }: ConflictingAddress): string {
  const names = (slices: ConflictingAddress['ready']) => listed(slices.map(({ name }) => name));
  const inOne = ready.length === 1 && ready[0] === notReady[0];
  const where = `ready in ${names(ready)}, not ready in ${names(notReady)}`;
  return `${where}: ${inOne ? 'the last entry counts' : 'which one kube-proxy takes is chance'}`;
}
