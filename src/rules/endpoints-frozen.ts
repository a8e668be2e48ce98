import { listedAddresses } from '../model/objects/endpoints.ts';
import type { ServiceView } from '../model/view/service-view.ts';
import type { SliceView } from '../model/view/slice-view.ts';
import { LABEL, MANAGER } from '../model/well-known.ts';
import { listed } from '../text/list.ts';
import { field } from './engine/field.ts';
import { type DraftRemedy, deleteObjects } from './engine/remedy.ts';
import type { Rule } from './engine/rule.ts';
import { refOf } from './engine/subject.ts';

export const endpointsFrozen: Rule = {
  name: 'endpoints-frozen',
  class: 'routing',
  needs: ['EndpointSlice'],
  summary:
    "EndpointSlices of the controller that it does not look after any more: the Service's selector is gone",
  explanation: `
## What it means
The EndpointSlice controller made these slices for a selector. The Service has none any more, has become an
ExternalName, or is a new Service of the old name. The controller does not update them any more.

## How it shows
Slices labelled \`endpointslice.kubernetes.io/managed-by: endpointslice-controller.k8s.io\` under a Service without
selector; often beside them a mirrored copy, made from the Endpoints object that is frozen as well.

## Why traffic fails
Not yet, as long as the Pods live and keep their addresses. As they are replaced, connections go nowhere.

## How to confirm
    kubectl get svc NAME -o jsonpath='{.spec.selector}'
    kubectl get endpointslices -l kubernetes.io/service-name=NAME

## How to fix
Give the Service its selector back; or delete the slices and the Endpoints object, and write what you mean.

## When it is harmless
Under an ExternalName Service kube-proxy and DNS ignore them; they wake up when the type changes back.`,
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
          : 'is not the one that they were made for';
    yield {
      severity: 'warning',
      subject: refOf(service),
      message: `Service ${service.name} ${why}, and nobody updates its EndpointSlices ${listed(names, 3)}`,
      detail: [
        `they have the addresses ${listed(
          frozen.flatMap(({ slice }) => listedAddresses(slice)),
          3,
        )}`,
        ...(endpoints ? [`Endpoints ${endpoints.name} is frozen as well`] : []),
      ],
      remedy: remedy(view, deleteObjects(first, ...others, ...(endpoints ? [endpoints] : []))),
      at: field(service, 'spec'),
      backends: backends.filter(({ sliceName }) => frozenNames.has(sliceName)),
    };
  },
};

/** Where a selector makes new slices, or an ExternalName leads elsewhere, these are only in the way. */
function remedy({ source }: ServiceView, removal: DraftRemedy): DraftRemedy {
  if (source !== 'selectorless') return { ...removal, otherwise: { ...removal, kind: 'next' } };
  const text = `give the Service its selector back; or, if it is to have none: ${removal.command}`;
  return { kind: 'next', at: removal.at, command: null, text };
}

/** The Endpoints object that the controller left too: it is labelled since 1.33, else it has the same addresses. */
function frozenEndpoints({ endpoints, service, source }: ServiceView, frozen: readonly SliceView[]) {
  if (!endpoints || (service.selector !== null && source !== 'externalName')) return null;
  const addresses = new Set(frozen.flatMap(({ slice }) => listedAddresses(slice)));
  const own = listedAddresses(endpoints);
  const made = endpoints.labels[LABEL.endpointsManagedBy] === MANAGER.endpoints;
  return made || (own.length > 0 && own.every((address) => addresses.has(address))) ? endpoints : null;
}
