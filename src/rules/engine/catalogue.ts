import { endpointIsClusterIp } from '../endpoint-is-cluster-ip.ts';
import { endpointListedTwice } from '../endpoint-listed-twice.ts';
import { endpointWithoutNode } from '../endpoint-without-node.ts';
import { endpointsFrozen } from '../endpoints-frozen.ts';
import { endpointsMissing } from '../endpoints-missing.ts';
import { endpointsNotInInput } from '../endpoints-not-in-input.ts';
import { endpointsNotMirrored } from '../endpoints-not-mirrored.ts';
import { endpointsShadowed } from '../endpoints-shadowed.ts';
import { endpointsTruncated } from '../endpoints-truncated.ts';
import { endpointSliceNotRoutable } from '../endpointslice-not-routable.ts';
import { externalNameIgnoresSelector } from '../external-name-ignores-selector.ts';
import { externalNameIsIp } from '../external-name-is-ip.ts';
import { externalNamePortsIgnored } from '../external-name-ports-ignored.ts';
import { externalNameTargetMissing } from '../external-name-target-missing.ts';
import { headlessPortDiffers } from '../headless-port-differs.ts';
import { ingressBackendMissing } from '../ingress-backend-missing.ts';
import { ingressBackendNotInInput } from '../ingress-backend-not-in-input.ts';
import { ingressClassMissing } from '../ingress-class-missing.ts';
import { ipFamilyUnserved } from '../ip-family-unserved.ts';
import { loadBalancerNodesExcluded } from '../load-balancer-nodes-excluded.ts';
import { loadBalancerPending } from '../load-balancer-pending.ts';
import { mixedEndpointSources } from '../mixed-endpoint-sources.ts';
import { networkPolicyAdmitsNobody } from '../network-policy-admits-nobody.ts';
import { networkPolicyPeerMatchesNobody } from '../network-policy-peer-matches-nobody.ts';
import { nodeMissing } from '../node-missing.ts';
import { nodeNotReady } from '../node-not-ready.ts';
import { nodesWithoutLocalEndpoints } from '../nodes-without-local-endpoints.ts';
import { onlyTerminatingEndpoints } from '../only-terminating-endpoints.ts';
import { orphanEndpoints } from '../orphan-endpoints.ts';
import { podNotPublished } from '../pod-not-published.ts';
import { podNotReady } from '../pod-not-ready.ts';
import { portDroppedByApply } from '../port-dropped-by-apply.ts';
import { portNameMismatch } from '../port-name-mismatch.ts';
import { portNumberDiffers } from '../port-number-differs.ts';
import { probePortUndeclared } from '../probe-port-undeclared.ts';
import { protocolMismatch } from '../protocol-mismatch.ts';
import { readinessOutOfDate } from '../readiness-out-of-date.ts';
import { scaledToZero } from '../scaled-to-zero.ts';
import { selectedPodsNotInInput } from '../selected-pods-not-in-input.ts';
import { selectorMatchesNoPods } from '../selector-matches-no-pods.ts';
import { selectorSpansWorkloads } from '../selector-spans-workloads.ts';
import { serviceNotProxied } from '../service-not-proxied.ts';
import { staleAddress } from '../stale-address.ts';
import { statefulSetWithoutNames } from '../stateful-set-without-names.ts';
import { targetPortUndeclared } from '../target-port-undeclared.ts';
import { targetPortUnresolved } from '../target-port-unresolved.ts';
import { trafficDistributionIneffective } from '../traffic-distribution-ineffective.ts';
import { wrongPodsSelected } from '../wrong-pods-selected.ts';
import type { AnyRule } from './rule.ts';

/** Every rule, in the order of `explain`: routing, advice that warns, advice that informs. */
export const RULES: readonly AnyRule[] = [
  selectorMatchesNoPods,
  podNotReady,
  targetPortUnresolved,
  nodeMissing,
  podNotPublished,
  readinessOutOfDate,
  staleAddress,
  endpointsFrozen,
  endpointsMissing,
  endpointsNotMirrored,
  endpointSliceNotRoutable,
  endpointIsClusterIp,
  endpointListedTwice,
  portNameMismatch,
  onlyTerminatingEndpoints,
  ipFamilyUnserved,
  nodeNotReady,
  nodesWithoutLocalEndpoints,
  networkPolicyAdmitsNobody,
  protocolMismatch,
  wrongPodsSelected,
  endpointsShadowed,
  endpointsTruncated,
  loadBalancerPending,
  loadBalancerNodesExcluded,
  externalNameIsIp,
  externalNameTargetMissing,
  externalNameIgnoresSelector,
  orphanEndpoints,
  statefulSetWithoutNames,
  ingressBackendMissing,
  ingressClassMissing,
  endpointWithoutNode,
  scaledToZero,
  selectedPodsNotInInput,
  ingressBackendNotInInput,
  endpointsNotInInput,
  targetPortUndeclared,
  probePortUndeclared,
  portNumberDiffers,
  headlessPortDiffers,
  externalNamePortsIgnored,
  portDroppedByApply,
  selectorSpansWorkloads,
  mixedEndpointSources,
  serviceNotProxied,
  trafficDistributionIneffective,
  networkPolicyPeerMatchesNobody,
];
