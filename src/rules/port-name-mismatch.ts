import type { FieldPath } from '../model/objects/meta.ts';
import type { ServicePort } from '../model/objects/service.ts';
import type { ServiceView } from '../model/view/service-view.ts';
import { listed } from '../text/list.ts';
import { isSelectorless } from './engine/applies-to.ts';
import { field, portField } from './engine/field.ts';
import type { JsonPatchOperation } from './engine/remedy/change.ts';
import { type DraftRemedy, editManually, jsonPatch } from './engine/remedy/remedy.ts';
import type { Rule } from './engine/rule.ts';
import { portsPhrase, portText, refOf } from './engine/subject.ts';

export const portNameMismatch: Rule = {
  name: 'port-name-mismatch',
  class: 'routing',
  severities: ['error'],
  needs: ['EndpointSlice'],
  summary: 'No EndpointSlice port matches the Service port',
  explanation: `
## What it means
kube-proxy matches the ports of a Service and its EndpointSlices by name and protocol. Both must be equal;
numbers are not compared. An unnamed port matches only an unnamed port.
    # Service
    ports:
    - {name: postgres, port: 5432, protocol: TCP}
    # EndpointSlice
    ports:
    - {name: pg, port: 5432, protocol: TCP}

## Symptoms
Both objects are valid, and there is no event. \`kubectl describe svc\` compares names only, so a wrong
protocol looks healthy there.

## Why traffic fails
kube-proxy has no endpoints for the port, so it rejects connections.

## Confirm
    kubectl get svc SERVICE -o jsonpath='{.spec.ports}'
    kubectl get endpointslices -l kubernetes.io/service-name=SERVICE -o yaml

## Fix
Give both ports the same name and protocol. If the slice is mirrored, change the Endpoints object.

## When it is harmless
Never for clients of that port. Other ports are not affected.`,
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
    const [kind, other] =
      names.length > 0
        ? ['EndpointSlice', 'EndpointSlice port']
        : ['Endpoints', `port of Endpoints ${service.name}`];
    yield {
      severity: 'error',
      subject: refOf(service),
      message: `${portsPhrase(missing)} of Service ${service.name} ${missing.length === 1 ? 'matches' : 'match'} no ${other} by name and protocol`,
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
    'give the ports the names that the Service uses',
  );
  // The controller left these slices at an earlier time.
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
