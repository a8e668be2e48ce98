/** Maps a reverse lookup, key by key, to the object that `-o json` and `-o yaml` print. */

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
import {
  toJsonBackend,
  toJsonFinding,
  toJsonObject,
  toJsonService,
  toJsonSkipped,
  toJsonSource,
} from './report-json.ts';

export function toJsonLookup(report: PodReport | AddressReport | IngressReport): JsonLookup {
  switch (report.kind) {
    case 'PodReport':
      return { ...head(report.kind, report), pods: report.pods.map(toJsonPod), ...tail(report) };
    case 'AddressReport':
      return {
        ...head(report.kind, report),
        addresses: report.addresses.map(toJsonAddress),
        ...tail(report),
      };
    case 'IngressReport':
      return {
        ...head(report.kind, report),
        ingresses: report.ingresses.map(toJsonIngress),
        services: report.services.map(toJsonService),
        ...tail(report),
      };
  }
}

function head<Kind extends string>(kind: Kind, { apiVersion, source }: LookupReport): JsonLookupHead<Kind> {
  return { apiVersion, kind, source: toJsonSource(source) };
}

function tail({ findings, skipped, unread }: LookupReport): JsonLookupTail {
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
    podReason: pod.podReason,
    since: pod.since,
    node: pod.node,
    zone: pod.zone,
    hostNetwork: pod.hostNetwork,
    terminating: pod.terminating,
    addresses: pod.addresses,
    services: pod.services.map(toJsonRow),
    almostSelectedBy: pod.almostSelectedBy.map(toJsonAlmostSelecting),
    findings: pod.findings,
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
    pods,
  };
}

function toJsonAddress(entry: AddressEntry): JsonAddress {
  return {
    address: entry.address,
    family: entry.family,
    owners: entry.owners.map(toJsonOwner),
    services: entry.services.map(toJsonRow),
    listedIn: entry.listedIn.map(toJsonObject),
    nodePorts: entry.nodePorts.map(toJsonNodePort),
    findings: entry.findings,
  };
}

/** The order of the keys is part of the output: kind and name come first for a Pod, last for other objects. */
function toJsonOwner(owner: AddressOwner): JsonAddressOwner {
  const { kind, namespace, name, as, ready, status, phase, node, hostNetwork } = owner;
  const object = { kind, namespace, name, as };
  const state = { ready, status, phase, node, hostNetwork };
  return kind === 'Pod' ? { ...object, ...state } : { ...state, ...object };
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
    class: { name, source, controller, exists },
    addresses: ingress.addresses,
    tls: ingress.tls.map(({ hosts, secretName }) => ({ hosts, secretName })),
    paths: ingress.paths.map(toJsonPath),
    findings: ingress.findings,
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
