import type { Service } from '../model/objects/service.ts';
import type { AddressEntry, AddressOwner, AddressReport } from '../model/report/lookup-report.ts';
import type { AddressLookup } from '../model/view/lookup.ts';
import type { ServiceView } from '../model/view/service-view.ts';
import type { EvaluatedSnapshot, RuleFinding } from '../rules/engine/rule-results.ts';
import { familyOf } from '../text/address.ts';
import { objectKey } from '../text/object-key.ts';
import { lookupReport, lookupRows } from './build-lookup.ts';
import { FindingIndex } from './finding-index.ts';
import { ruleNames, uniqueFindings } from './finding-order.ts';

/** Builds the report of describe ip. */
export function buildAddressReport(
  evaluated: EvaluatedSnapshot,
  lookups: readonly AddressLookup[],
): AddressReport {
  const findings = new FindingIndex(evaluated.results);
  const views = new Map(evaluated.joined.services.map((view) => [objectKey(view.service), view]));
  const viewOf = (service: Service) => views.get(objectKey(service));
  const addresses = lookups.map((lookup) => ({
    lookup,
    found: [
      ...findingsAt(lookup, findings),
      ...lookup.services.flatMap(({ service }) => findings.of(viewOf(service))),
    ],
  }));
  return {
    kind: 'AddressReport',
    ...lookupReport(
      evaluated,
      addresses.flatMap(({ found }) => found),
      ['Service', 'Endpoints', 'EndpointSlice', 'Pod', 'Node', 'Ingress'],
    ),
    addresses: addresses.map(({ lookup, found }) => ({
      address: lookup.address,
      family: familyOf(lookup.address),
      owners: [...ownersOf(lookup, (service) => statusOf(viewOf(service), findings))],
      ...listingFields(lookup, findings),
      findings: ruleNames(found),
      shownFindings: uniqueFindings(found),
    })),
  };
}

/** The findings about the backends at the address, and about their Services as a whole. */
function findingsAt({ links }: AddressLookup, findings: FindingIndex): RuleFinding[] {
  return links.flatMap(({ view, backends }) => [
    ...findings.aboutService(view),
    ...backends.flatMap((backend) => findings.at(backend)),
  ]);
}

function listingFields(
  { links, listedIn, nodePorts }: AddressLookup,
  findings: FindingIndex,
): Pick<AddressEntry, 'services' | 'listedIn' | 'nodePorts'> {
  return {
    services: links.flatMap((link) => lookupRows(link, findings)),
    listedIn: listedIn.map(({ kind, namespace, name }) => ({ kind, namespace, name })),
    nodePorts: nodePorts.map(({ service, port }) => ({
      namespace: service.namespace,
      service: service.name,
      portName: port.name,
      protocol: port.protocol,
      servicePort: port.port,
      nodePort: port.nodePort ?? 0,
    })),
  };
}

type StatusOf = (service: Service) => AddressOwner['status'];

function* ownersOf(
  { pods, nodes, nodeNames, services, ingresses }: AddressLookup,
  statusOf: StatusOf,
): Iterable<AddressOwner> {
  const none = { ready: null, status: null, phase: null, node: null, hostNetwork: null };
  for (const pod of pods) yield podOwner(pod);
  for (const { node, as, ready } of nodes)
    yield { ...none, kind: 'Node', namespace: '', name: node.name, as, ready };
  for (const name of nodeNames) yield { ...none, kind: 'Node', namespace: '', name, as: 'hostIP' };
  for (const { service, as } of services) {
    const { namespace, name } = service;
    yield { ...none, kind: 'Service', namespace, name, as, status: statusOf(service) };
  }
  for (const { namespace, name } of ingresses)
    yield { ...none, kind: 'Ingress', namespace, name, as: 'loadBalancer' };
}

function podOwner({ pod, ready }: AddressLookup['pods'][number]): AddressOwner {
  const { namespace, name, phase, nodeName, hostNetwork } = pod;
  return {
    kind: 'Pod',
    namespace,
    name,
    as: 'podIP',
    ready,
    status: null,
    phase: phase || null,
    node: nodeName || null,
    hostNetwork,
  };
}

function statusOf(view: ServiceView | undefined, findings: FindingIndex): AddressOwner['status'] {
  return view ? findings.status(view) : null;
}
