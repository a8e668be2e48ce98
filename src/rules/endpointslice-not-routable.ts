import type { ServiceView } from '../model/view/service-view.ts';
import type { IgnoredReason, SliceView } from '../model/view/slice-view.ts';
import { LABEL } from '../model/well-known.ts';
import { listed } from '../text/list.ts';
import { inlineYaml } from '../text/yaml-value.ts';
import {
  edited,
  type Field,
  type Fix,
  field,
  jsonPatched,
  lookedAt,
  patched,
  unlabelled,
} from './engine/remedy.ts';
import { impact, type Rule, refOf } from './engine/rule.ts';

export const endpointSliceNotRoutable: Rule = {
  name: 'endpointslice-not-routable',
  class: 'routing',
  needs: ['EndpointSlice'],
  summary: 'kube-proxy ignores an EndpointSlice, or a part of it',
  explanation: `
## What it means
The API server accepts EndpointSlices that kube-proxy does not use: address type FQDN, a port without a number
(or 0), an address family that the Service does not have, the label \`service.kubernetes.io/headless\`, and
every address of an endpoint but the first.

## How it shows
The slice has endpoints, and \`kubectl describe svc\` may even list them; no event says anything.

## Why traffic fails
What kube-proxy ignores gets no connections. If the port has no other endpoint, they are rejected.

## How to confirm
    kubectl get endpointslice NAME -o yaml

## How to fix
A number for each port, one address for each endpoint, one slice for each family that the Service has, no
headless label. For a name instead of an address use a Service of type ExternalName.

## When it is harmless
When the slice is meant for another consumer than kube-proxy, a gateway or a mesh, that understands it.`,
  concerns: ({ source, service }) => source !== 'externalName' && !service.headless,
  *check(view) {
    const rows = Map.groupBy(view.backends, ({ sliceName }) => sliceName);
    for (const sliceView of view.slices) {
      const { slice, ignored, ignoredEntirely } = sliceView;
      if (ignored.length === 0) continue;
      yield {
        severity: impact(view.ports.filter(({ port }) => sliceView.ports.has(port))),
        subject: refOf(slice),
        message: `EndpointSlice ${slice.name} is ignored by kube-proxy${ignoredEntirely ? '' : ' in part'}: ${listed(ignored.map((why) => WHY[why](sliceView, view)))}`,
        detail: [
          `its addresses: ${listed(
            slice.endpoints.flatMap(({ addresses }) => addresses),
            3,
          )}`,
        ],
        fix: fix(sliceView, view),
        backends: (rows.get(slice.name) ?? []).filter(({ routable }) => !routable),
        at: faulty(sliceView),
      };
    }
  },
};

const WHY: Record<IgnoredReason, (slice: SliceView, view: ServiceView) => string> = {
  headlessLabel: () => `it has the label ${LABEL.headless}`,
  fqdn: () => 'its address type is FQDN',
  family: ({ slice }, { service }) =>
    `its addresses are ${slice.addressType}, and the Service has ${listed(service.ipFamilies)} only`,
  portWithoutNumber: ({ slice }) => {
    const ports = slice.ports.filter(({ port }) => !port);
    return `port ${listed(ports.map(({ name, protocol }) => `${name || '(unnamed)'} ${protocol}`))} has no number`;
  },
  furtherAddresses: () => 'of an endpoint with several addresses only the first is used',
};

/** What makes kube-proxy ignore it. */
function faulty({ slice, ignored }: SliceView): Field {
  if (ignored.includes('headlessLabel')) return field(slice, 'metadata', 'labels', LABEL.headless);
  if (ignored.includes('fqdn') || ignored.includes('family')) return field(slice, 'addressType');
  const port = slice.ports.findIndex((one) => !one.port);
  if (ignored.includes('portWithoutNumber')) return field(slice, 'ports', port, 'port');
  const endpoint = slice.endpoints.findIndex(({ addresses }) => addresses.length > 1);
  return field(slice, 'endpoints', endpoint, 'addresses');
}

function fix(view: SliceView, { service, ports, endpoints }: ServiceView): Fix {
  const { slice, role, ignored } = view;
  if (ignored.includes('headlessLabel'))
    return unlabelled(role === 'mirrored' && endpoints ? endpoints : slice, 'label', LABEL.headless);
  // What else the Service routes is not to be given up for a slice that serves nobody.
  if (ignored.includes('fqdn') && ports.some(({ ready }) => ready))
    return lookedAt(
      field(slice),
      { verb: 'delete', names: ['endpointslice', slice.name] },
      'remove the EndpointSlice',
    );
  if (ignored.includes('fqdn')) {
    const [name] = slice.endpoints.flatMap(({ addresses }) => addresses);
    const { command } = patched(
      field(service, 'spec'),
      { type: 'ExternalName', externalName: name, clusterIP: null, clusterIPs: null },
      'merge',
    );
    const change = `set type: ExternalName and externalName: ${inlineYaml(name)}`;
    return { at: field(service, 'spec'), command, change };
  }
  if (ignored.includes('family'))
    return patched(field(service, 'spec'), { ipFamilyPolicy: 'PreferDualStack' });
  return (
    numberFix(view, service) ?? edited(faulty(view), 'give each port a number, each endpoint one address')
  );
}

function numberFix({ slice }: SliceView, service: ServiceView['service']): Fix | null {
  const [port] = service.ports;
  const index = slice.ports.findIndex((one) => !one.port);
  if (index < 0 || service.ports.length !== 1 || typeof port?.targetPort !== 'number') return null;
  return jsonPatched(slice, { op: 'add', path: ['ports', index, 'port'], value: port.targetPort });
}
