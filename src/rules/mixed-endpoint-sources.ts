import { listedAddresses } from '../model/objects/endpoints.ts';
import { listed } from '../text/list.ts';
import { hasSelector } from './engine/applies-to.ts';
import { field } from './engine/field.ts';
import { lookBeforeEdit } from './engine/remedy.ts';
import type { Rule } from './engine/rule.ts';
import { refOf } from './engine/subject.ts';

export const mixedEndpointSources: Rule = {
  name: 'mixed-endpoint-sources',
  class: 'advice',
  needs: ['EndpointSlice'],
  summary: 'A Service with a selector also has EndpointSlices of another manager',
  explanation: `
## What it means
Beside the slices that the controller makes for the selector, somebody else has written slices for the Service.

## How it shows
Slices with the label \`kubernetes.io/service-name\` and another \`endpointslice.kubernetes.io/managed-by\`.

## Why traffic fails
It does not: kube-proxy uses all of them, so a part of the connections goes to these addresses. Nobody removes them
when they are out of date.

## How to confirm
    kubectl get endpointslices -l kubernetes.io/service-name=NAME --show-labels

## How to fix
Delete the slice if it is left over.

## When it is harmless
When it is meant: moving from outside into the cluster step by step, say.`,
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
      message: `Service ${service.name} has a selector, and also EndpointSlices of another manager: ${listed(names, 3)}`,
      detail: others.map(
        ({ slice }) =>
          `${slice.name}: managed by ${slice.managedBy || '<none>'}, ${listed(listedAddresses(slice), 3)}`,
      ),
      remedy: lookBeforeEdit(
        field(first.slice),
        { verb: 'get', names: ['endpointslice', first.slice.name], flags: [['-o', 'yaml']] },
        'remove the EndpointSlice, or the selector of the Service, if both are not meant',
      ),
      at: field(service, 'spec', 'selector'),
      backends: backends.filter(({ sliceName }) => isOther.has(sliceName)),
    };
  },
};
