import { listedAddresses } from '../model/objects/endpoints.ts';
import type { ServiceView } from '../model/view/service-view.ts';
import type { IgnoredReason, SliceView } from '../model/view/slice-view.ts';
import { LABEL } from '../model/well-known.ts';
import { listed } from '../text/list.ts';
import { inlineYaml } from '../text/yaml-value.ts';
import { isProxied } from './engine/applies-to.ts';
import { type Field, field } from './engine/field.ts';
import { impact } from './engine/impact.ts';
import {
  type DraftRemedy,
  deleteObjects,
  editManually,
  instruction,
  jsonPatch,
  removeLabel,
} from './engine/remedy/remedy.ts';
import type { Rule } from './engine/rule.ts';
import { refOf } from './engine/subject.ts';

export const endpointSliceNotRoutable: Rule = {
  name: 'endpointslice-not-routable',
  class: 'routing',
  severities: ['error', 'warning'],
  needs: ['EndpointSlice'],
  summary: 'kube-proxy ignores an EndpointSlice or a part of it',
  explanation: `
## What it means
The API server accepts EndpointSlices that kube-proxy does not use: address type FQDN, a port without a
number or with one above 65535, an IP family that the Service does not have, the label \`service.kubernetes.io/headless\`, and every
address of an endpoint but the first.
    # EndpointSlice
    addressType: FQDN
    endpoints:
    - addresses: [db.example.com]
    ports:
    - name: postgres   # no number

## Symptoms
The slice has endpoints, and \`kubectl describe svc\` may list them. There is no event.

## Why traffic fails
kube-proxy sends no traffic to what it ignores. If the port has no other endpoint, it rejects connections.

## Confirm
    kubectl get endpointslice SLICE -o yaml

## Fix
Give each port a number and each endpoint one address, write a slice for each IP family of the Service, and
remove the headless label. If the slice is mirrored, change the Endpoints object. For a DNS name, use a
Service of type ExternalName.

## When it is harmless
When the slice is meant for another consumer that understands it, such as a gateway or a mesh.`,
  appliesTo: isProxied,
  *check(view) {
    const rows = Map.groupBy(view.backends, ({ sliceName }) => sliceName);
    for (const sliceView of view.slices) {
      const { slice, ignored, ignoredEntirely: ignoredWhole } = sliceView;
      if (ignored.length === 0) continue;
      yield {
        severity: ignored.includes('portOutOfRange')
          ? 'error'
          : impact(view.ports.filter(({ port }) => sliceView.ports.has(port))),
        // The slices of Endpoints in a manifest are still to be mirrored, and have no names.
        subject: slice.name === '' ? refOf(view.endpoints ?? slice) : refOf(slice),
        message: `kube-proxy ignores ${ignoredWhole ? '' : 'part of '}${slice.name === '' ? `the EndpointSlice of Endpoints ${slice.service}` : `EndpointSlice ${slice.name}`}: ${listed(ignored.map((why) => WHY[why](sliceView, view)))}`,
        detail: [
          ...(ignored.includes('portOutOfRange')
            ? ['in nftables mode kube-proxy then fails to write any rule, for all Services of the IP family']
            : []),
          `addresses: ${listed(listedAddresses(slice), 3)}`,
        ],
        remedy: remedy(sliceView, view),
        at: faultyField(sliceView),
        backends: (rows.get(slice.name || null) ?? []).filter(({ routable }) => !routable),
      };
    }
  },
};

const WHY: Record<IgnoredReason, (slice: SliceView, view: ServiceView) => string> = {
  headlessLabel: () => `it has the label ${LABEL.headless}`,
  fqdn: () => 'its address type is FQDN',
  family: ({ slice }, { service }) =>
    `its addresses are ${slice.addressType}, but the Service is ${listed(service.ipFamilies)} only`,
  portWithoutNumber: ({ slice }) => {
    const ports = slice.ports.filter(({ port }) => !port);
    return `port ${listed(ports.map(({ name, protocol }) => `${name || '(unnamed)'} ${protocol}`))} has no number`;
  },
  portOutOfRange: ({ slice }) =>
    `port ${listed(slice.ports.filter(isOutOfRange).map(({ port }) => String(port)))} is greater than 65535`,
  furtherAddresses: () => 'only the first address of an endpoint is used',
};

const isOutOfRange = ({ port }: { port: number | null }) => (port ?? 0) > 65535;

/** The field that makes kube-proxy ignore the slice. */
function faultyField({ slice, ignored }: SliceView): Field {
  if (ignored.includes('headlessLabel')) return field(slice, 'metadata', 'labels', LABEL.headless);
  if (ignored.includes('fqdn') || ignored.includes('family')) return field(slice, 'addressType');
  const port = slice.ports.findIndex((one) => !one.port || isOutOfRange(one));
  if (ignored.includes('portWithoutNumber') || ignored.includes('portOutOfRange'))
    return field(slice, 'ports', port, 'port');
  const endpoint = slice.endpoints.findIndex(({ addresses }) => addresses.length > 1);
  return field(slice, 'endpoints', endpoint, 'addresses');
}

function remedy(view: SliceView, { service, ports, endpoints }: ServiceView): DraftRemedy {
  const { slice, role, ignored } = view;
  if (ignored.includes('headlessLabel'))
    return removeLabel(role === 'mirrored' && endpoints ? endpoints : slice, LABEL.headless);
  // An ExternalName would give up the endpoints that the Service does route to.
  if (ignored.includes('fqdn') && ports.some(({ ready }) => ready)) return deleteObjects(slice);
  if (ignored.includes('fqdn')) {
    const [name] = listedAddresses(slice);
    return instruction(
      `a name needs a Service of its own, with type: ExternalName and externalName: ${inlineYaml(name)}`,
      field(service, 'spec'),
    );
  }
  // Whether the cluster has two families is not known.
  if (ignored.includes('family'))
    return instruction(
      'set ipFamilyPolicy: PreferDualStack, if the cluster has both families',
      field(service, 'spec', 'ipFamilyPolicy'),
    );
  return (
    numberFix(view, service) ??
    editManually(
      faultyField(view),
      'set a number from 1 to 65535 for each port, and one address for each endpoint',
    )
  );
}

function numberFix({ slice }: SliceView, service: ServiceView['service']): DraftRemedy | null {
  const [port] = service.ports;
  const index = slice.ports.findIndex((one) => !one.port || isOutOfRange(one));
  if (index < 0 || service.ports.length !== 1 || typeof port?.targetPort !== 'number') return null;
  return jsonPatch(slice, { op: 'add', path: ['ports', index, 'port'], value: port.targetPort });
}
