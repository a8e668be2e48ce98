import type { IPFamily, Labels, Meta } from './meta.ts';

export interface Service extends Meta {
  kind: 'Service';
  type: string;
  headless: boolean;
  clusterIPs: readonly string[];
  ipFamilies: readonly IPFamily[];
  ipFamilyPolicy: string;
  /** Null when there is none: an absent and an empty selector are the same thing. */
  selector: Labels | null;
  ports: readonly ServicePort[];
  externalName: string;
  /** The Service that the externalName is the DNS name of, where it is exactly that. */
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
}

export interface ServicePort {
  name: string;
  port: number;
  protocol: string;
  targetPort: number | string;
  nodePort: number | null;
}
