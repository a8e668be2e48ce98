/** Service and its ports. */

import type { IPFamily, Labels, Meta } from './meta.ts';

export interface Service extends Meta {
  kind: 'Service';
  type: string;
  headless: boolean;
  clusterIPs: readonly string[];
  ipFamilies: readonly IPFamily[];
  ipFamilyPolicy: string;
  /** Null if absent or empty, which mean the same: no selector. */
  selector: Labels | null;
  ports: readonly ServicePort[];
  externalName: string;
  /** The Service whose cluster DNS name the externalName is; null for any other name. */
  aliasOf: { namespace: string; name: string } | null;
  externalIPs: readonly string[];
  loadBalancerIngress: readonly string[];
  internalTrafficPolicy: string;
  externalTrafficPolicy: string;
  trafficDistribution: string;
  sessionAffinity: string;
  /** The label service.kubernetes.io/service-proxy-name. */
  proxyName: string | null;
  publishNotReadyAddresses: boolean;
  /** The ports that kubectl apply last wrote, if it wrote any with another protocol than TCP; else empty. */
  appliedPorts: readonly Pick<ServicePort, 'name' | 'port' | 'protocol'>[];
}

export interface ServicePort {
  name: string;
  port: number;
  protocol: string;
  targetPort: number | string;
  nodePort: number | null;
  appProtocol: string | null;
}
