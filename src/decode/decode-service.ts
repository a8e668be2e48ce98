import type { V1Service } from '@kubernetes/client-node';
import type { IPFamily, ManifestPlace } from '../model/objects/meta.ts';
import type { Service, ServicePort } from '../model/objects/service.ts';
import { LABEL } from '../model/well-known.ts';
import { canonicalAddress, familyOf } from '../text/address.ts';
import { meta } from './decode-meta.ts';
import { labels, list, number, type Raw, text, texts } from './json/json-values.ts';

export function service(
  raw: NonNullable<Raw<V1Service>>,
  namespace: string,
  place: ManifestPlace | null,
): Service {
  const spec = raw.spec;
  const selector = labels(spec?.selector);
  const clusterIP = text(spec?.clusterIP);
  const clusterIPs = clusterIPsOf(spec).map(canonicalAddress);
  const families = texts(spec?.ipFamilies).filter((f): f is IPFamily => f === 'IPv4' || f === 'IPv6');
  const base = meta(raw, namespace, place);
  return {
    kind: 'Service',
    ...base,
    proxyName: base.labels[LABEL.serviceProxyName] ?? null,
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
      (i) => canonicalAddress(text(i.ip)) || text(i.hostname),
    ),
    internalTrafficPolicy: text(spec?.internalTrafficPolicy),
    externalTrafficPolicy: text(spec?.externalTrafficPolicy),
    trafficDistribution: text(spec?.trafficDistribution),
    sessionAffinity: text(spec?.sessionAffinity),
    publishNotReadyAddresses: spec?.publishNotReadyAddresses === true,
  };
}

type RawPort = NonNullable<Raw<NonNullable<NonNullable<V1Service['spec']>['ports']>[number]>>;

/** With the API server's defaults: protocol TCP, targetPort as port (pkg/apis/core/v1/defaults.go). */
function servicePort(raw: RawPort): ServicePort {
  const port = number(raw.port) ?? 0;
  const target: unknown = raw.targetPort;
  return {
    name: text(raw.name),
    port,
    protocol: text(raw.protocol) || 'TCP',
    targetPort: text(target) || number(target) || port,
    nodePort: number(raw.nodePort),
  };
}

/** NAME.NAMESPACE.svc, alone or followed by the cluster domain. */
function aliasOf(externalName: string): Service['aliasOf'] {
  const [, name, namespace] = /^([^.]+)\.([^.]+)\.svc(?:\.cluster\.local)?\.?$/.exec(externalName) ?? [];
  return name === undefined || namespace === undefined ? null : { namespace, name };
}

/** Services from before dual-stack have one only, under the other name. */
function clusterIPsOf(spec: Raw<V1Service['spec']>): readonly string[] {
  const [all, only] = [texts(spec?.clusterIPs), text(spec?.clusterIP)];
  return all.length > 0 || only === '' ? all : [only];
}

/** They name no families, either; their cluster IPs do. */
function familiesOf(clusterIPs: readonly string[]): IPFamily[] {
  const ips = clusterIPs.filter((ip) => ip !== '' && ip !== 'None');
  return [...new Set(ips.map(familyOf))];
}
