import { listedAddresses } from '../model/objects/endpoints.ts';
import { listed } from '../text/list.ts';
import { hasSelector } from './engine/applies-to.ts';
import { field } from './engine/field.ts';
import { lookBeforeEdit } from './engine/remedy/remedy.ts';
import type { Rule } from './engine/rule.ts';
import { refOf } from './engine/subject.ts';

export const mixedEndpointSources: Rule = {
  name: 'mixed-endpoint-sources',
  class: 'advice',
  severities: ['info'],
  needs: ['EndpointSlice'],
  summary: 'EndpointSlices of another manager add endpoints',
  explanation: `
## What it means
Besides the slices that the controller creates for the selector, the Service has slices of another writer.

## Symptoms
Slices of the Service differ in their label \`endpointslice.kubernetes.io/managed-by\`.

## Why traffic fails
It does not: kube-proxy uses all slices, so some connections go to these addresses. The controller does not
remove them when they are out of date.

## Confirm
    kubectl get endpointslices -l kubernetes.io/service-name=SERVICE -o yaml

## Fix
Find out what wrote the slice. Delete it if it is a leftover.

## When it is harmless
When both are meant, for example during a migration into the cluster.`,
  appliesTo: hasSelector,
  *check({ service, slices, backends }) {
    // Beside a selector in a manifest it is endpoints-shadowed.
    const others = slices.filter(
      ({ role, slice }) => role !== 'controller' && slice.uid !== '' && slice.endpoints.length > 0,
    );
    const [first] = others;
    if (!first) return;
    const names = others.map(({ slice }) => slice.name);
    const isOther = new Set<string | null>(names);
    yield {
      severity: 'info',
      subject: refOf(service),
      message: `Service ${service.name} has a selector and also EndpointSlices of another manager: ${listed(names, 3)}`,
      detail: others.map(
        ({ slice }) =>
          `${slice.name}: managed by ${slice.managedBy || '<none>'}, ${listed(listedAddresses(slice), 3)}`,
      ),
      remedy: lookBeforeEdit(
        field(first.slice),
        { verb: 'get', names: ['endpointslice', first.slice.name], flags: [['-o', 'yaml']] },
        'remove the EndpointSlice or the selector of the Service, unless both are intended',
      ),
      at: field(service, 'spec', 'selector'),
      backends: backends.filter(({ sliceName }) => isOther.has(sliceName)),
    };
  },
};
