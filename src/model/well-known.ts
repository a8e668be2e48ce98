/** The names that Kubernetes gives a meaning: labels, annotations and who writes them. */

export const LABEL = {
  /** The Service that an EndpointSlice belongs to. */
  serviceName: 'kubernetes.io/service-name',
  /** Who writes an EndpointSlice. */
  sliceManagedBy: 'endpointslice.kubernetes.io/managed-by',
  /** The endpoints controller labels what it writes, since 1.33. */
  endpointsManagedBy: 'endpoints.kubernetes.io/managed-by',
  /** With the value "true" on Endpoints they are not mirrored. */
  skipMirror: 'endpointslice.kubernetes.io/skip-mirror',
  /** kube-proxy does not watch EndpointSlices that have it. */
  headless: 'service.kubernetes.io/headless',
  /** kube-proxy leaves a Service that has it to another proxy. */
  serviceProxyName: 'service.kubernetes.io/service-proxy-name',
  /** The tool that an object is managed by. */
  managedBy: 'app.kubernetes.io/managed-by',
  zone: 'topology.kubernetes.io/zone',
  hostname: 'kubernetes.io/hostname',
  /** What the StatefulSet controller adds to the labels of its Pods (pkg/controller/statefulset/stateful_set_utils.go). */
  statefulSetPodName: 'statefulset.kubernetes.io/pod-name',
  podIndex: 'apps.kubernetes.io/pod-index',
  /** What the API adds to those of a Job (pkg/registry/batch/job/strategy.go). */
  jobName: 'batch.kubernetes.io/job-name',
  legacyJobName: 'job-name',
  /** What Deployments add to those of their ReplicaSets, and Rollouts of Argo. */
  podTemplateHash: 'pod-template-hash',
  rolloutTemplateHash: 'rollouts-pod-template-hash',
} as const;

export const ANNOTATION = {
  /** A leader election record: such Endpoints are not mirrored. */
  leader: 'control-plane.alpha.kubernetes.io/leader',
  /** "truncated": the endpoints controller had more than 1000 addresses. */
  overCapacity: 'endpoints.kubernetes.io/over-capacity',
  /** The class of an Ingress, before there was a field for it. */
  ingressClass: 'kubernetes.io/ingress.class',
  isDefaultClass: 'ingressclass.kubernetes.io/is-default-class',
  helmHook: 'helm.sh/hook',
} as const;

/** As values of {@link LABEL.sliceManagedBy} and {@link LABEL.endpointsManagedBy}. */
export const MANAGER = {
  endpointSlice: 'endpointslice-controller.k8s.io',
  mirroring: 'endpointslicemirroring-controller.k8s.io',
  endpoints: 'endpoint-controller',
  /** create-external; its field manager, too. */
  own: 'kubectl-endpoints',
} as const;

/** A Pod in one of these phases runs no more; the controllers publish none. */
export const FINISHED_PHASES: readonly string[] = ['Succeeded', 'Failed'];
