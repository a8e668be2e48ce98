import type { PortView, ServiceView } from '../model/view.ts';
import { listed } from '../words/list.ts';
import { commandLine } from '../words/shell.ts';
import { isSelectorless, portText, quote, type Rule, refOf } from './rule.ts';

export const portNameMismatch: Rule = {
  name: 'port-name-mismatch',
  class: 'routing',
  needs: ['EndpointSlice'],
  evidence: [],
  lag: false,
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
  concerns: (view) => isSelectorless(view) && !view.service.headless,
  *check(view) {
    const { service, slices, ports } = view;
    const filled = slices.filter(({ slice }) => slice.endpoints.length > 0);
    const listedPorts = filled.flatMap(({ slice }) => slice.ports);
    const missing = ports.filter(
      ({ port }) =>
        !listedPorts.some(({ name, protocol }) => name === port?.name && protocol === port.protocol),
    );
    if (filled.length === 0 || missing.length === 0) return;
    yield {
      severity: 'error',
      subject: refOf(service),
      message: `Service ${service.name} has port ${listed(missing.map(named))}, and no EndpointSlice has a port of that name and protocol`,
      detail: [
        `Service ports:       ${listed(ports.map(named))}`,
        `EndpointSlice ports: ${listed([...new Set(listedPorts.map(slicePort))])} (${listed(
          filled.map(({ slice }) => slice.name),
          3,
        )})`,
      ],
      fix: fix(view, missing),
      backends: view.backends.filter(({ port }) => missing.includes(port)),
    };
  },
};

function named(view: PortView): string {
  return view.port?.name === '' ? `${portText(view)} (unnamed)` : portText(view);
}

function slicePort({
  name,
  port,
  protocol,
}: {
  name: string;
  port: number | null;
  protocol: string;
}): string {
  return name === ''
    ? `${port ?? '<unset>'}/${protocol} (unnamed)`
    : `${name} ${port ?? '<unset>'}/${protocol}`;
}

/** Where one port stands against one, the Service takes the name; else somebody has to decide. */
function fix({ service, slices }: ServiceView, missing: readonly PortView[]): string {
  const kubectl = (...words: string[]) => commandLine('kubectl', '-n', service.namespace, ...words);
  const ports = slices.flatMap(({ slice }) => slice.ports);
  const names = new Set(ports.map(({ name, protocol }) => `${protocol} ${name}`));
  const [wanted, only] = [missing[0]?.port, ports[0]];
  if (service.ports.length === 1 && names.size === 1 && wanted && only && only.protocol === wanted.protocol) {
    const patch = [{ op: 'add', path: '/spec/ports/0/name', value: only.name }];
    return kubectl('patch', 'service', service.name, '--type=json', '-p', JSON.stringify(patch));
  }
  const mirrored = slices.some(({ role }) => role === 'mirrored');
  const target = mirrored ? ['endpoints', service.name] : ['endpointslice', slices[0]?.slice.name ?? ''];
  return `${kubectl('edit', ...target)}   # name the ports ${listed(missing.map(({ port }) => quote(port?.name ?? '')))} there`;
}
