/** Well-known labels, annotations and the values that controllers write into them. */

export const LABEL = {
  /** The Service that an EndpointSlice belongs to. */
  serviceName: 'kubernetes.io/service-name',
  /** The controller or tool that manages an EndpointSlice. */
  sliceManagedBy: 'endpointslice.kubernetes.io/managed-by',
  /** The endpoints controller sets it on the Endpoints that it manages, since 1.33. */
  endpointsManagedBy: 'endpoints.kubernetes.io/managed-by',
  /** "true" on Endpoints: the mirroring controller skips them. */
  skipMirror: 'endpointslice.kubernetes.io/skip-mirror',
  /** kube-proxy does not watch EndpointSlices with this label. */
  headless: 'service.kubernetes.io/headless',
  /** kube-proxy ignores Services with this label; another proxy handles them. */
  serviceProxyName: 'service.kubernetes.io/service-proxy-name',
  /** The tool that manages an object. */
  managedBy: 'app.kubernetes.io/managed-by',
  zone: 'topology.kubernetes.io/zone',
  hostname: 'kubernetes.io/hostname',
  /** The StatefulSet controller adds these two to its Pods (pkg/controller/statefulset/stateful_set_utils.go). */
  statefulSetPodName: 'statefulset.kubernetes.io/pod-name',
  podIndex: 'apps.kubernetes.io/pod-index',
  /** The API server adds these two to the Pod template of a Job (pkg/registry/batch/job/strategy.go). */
  jobName: 'batch.kubernetes.io/job-name',
  legacyJobName: 'job-name',
  /** Deployments and Argo Rollouts add these two to the Pods of their ReplicaSets. */
  podTemplateHash: 'pod-template-hash',
  rolloutTemplateHash: 'rollouts-pod-template-hash',
  /** The release that an object belongs to; charts from before the recommended labels have the second. */
  instance: 'app.kubernetes.io/instance',
  release: 'release',
  /** Cloud controllers leave Nodes with this label out of load balancers (cloud-provider, controllers/service). */
  excludeFromLoadBalancers: 'node.kubernetes.io/exclude-from-external-load-balancers',
  /** The API server sets it on each Namespace to its name. */
  namespaceName: 'kubernetes.io/metadata.name',
} as const;

export const ANNOTATION = {
  /** A leader election record; the mirroring controller skips such Endpoints. */
  leader: 'control-plane.alpha.kubernetes.io/leader',
  /** "truncated": the Service has more than 1000 addresses, and the endpoints controller left some out. */
  overCapacity: 'endpoints.kubernetes.io/over-capacity',
  /** The class of an Ingress, before spec.ingressClassName existed. */
  ingressClass: 'kubernetes.io/ingress.class',
  isDefaultClass: 'ingressclass.kubernetes.io/is-default-class',
  helmHook: 'helm.sh/hook',
  /** The manifest that kubectl apply wrote last. */
  lastApplied: 'kubectl.kubernetes.io/last-applied-configuration',
} as const;

/** Values of {@link LABEL.sliceManagedBy} and {@link LABEL.endpointsManagedBy}. */
export const MANAGER = {
  endpointSlice: 'endpointslice-controller.k8s.io',
  mirroring: 'endpointslicemirroring-controller.k8s.io',
  endpoints: 'endpoint-controller',
  /** create-external, which is also its field manager. */
  own: 'kubectl-endpoints',
} as const;

/** Labels that controllers add to those of the template, and that change with each Pod or rollout. */
export const ADDED_LABELS: readonly string[] = [
  LABEL.podTemplateHash,
  LABEL.rolloutTemplateHash,
  LABEL.statefulSetPodName,
  LABEL.podIndex,
  'controller-revision-hash',
  'pod-template-generation',
];

/** Labels that tell releases apart. */
export const RELEASE_LABELS: readonly string[] = [LABEL.instance, LABEL.release];

/** The controllers of Kubernetes, which give Pods the labels of their template only. */
export const BUILT_IN_CONTROLLERS: readonly string[] = [
  'ReplicaSet',
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'Job',
  'CronJob',
  'ReplicationController',
];

/** Pods in these phases have finished; the controllers do not publish them. */
export const FINISHED_PHASES: readonly string[] = ['Succeeded', 'Failed'];

/** API groups with network policies of another kind, which may admit traffic that NetworkPolicies do not. */
export const POLICY_GROUPS: readonly string[] = [
  'cilium.io',
  'crd.projectcalico.org',
  'projectcalico.org',
  'policy.networking.k8s.io',
];
