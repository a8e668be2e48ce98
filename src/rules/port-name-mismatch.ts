import type { FieldPath } from '../model/objects/meta.ts';
import type { ServicePort } from '../model/objects/service.ts';
import type { ServiceView } from '../model/view/service-view.ts';
import { listed } from '../text/list.ts';
import { isSelectorless } from './engine/applies-to.ts';
import type { JsonPatchOperation } from './engine/change.ts';
import { field, portField } from './engine/field.ts';
import { type DraftRemedy, editManually, jsonPatch } from './engine/remedy.ts';
import type { Rule } from './engine/rule.ts';
import { portText, refOf } from './engine/subject.ts';

export const portNameMismatch: Rule = {
  name: 'port-name-mismatch',
  class: 'routing',
  needs: ['EndpointSlice'],
  summary: 'A port of a Service without selector is in none of its EndpointSlices by name and protocol',
  explanation: `
## What it means
kube-proxy joins a Service port with an EndpointSlice port by **name and protocol**, byte for byte. Numbers are
not compared. An unnamed port matches an unnamed port only.

## How it shows
Both objects are valid, and no event says anything. \`kubectl describe svc\` compares names alone, so a protocol
that differs looks healthy there.

## Why traffic fails
The port has no endpoints for kube-proxy, so connections to it are rejected.

## How to confirm
    kubectl get svc NAME -o jsonpath='{.spec.ports}'
    kubectl get endpointslices -l kubernetes.io/service-name=NAME -o jsonpath='{.items[*].ports}'

## How to fix
Give both the same name and protocol. For a mirrored slice change the Endpoints object, not the slice.

## When it is harmless
Never for clients of that port; the other ports are not touched by it.`,
  appliesTo: (view) => isSelectorless(view) && !view.service.headless,
  *check(view) {
    const { service, slices, backendsByPort } = view;
    const filled = slices.filter(({ slice }) => slice.endpoints.length > 0);
    const listedPorts = filled.flatMap(({ slice }) => slice.ports);
    const named = new Set(filled.flatMap((slice) => [...slice.ports]));
    const missing = service.ports.filter((port) => !named.has(port));
    const [first] = missing;
    if (filled.length === 0 || !first) return;
    const names = filled.map(({ slice }) => slice.name).filter(Boolean);
    // The slices of Endpoints in a manifest are still to be mirrored, and have no names.
    const [kind, lack] =
      names.length > 0
        ? ['EndpointSlice', 'no EndpointSlice has a']
        : ['Endpoints', `Endpoints ${service.name} has no`];
    yield {
      severity: 'error',
      subject: refOf(service),
      message: `Service ${service.name} has port ${listed(missing.map(nameText))}, and ${lack} port of that name and protocol`,
      detail: [
        `${'Service ports:'.padEnd(kind.length + 8)}${listed(service.ports.map(nameText))}`,
        `${kind} ports: ${listed([...new Set(listedPorts.map(nameText))])}${names.length > 0 ? ` (${listed(names, 3)})` : ''}`,
      ],
      remedy: remedy(view, missing),
      at: portField(first, view, 'name'),
      backends: missing.flatMap((port) => backendsByPort.get(port) ?? []),
    };
  },
};

function nameText(port: ListedPort): string {
  return port.name === '' ? `${portText(port)} (unnamed)` : portText(port);
}

interface ListedPort {
  name: string;
  port: number | null;
  protocol: string;
}

/** Changes the object that was written by hand: renames the port that matches no Service port, or adds one. */
function remedy(view: ServiceView, missing: readonly ServicePort[]): DraftRemedy {
  const { service, slices, endpoints } = view;
  const mirrored = slices.some(({ role }) => role === 'mirrored') ? endpoints : null;
  const filled = slices.find(({ slice }) => slice.endpoints.length > 0);
  const own = filled?.slice;
  const target = mirrored ?? own ?? service;
  const [wanted, ...more] = missing;
  const written = mirrored ? mirrored.subsets : [own ?? { ports: [] }];
  const [ports, ...others] = written.map((one) => one.ports);
  const otherwise = editManually(
    field(target, mirrored ? 'subsets' : 'ports'),
    'name the ports as the Service names its own',
  );
  // Slices that a controller has left are of an earlier time.
  if (filled?.frozen || !wanted || !ports || more.length > 0 || others.length > 0) return otherwise;
  const path = mirrored ? ['subsets', 0, 'ports'] : ['ports'];
  const operations = namePort(ports, wanted, service.ports, path);
  return operations ? { ...jsonPatch(target, ...operations), otherwise } : otherwise;
}

/** @returns null if no port of the slice can be the one that is wanted */
function namePort(
  ports: readonly ListedPort[],
  { name, protocol, targetPort, port }: ServicePort,
  served: readonly ServicePort[],
  path: FieldPath,
): readonly [JsonPatchOperation, ...JsonPatchOperation[]] | null {
  const matchKey = (one: Pick<ServicePort, 'name' | 'protocol'>) => `${one.name}/${one.protocol}`;
  const known = new Set(served.map(matchKey));
  const unused = ports.filter((one) => !known.has(matchKey(one)));
  const [only] = unused;
  if (only && unused.length === 1) {
    // A port of another number is another port.
    if (only.port !== null && only.port !== targetPort && only.port !== port) return null;
    const at = [...path, ports.indexOf(only)];
    const renamed: JsonPatchOperation = { op: 'add', path: [...at, 'name'], value: name };
    return only.protocol === protocol
      ? [renamed]
      : [renamed, { op: 'add', path: [...at, 'protocol'], value: protocol }];
  }
  const value = { name, port: typeof targetPort === 'number' ? targetPort : port, protocol };
  return ports.length === 0
    ? [{ op: 'add', path, value: [value] }]
    : [{ op: 'add', path: [...path, '-'], value }];
}
