import { listedAddresses } from '../model/objects/endpoints.ts';
import type { ServiceView } from '../model/view/service-view.ts';
import type { SliceView } from '../model/view/slice-view.ts';
import { LABEL, MANAGER } from '../model/well-known.ts';
import { listed } from '../text/list.ts';
import { field } from './engine/field.ts';
import { seeSlices } from './engine/kubectl-commands.ts';
import { type DraftRemedy, deleteObjects, lookWith } from './engine/remedy/remedy.ts';
import type { Rule } from './engine/rule.ts';
import { refOf } from './engine/subject.ts';

export const endpointsFrozen: Rule = {
  name: 'endpoints-frozen',
  class: 'routing',
  severities: ['warning'],
  needs: ['EndpointSlice'],
  summary: 'The controller no longer updates an EndpointSlice',
  explanation: `
## What it means
The EndpointSlice controller made these slices for a selector. Since then the Service lost its selector,
became an ExternalName, or was deleted and created again. The controller does not update them any more.

## Symptoms
A Service without a selector has slices with the label \`endpointslice.kubernetes.io/managed-by:
endpointslice-controller.k8s.io\`. Often there is a mirrored copy too, made from the Endpoints object, which
is not updated either.

## Why traffic fails
Traffic flows until the Pods are replaced. Then connections go to addresses where nothing answers.

## Confirm
    kubectl get svc SERVICE -o jsonpath='{.spec.selector}'
    kubectl get endpointslices -l kubernetes.io/service-name=SERVICE

## Fix
Restore the selector. If the Service is to have none, write the endpoints that you want first, then delete
the old slices and Endpoints object.

## When it is harmless
For an ExternalName Service: kube-proxy and DNS ignore the slices until the type changes back.`,
  appliesTo: () => true,
  *check(view) {
    const { service, slices, source, backends } = view;
    const frozen = slices.filter((one) => one.frozen && one.slice.endpoints.length > 0);
    const [first, ...others] = frozen.map(({ slice }) => slice);
    if (!first) return;
    const names = frozen.map(({ slice }) => slice.name);
    const frozenNames = new Set<string | null>(names);
    const endpoints = frozenEndpoints(view, frozen);
    const why =
      source === 'externalName'
        ? 'is an ExternalName'
        : service.selector === null
          ? 'has no selector'
          : 'was created again';
    yield {
      severity: 'warning',
      subject: refOf(service),
      message: `Service ${service.name} ${why}, so the controller no longer updates its EndpointSlices ${listed(names, 3)}`,
      detail: [
        `their addresses: ${listed(
          frozen.flatMap(({ slice }) => listedAddresses(slice)),
          3,
        )}`,
        ...(endpoints ? [`the controller no longer updates Endpoints ${endpoints.name} either`] : []),
      ],
      remedy: remedy(view, deleteObjects(first, ...others, ...(endpoints ? [endpoints] : []))),
      at: field(service, 'spec'),
      backends: backends.filter(({ sliceName }) => frozenNames.has(sliceName)),
    };
  },
};

/** Where a selector makes new slices, or an ExternalName leads elsewhere, these are only in the way. */
function remedy({ source, service }: ServiceView, removal: DraftRemedy): DraftRemedy {
  const look = (text: string): DraftRemedy => ({ ...lookWith(seeSlices(service), text), at: removal.at });
  return source === 'selectorless'
    ? look(`restore the selector of the Service; or, if it should have none, ${removal.text}`)
    : { ...removal, otherwise: look(`${removal.text}, once nothing uses it`) };
}

/** The Endpoints object that the controller left too: it is labelled since 1.33, else it has the same addresses. */
function frozenEndpoints({ endpoints, service, source }: ServiceView, frozen: readonly SliceView[]) {
  if (!endpoints || (service.selector !== null && source !== 'externalName')) return null;
  const addresses = new Set(frozen.flatMap(({ slice }) => listedAddresses(slice)));
  const own = listedAddresses(endpoints);
  const made = endpoints.labels[LABEL.endpointsManagedBy] === MANAGER.endpoints;
  return made || (own.length > 0 && own.every((address) => addresses.has(address))) ? endpoints : null;
}
