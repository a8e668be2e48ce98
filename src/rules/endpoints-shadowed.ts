import { type EndpointSlice, type Endpoints, listedAddresses } from '../model/objects/endpoints.ts';
import type { ServiceView } from '../model/view/service-view.ts';
import { listed } from '../text/list.ts';
import { hasSelector } from './engine/applies-to.ts';
import { field } from './engine/field.ts';
import { instruction, jsonPatch } from './engine/remedy/remedy.ts';
import type { DraftFinding, Rule } from './engine/rule.ts';
import { refOf } from './engine/subject.ts';

export const endpointsShadowed: Rule = {
  name: 'endpoints-shadowed',
  class: 'advice',
  severities: ['warning'],
  needs: ['Pod', 'Endpoints', 'EndpointSlice'],
  lag: true,
  summary: 'Endpoints are written by hand beside a selector',
  explanation: `
## What it means
The Service has a selector, so the controllers write its endpoints. Its Endpoints object lists addresses that
belong to none of the selected Pods, or a manifest has an EndpointSlice of its own for the Service.
    # Service
    spec:
      selector: {app: shop}
    # Endpoints
    subsets:
    - addresses: [{ip: 192.0.2.1}]   # not a Pod of app=shop

## Symptoms
\`kubectl get endpoints\` shows the addresses for a while. Connections go to the Pods, or nowhere.

## Why traffic fails
kube-proxy reads EndpointSlices, which follow the selector. The Endpoints controller overwrites the Endpoints
object at the next change of the Service or a Pod. In manifests, a tool that adds labels to all objects may
have added the selector.

## Confirm
    kubectl get svc SERVICE -o jsonpath='{.spec.selector}'
    kubectl get endpoints SERVICE -o yaml

## Fix
If the addresses are right, remove the selector from the Service. Otherwise delete the object.

## When it is harmless
When nothing reads the object, and the Pods are the right ones.`,
  appliesTo: hasSelector,
  *check(view) {
    const { service, endpoints, slices } = view;
    if (endpoints) yield* findShadowed(view, endpoints);
    // A slice that is in a cluster is mixed-endpoint-sources: it may be meant.
    for (const { slice } of slices)
      if (slice.uid === '' && slice.endpoints.length > 0)
        yield finding(
          view,
          slice,
          `EndpointSlice ${slice.name} adds endpoints to Service ${service.name}, which has a selector`,
          listedAddresses(slice),
        );
  },
};

function* findShadowed(view: ServiceView, endpoints: Endpoints): Iterable<DraftFinding> {
  const { service, slices, pods } = view;
  const known = new Set([
    ...slices.flatMap(({ slice }) => listedAddresses(slice)),
    ...pods.flatMap(({ pod }) => pod.ips),
  ]);
  const shadowed = byHand(endpoints).filter((address) => !known.has(address));
  if (shadowed.length === 0) return;
  const message = `Endpoints ${endpoints.name} lists addresses that the selector of Service ${service.name} overrides: ${listed(shadowed, 3)}`;
  yield { ...finding(view, endpoints, message, shadowed), since: endpoints.changed };
}

/** The controller names the Pod of each address. */
function byHand({ subsets }: Endpoints): string[] {
  const all = subsets.flatMap(({ addresses, notReadyAddresses }) => [...addresses, ...notReadyAddresses]);
  return [...new Set(all.filter(({ target }) => target?.kind !== 'Pod').map(({ ip }) => ip))];
}

function finding(
  { service, backends, ports }: ServiceView,
  object: Endpoints | EndpointSlice,
  message: string,
  addresses: readonly string[],
): DraftFinding {
  const listedHere = new Set(addresses);
  const otherwise = instruction(
    `remove the selector if these addresses are intended, else delete the ${object.kind}`,
    field(service, 'spec', 'selector'),
  );
  return {
    severity: 'warning',
    subject: refOf(object),
    message,
    detail: [
      object.kind === 'Endpoints'
        ? 'the Endpoints controller overwrites the object, because the Service has a selector'
        : 'kube-proxy uses these addresses and those of the selected Pods',
    ],
    // Without the selector, Pods that answer now would get no connections.
    remedy: ports.some(({ ready }) => ready)
      ? otherwise
      : { ...jsonPatch(service, { op: 'remove', path: ['spec', 'selector'] }), otherwise },
    at: field(object, object.kind === 'Endpoints' ? 'subsets' : 'endpoints'),
    backends: backends.filter(({ address, podName }) => podName === null && listedHere.has(address ?? '')),
  };
}
