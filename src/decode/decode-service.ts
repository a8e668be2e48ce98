import type { V1Service } from '@kubernetes/client-node';
import { fieldsOfServiceLabels } from '../model/objects/classification.ts';
import type { IPFamily, ManifestPlace } from '../model/objects/meta.ts';
import type { Service, ServicePort } from '../model/objects/service.ts';
import { ANNOTATION } from '../model/well-known.ts';
import { canonicalAddress, familyOf } from '../text/address.ts';
import { decodeMeta } from './decode-meta.ts';
import { labels, list, number, type Raw, text, texts } from './json/json-values.ts';

export function decodeService(
  raw: NonNullable<Raw<V1Service>>,
  namespace: string,
  place: ManifestPlace | null,
): Service {
  const spec = raw.spec;
  const selector = labels(spec?.selector);
  const clusterIP = text(spec?.clusterIP);
  const clusterIPs = clusterIPsOf(spec).map(canonicalAddress);
  const families = texts(spec?.ipFamilies).filter(
    (family): family is IPFamily => family === 'IPv4' || family === 'IPv6',
  );
  const base = decodeMeta(raw, namespace, place);
  return {
    kind: 'Service',
    ...base,
    ...fieldsOfServiceLabels(base.labels),
    type: text(spec?.type) || 'ClusterIP',
    headless: clusterIP === 'None',
    clusterIPs,
    ipFamilies: families.length > 0 ? families : familiesOf(clusterIPs),
    ipFamilyPolicy: text(spec?.ipFamilyPolicy),
    selector: Object.keys(selector).length > 0 ? selector : null,
    ports: list(spec?.ports).map(servicePort),
    externalName: text(spec?.externalName),
    aliasOf: aliasOf(text(spec?.externalName)),
    externalIPs: texts(spec?.externalIPs).map(canonicalAddress),
    loadBalancerIngress: list(raw.status?.loadBalancer?.ingress).map(
      ({ ip, hostname }) => canonicalAddress(text(ip)) || text(hostname),
    ),
    internalTrafficPolicy: text(spec?.internalTrafficPolicy),
    externalTrafficPolicy: text(spec?.externalTrafficPolicy),
    trafficDistribution: text(spec?.trafficDistribution),
    sessionAffinity: text(spec?.sessionAffinity),
    publishNotReadyAddresses: spec?.publishNotReadyAddresses === true,
    appliedPorts: appliedPorts(labels(raw.metadata?.annotations)[ANNOTATION.lastApplied] ?? ''),
  };
}

type RawPort = NonNullable<Raw<NonNullable<NonNullable<V1Service['spec']>['ports']>[number]>>;

/** The defaults are protocol TCP, and the port as targetPort (pkg/apis/core/v1/defaults.go). */
function servicePort(raw: RawPort): ServicePort {
  const port = number(raw.port) ?? 0;
  const target: unknown = raw.targetPort;
  return {
    name: text(raw.name),
    port,
    protocol: text(raw.protocol) || 'TCP',
    targetPort: text(target) || number(target) || port,
    nodePort: number(raw.nodePort),
    appProtocol: text(raw.appProtocol) || null,
  };
}

/** Most objects are not parsed: without another protocol than TCP no port of one number is there twice. */
function appliedPorts(lastApplied: string): Service['appliedPorts'] {
  if (!/"(UDP|SCTP)"/.test(lastApplied)) return [];
  try {
    const applied = JSON.parse(lastApplied) as Raw<V1Service>;
    return list(applied?.spec?.ports).map(servicePort);
  } catch {
    return [];
  }
}

/** Parses NAME.NAMESPACE.svc, with or without the default cluster domain. */
function aliasOf(externalName: string): Service['aliasOf'] {
  const [, name, namespace] = /^([^.]+)\.([^.]+)\.svc(?:\.cluster\.local)?\.?$/.exec(externalName) ?? [];
  return name === undefined || namespace === undefined ? null : { namespace, name };
}

/** A Service from before dual-stack has only clusterIP. */
function clusterIPsOf(spec: Raw<V1Service['spec']>): readonly string[] {
  const [all, only] = [texts(spec?.clusterIPs), text(spec?.clusterIP)];
  return all.length > 0 || only === '' ? all : [only];
}

/** A Service from before dual-stack has no ipFamilies; the cluster IPs tell them. */
function familiesOf(clusterIPs: readonly string[]): IPFamily[] {
  const ips = clusterIPs.filter((ip) => ip !== '' && ip !== 'None');
  return [...new Set(ips.map(familyOf))];
}
