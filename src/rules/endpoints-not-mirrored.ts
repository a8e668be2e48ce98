import type { Endpoints } from '../model/objects/endpoints.ts';
import type { Mirror } from '../model/view/mirror.ts';
import { ANNOTATION, LABEL } from '../model/well-known.ts';
import { latest } from '../text/duration.ts';
import { counted, listed } from '../text/list.ts';
import { byText } from '../text/order.ts';
import { kubectl } from '../text/shell.ts';
import { isSelectorless } from './engine/applies-to.ts';
import { field } from './engine/field.ts';
import { sliceSelector } from './engine/kubectl-commands.ts';
import {
  type DraftRemedy,
  editManually,
  lookWith,
  removeAnnotation,
  removeLabel,
} from './engine/remedy/remedy.ts';
import type { Rule } from './engine/rule.ts';
import { quote, refOf } from './engine/subject.ts';

/** The addresses that the mirroring controller copies of a subset (--mirroring-max-endpoints-per-subset). */
const MAX_PER_SUBSET = 1000;

export const endpointsNotMirrored: Rule = {
  name: 'endpoints-not-mirrored',
  class: 'routing',
  severities: ['error'],
  needs: ['Endpoints', 'EndpointSlice'],
  lag: true,
  summary: 'EndpointSlices lack the addresses of the Endpoints',
  explanation: `
## What it means
kube-proxy and DNS read EndpointSlices, not Endpoints. For a Service without a selector, the
EndpointSliceMirroring controller copies the Endpoints object into slices. No slice has its addresses.

## Symptoms
    $ kubectl get endpoints shop
    NAME   ENDPOINTS         AGE
    shop   192.0.2.10:5432   5m
    $ kubectl get endpointslices -l kubernetes.io/service-name=shop
    No resources found in default namespace.

## Why traffic fails
kube-proxy has no endpoints for the Service, so it rejects connections.

## Confirm
    kubectl get endpoints SERVICE -o yaml
    kubectl get endpointslices -l kubernetes.io/service-name=SERVICE
Nothing is mirrored if the label \`${LABEL.skipMirror}\` is "true" or the annotation \`${ANNOTATION.leader}\` is
present. If two ports of the same addresses have one name (dns over UDP and TCP), mirroring fails without an
event.

## Fix
Give the ports different names, or remove the label. Remove the annotation only if no leader election uses
the object. Or write an EndpointSlice instead:
    kubectl endpoints create-external SERVICE --ip ADDRESS --port PORT \\
      --kind endpointslice --dry-run=client -o yaml | kubectl apply -f -

## When it is harmless
For a second or two after a change. A change younger than 10 seconds is read again before it is reported.`,
  appliesTo: isSelectorless,
  *check(view) {
    const { endpoints, mirror, backends, service } = view;
    if (!endpoints || !mirror) return;
    const { ready } = mirror;
    const isCarried = view.slices.some((slice) =>
      slice.ready.some(({ addresses }) => addresses.some((address) => ready.has(address))),
    );
    if (ready.size === 0 || isCarried) return;
    const [why, remedy, ...path] = findObstacle(endpoints, mirror);
    yield {
      severity: 'error',
      subject: refOf(endpoints),
      message: `Endpoints ${endpoints.name} has ${counted(ready.size, 'address', 'addresses')} (${listed([...ready].sort(byText), 3)}) missing from the EndpointSlices of Service ${service.name}`,
      detail: [why, 'kube-proxy and DNS read only EndpointSlices'],
      remedy,
      at: field(endpoints, ...path),
      backends,
      since: latest([endpoints.changed, service.created]),
    };
  },
};

function findObstacle(
  endpoints: Endpoints,
  mirror: Mirror,
): [why: string, remedy: DraftRemedy, ...path: string[]] {
  const { namespace, subsets } = endpoints;
  switch (mirror.refused) {
    case 'skipMirror':
      return [
        `its label ${LABEL.skipMirror} is "true"`,
        removeLabel(endpoints, LABEL.skipMirror),
        'metadata',
        'labels',
        LABEL.skipMirror,
      ];
    case 'leaderElection':
      return [
        `its annotation ${ANNOTATION.leader} marks it as a leader election record`,
        removeAnnotation(endpoints, ANNOTATION.leader),
        'metadata',
        'annotations',
        ANNOTATION.leader,
      ];
    case 'portNamedTwice':
      return [
        `two ports of a subset are named ${quote(mirror.portName)}, which EndpointSlices do not allow: mirroring fails without an event`,
        editManually(field(endpoints, 'subsets'), 'give each port of a subset its own name'),
        'subsets',
      ];
    case null:
      return [
        subsets.some(({ addresses }) => addresses.length > MAX_PER_SUBSET)
          ? `a subset has more than ${MAX_PER_SUBSET} addresses, and the controller mirrors at most ${MAX_PER_SUBSET}`
          : 'nothing in it prevents mirroring: is kube-controller-manager running, with its EndpointSliceMirroring controller?',
        lookWith(
          kubectl(namespace, {
            verb: 'get',
            names: ['endpointslices'],
            flags: [['-l', sliceSelector(endpoints)]],
          }),
          'list the EndpointSlices of the Service',
        ),
      ];
  }
}
