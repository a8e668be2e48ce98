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
import { type DraftRemedy, editManually, lookWith, removeAnnotation, removeLabel } from './engine/remedy.ts';
import type { Rule } from './engine/rule.ts';
import { quote, refOf } from './engine/subject.ts';

/** The addresses that the mirroring controller copies of a subset (--mirroring-max-endpoints-per-subset). */
const MAX_PER_SUBSET = 1000;

export const endpointsNotMirrored: Rule = {
  name: 'endpoints-not-mirrored',
  class: 'routing',
  needs: ['Endpoints', 'EndpointSlice'],
  lag: true,
  summary: 'The addresses of an Endpoints object are in no EndpointSlice, and only slices are read',
  explanation: `
## What it means
kube-proxy and DNS read EndpointSlices, never Endpoints. For a Service without selector the
EndpointSliceMirroring controller copies the Endpoints object into slices; here it has not.

## How it shows
\`kubectl get endpoints NAME\` shows addresses, \`kubectl get endpointslices -l kubernetes.io/service-name=NAME\`
shows none of them.

## Why traffic fails
For kube-proxy the Service has no endpoints, so it rejects connections.

## How to confirm
    kubectl get endpoints NAME -o yaml
    kubectl get endpointslices -l kubernetes.io/service-name=NAME
The controller mirrors nothing where the label \`${LABEL.skipMirror}\` is "true", where the annotation
\`${ANNOTATION.leader}\` is present, or where two ports of the same addresses have one name
(dns over UDP and TCP, say): it then fails without an event.

## How to fix
Remove the label or the annotation, give the ports different names, or write an EndpointSlice yourself:
    kubectl endpoints create-external NAME --ip ADDRESS --port PORT --kind endpointslice

## When it is harmless
Within the second or two that the controller takes; live, the cluster is read once more before this is claimed.`,
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
