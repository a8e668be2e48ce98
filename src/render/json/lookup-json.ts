/** Maps a reverse lookup, key by key, to the object that `-o json` and `-o yaml` print. */

import type { IngressEntry, IngressPathReport, IngressReport } from '../../model/report/ingress-report.ts';
import type { JsonIngress, JsonIngressPath, JsonIngressReport } from '../../model/report/json-ingress.ts';
import type {
  JsonAddress,
  JsonAddressOwner,
  JsonAddressReport,
  JsonAlmostSelecting,
  JsonLookupRow,
  JsonNodePort,
  JsonPod,
  JsonPodReport,
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
import {
  counts,
  toJsonBackend,
  toJsonFinding,
  toJsonObject,
  toJsonService,
  toJsonSkipped,
  toJsonSource,
} from './report-json.ts';

type JsonLookup = JsonPodReport | JsonAddressReport | JsonIngressReport;

export function toJsonLookup(report: PodReport | AddressReport | IngressReport): JsonLookup {
  const { apiVersion } = report;
  const source = toJsonSource(report.source);
  switch (report.kind) {
    case 'PodReport':
      return { apiVersion, kind: report.kind, source, pods: report.pods.map(toJsonPod), ...tail(report) };
    case 'AddressReport':
      return {
        apiVersion,
        kind: report.kind,
        source,
        addresses: report.addresses.map(toJsonAddress),
        ...tail(report),
      };
    case 'IngressReport':
      return {
        apiVersion,
        kind: report.kind,
        source,
        ingresses: report.ingresses.map(toJsonIngress),
        services: report.services.map(toJsonService),
        ...tail(report),
      };
  }
}

/** The keys after the subjects. */
function tail({
  findings,
  skipped,
  unread,
}: LookupReport): Pick<JsonLookup, 'findings' | 'skipped' | 'unread'> {
  return {
    findings: findings.map(toJsonFinding),
    skipped: skipped.map(toJsonSkipped),
    unread: unread.map(({ kind, reason }) => ({ kind, reason })),
  };
}

function toJsonPod(pod: PodEntry): JsonPod {
  return {
    namespace: pod.namespace,
    name: pod.name,
    phase: pod.phase,
    ready: pod.ready,
    reason: pod.podReason,
    since: pod.since,
    node: pod.node,
    zone: pod.zone,
    hostNetwork: pod.hostNetwork,
    terminating: pod.terminating,
    podIPs: pod.addresses,
    backends: pod.services.map(toJsonRow),
    almostSelectedBy: pod.almostSelectedBy.map(toJsonAlmostSelecting),
    findingNames: pod.findings,
  };
}

function toJsonRow(row: LookupRow): JsonLookupRow {
  const { namespace, service, via, targetPort } = row;
  return { namespace, service, via, targetPort, ...toJsonBackend(row) };
}

function toJsonAlmostSelecting({
  namespace,
  service,
  difference,
  pods,
}: AlmostSelecting): JsonAlmostSelecting {
  const { key, wanted, has, similar } = difference;
  return {
    namespace,
    service,
    difference: { key, wanted, has, similar: similar && { key: similar.key, value: similar.value } },
    selectedCount: pods,
  };
}

function toJsonAddress(entry: AddressEntry): JsonAddress {
  return {
    address: entry.address,
    family: entry.family,
    owners: entry.owners.map(toJsonOwner),
    backends: entry.services.map(toJsonRow),
    listedIn: entry.listedIn.map(toJsonObject),
    nodePorts: entry.nodePorts.map(toJsonNodePort),
    findingNames: entry.findings,
  };
}

function toJsonOwner(owner: AddressOwner): JsonAddressOwner {
  const { kind, namespace, name, as, ready, status, phase, node, hostNetwork } = owner;
  return { kind, namespace, name, as, ready, status, phase, node, hostNetwork };
}

function toJsonNodePort(port: NodePortReport): JsonNodePort {
  const { namespace, service, portName, protocol, servicePort, nodePort } = port;
  return { namespace, service, portName, protocol, servicePort, nodePort };
}

function toJsonIngress(ingress: IngressEntry): JsonIngress {
  const { name, source, controller, exists } = ingress.class;
  return {
    namespace: ingress.namespace,
    name: ingress.name,
    class: { name, origin: source, controller, exists },
    loadBalancerIngress: ingress.addresses,
    tls: ingress.tls.map(({ hosts, secretName }) => ({ hosts, secretName })),
    paths: ingress.paths.map(toJsonPath),
    findingNames: ingress.findings,
  };
}

function toJsonPath(path: IngressPathReport): JsonIngressPath {
  const { resource, servicePort } = path;
  return {
    host: path.host,
    path: path.path,
    pathType: path.pathType,
    defaultBackend: path.defaultBackend,
    service: path.service,
    backendPort: path.port,
    resource: resource && { apiGroup: resource.apiGroup, kind: resource.kind, name: resource.name },
    portName: servicePort?.name ?? null,
    protocol: servicePort?.protocol ?? null,
    servicePort: servicePort?.port ?? null,
    targetPort: servicePort?.targetPort ?? null,
    state: path.state,
    ...counts(path),
  };
}
