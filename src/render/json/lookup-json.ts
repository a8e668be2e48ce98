/** From a reverse lookup to what `-o json` and `-o yaml` print, key by key. */
import type { IngressEntry, IngressPathReport, IngressReport } from '../../model/report/ingress-report.ts';
import type {
  JsonAddress,
  JsonAddressOwner,
  JsonAlmostSelecting,
  JsonIngress,
  JsonIngressPath,
  JsonLookup,
  JsonLookupHead,
  JsonLookupRow,
  JsonLookupTail,
  JsonNodePort,
  JsonPod,
} from '../../model/report/json-lookup.ts';
import type {
  AddressEntry,
  AddressOwner,
  AddressReport,
  AlmostSelecting,
  LookupReport,
  LookupRow,
  NodePortReport,
  PodEntry,
  PodReport,
} from '../../model/report/lookup-report.ts';
import { backendData, findingData, objectData, serviceData, skippedData, sourceData } from './report-json.ts';

export function lookupData(report: PodReport | AddressReport | IngressReport): JsonLookup {
  switch (report.kind) {
    case 'PodReport':
      return { ...head(report.kind, report), pods: report.pods.map(podData), ...tail(report) };
    case 'AddressReport':
      return {
        ...head(report.kind, report),
        addresses: report.addresses.map(addressData),
        ...tail(report),
      };
    case 'IngressReport':
      return {
        ...head(report.kind, report),
        ingresses: report.ingresses.map(ingressData),
        services: report.services.map(serviceData),
        ...tail(report),
      };
  }
}

function head<Kind extends string>(kind: Kind, { apiVersion, source }: LookupReport): JsonLookupHead<Kind> {
  return { apiVersion, kind, source: sourceData(source) };
}

function tail({ findings, skipped, unread }: LookupReport): JsonLookupTail {
  return {
    findings: findings.map(findingData),
    skipped: skipped.map(skippedData),
    unread: unread.map(({ kind, reason }) => ({ kind, reason })),
  };
}

function podData(pod: PodEntry): JsonPod {
  return {
    namespace: pod.namespace,
    name: pod.name,
    phase: pod.phase,
    ready: pod.ready,
    podReason: pod.podReason,
    since: pod.since,
    node: pod.node,
    zone: pod.zone,
    hostNetwork: pod.hostNetwork,
    terminating: pod.terminating,
    addresses: pod.addresses,
    services: pod.services.map(rowData),
    almostSelectedBy: pod.almostSelectedBy.map(almostData),
    findings: pod.findings,
  };
}

function rowData(row: LookupRow): JsonLookupRow {
  const { namespace, service, via, targetPort } = row;
  return { namespace, service, via, targetPort, ...backendData(row) };
}

function almostData({ namespace, service, difference, pods }: AlmostSelecting): JsonAlmostSelecting {
  const { key, wanted, has, similar } = difference;
  return {
    namespace,
    service,
    difference: { key, wanted, has, similar: similar && { key: similar.key, value: similar.value } },
    pods,
  };
}

function addressData(entry: AddressEntry): JsonAddress {
  return {
    address: entry.address,
    family: entry.family,
    owners: entry.owners.map(ownerData),
    services: entry.services.map(rowData),
    listedIn: entry.listedIn.map(objectData),
    nodePorts: entry.nodePorts.map(nodePortData),
    findings: entry.findings,
  };
}

/** Scripts may see them as text: the object stands first where it is a Pod, and last where it is not. */
function ownerData(owner: AddressOwner): JsonAddressOwner {
  const { kind, namespace, name, as, ready, status, phase, node, hostNetwork } = owner;
  const object = { kind, namespace, name, as };
  const state = { ready, status, phase, node, hostNetwork };
  return kind === 'Pod' ? { ...object, ...state } : { ...state, ...object };
}

function nodePortData(port: NodePortReport): JsonNodePort {
  const { namespace, service, portName, protocol, servicePort, nodePort } = port;
  return { namespace, service, portName, protocol, servicePort, nodePort };
}

function ingressData(ingress: IngressEntry): JsonIngress {
  const { name, source, controller, exists } = ingress.class;
  return {
    namespace: ingress.namespace,
    name: ingress.name,
    class: { name, source, controller, exists },
    addresses: ingress.addresses,
    tls: ingress.tls.map(({ hosts, secretName }) => ({ hosts, secretName })),
    paths: ingress.paths.map(pathData),
    findings: ingress.findings,
  };
}

function pathData(path: IngressPathReport): JsonIngressPath {
  const { resource, servicePort } = path;
  return {
    host: path.host,
    path: path.path,
    pathType: path.pathType,
    defaultBackend: path.defaultBackend,
    service: path.service,
    port: path.port,
    resource: resource && { apiGroup: resource.apiGroup, kind: resource.kind, name: resource.name },
    servicePort: servicePort && {
      name: servicePort.name,
      port: servicePort.port,
      protocol: servicePort.protocol,
      targetPort: servicePort.targetPort,
    },
    state: path.state,
    routable: path.routable,
    backends: path.backends,
  };
}
