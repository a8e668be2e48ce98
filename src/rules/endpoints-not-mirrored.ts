import type { Endpoints } from '../model/objects.ts';
import { counted, listed } from '../words/list.ts';
import { commandLine } from '../words/shell.ts';
import { isSelectorless, quote, type Rule, refOf } from './rule.ts';

const SKIP_MIRROR = 'endpointslice.kubernetes.io/skip-mirror';
const LEADER = 'control-plane.alpha.kubernetes.io/leader';

export const endpointsNotMirrored: Rule = {
  name: 'endpoints-not-mirrored',
  class: 'routing',
  needs: ['Endpoints', 'EndpointSlice'],
  evidence: [],
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
The controller mirrors nothing where the label \`${SKIP_MIRROR}\` is "true", where the annotation
\`${LEADER}\` is present, or where two ports of the same addresses have one name
(dns over UDP and TCP, say): it then fails without an event.

## How to fix
Remove the label or the annotation, give the ports different names, or write an EndpointSlice yourself:
    kubectl endpoints create-external NAME --ip ADDRESS --port PORT --kind endpointslice

## When it is harmless
Within the second or two that the controller takes; live, the cluster is read once more before this is claimed.`,
  concerns: isSelectorless,
  *check(view) {
    const { endpoints, backends, service } = view;
    const ready = new Set(
      (endpoints?.subsets ?? []).flatMap(({ addresses }) => addresses.map(({ ip }) => ip)),
    );
    const carried = view.slices.some(({ slice }) =>
      slice.endpoints.some(({ addresses }) => addresses.some((address) => ready.has(address))),
    );
    if (!endpoints || ready.size === 0 || carried) return;
    const [why, fix] = whyNot(endpoints);
    yield {
      severity: 'error',
      subject: refOf(endpoints),
      message: `Endpoints ${endpoints.name} has ${counted(ready.size, 'address', 'addresses')} (${listed([...ready], 3)}) that no EndpointSlice of Service ${service.name} carries`,
      detail: [why, 'kube-proxy and DNS read EndpointSlices only'],
      fix,
      backends,
      since: later(endpoints.changed, service.created),
      place: endpoints.place,
    };
  },
};

function whyNot(endpoints: Endpoints): [why: string, fix: string] {
  const kubectl = (...words: string[]) => commandLine('kubectl', '-n', endpoints.namespace, ...words);
  const { name } = endpoints;
  if (endpoints.skipMirror)
    return [`its label ${SKIP_MIRROR} is "true"`, kubectl('label', 'endpoints', name, `${SKIP_MIRROR}-`)];
  if (endpoints.leaderElection)
    return [
      `it has the annotation ${LEADER}: a leader election record`,
      kubectl('annotate', 'endpoints', name, `${LEADER}-`),
    ];
  const twice = portNamedTwice(endpoints);
  if (twice !== null)
    return [
      `two of its ports are named ${quote(twice)}, which a slice may not have: mirroring fails without an event`,
      kubectl('edit', 'endpoints', name),
    ];
  return [
    'nothing in it prevents mirroring: does kube-controller-manager run, with its EndpointSliceMirroring controller?',
    kubectl('get', 'endpointslices', '-l', `kubernetes.io/service-name=${name}`),
  ];
}

/** After repacking, ports of the same addresses share a slice, where names are unique whatever the protocol. */
function portNamedTwice({ subsets }: Endpoints): string | null {
  const namesOf = new Map<string, Map<string, string>>();
  for (const { addresses, notReadyAddresses, ports } of subsets)
    for (const { ip } of [...addresses, ...notReadyAddresses])
      for (const { name, port, protocol } of ports) {
        const names = namesOf.get(ip) ?? new Map<string, string>();
        const other = names.get(name);
        if (other !== undefined && other !== `${port}/${protocol}`) return name;
        namesOf.set(ip, names.set(name, `${port}/${protocol}`));
      }
  return null;
}

function later(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return Date.parse(a) > Date.parse(b) ? a : b;
}
