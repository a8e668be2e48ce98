import type { V1Deployment, V1PodTemplateSpec, V1StatefulSetSpec } from '@kubernetes/client-node';
import type { ManifestPlace } from '../model/objects/meta.ts';
import type { Workload } from '../model/objects/workload.ts';
import { decodeConditions, decodeMeta } from './decode-meta.ts';
import { decodeContainers } from './decode-pod.ts';
import { labels, number, type Raw, text } from './json/json-values.ts';

/** The kinds with a Pod template in `spec.template`; that of a CronJob is in `spec.jobTemplate.spec.template`. */
export const WORKLOAD_KINDS = [
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'ReplicaSet',
  'ReplicationController',
  'Job',
  'CronJob',
] as const;

const WITH_REPLICAS: readonly string[] = ['Deployment', 'StatefulSet', 'ReplicaSet', 'ReplicationController'];

interface RawWorkload extends NonNullable<Raw<V1Deployment>> {
  readonly spec?: Raw<V1Deployment['spec']> & {
    readonly jobTemplate?: { readonly spec?: RawWorkload['spec'] };
  };
}

/** The status of a DaemonSet and of a Job have a count of their own. */
function recordedPods(status: RawWorkload['status']): number {
  const { replicas, active, currentNumberScheduled } = (status ?? {}) as Record<string, unknown>;
  return number(replicas) ?? number(active) ?? number(currentNumberScheduled) ?? 0;
}

type StatefulSetSpec = Raw<V1StatefulSetSpec>;

export function decodeWorkload(raw: object, namespace: string, place: ManifestPlace | null): Workload {
  const object = raw as RawWorkload;
  const type = text(object.kind);
  const spec = type === 'CronJob' ? object.spec?.jobTemplate?.spec : object.spec;
  const template: Raw<V1PodTemplateSpec> = spec?.template;
  return {
    kind: 'Workload',
    type,
    ...decodeMeta(object, namespace, place),
    // The default of replicas is 1 (pkg/apis/apps/v1/defaults.go).
    replicas: number(object.spec?.replicas) ?? (WITH_REPLICAS.includes(type) ? 1 : null),
    serviceName: type === 'StatefulSet' ? text((object.spec as StatefulSetSpec)?.serviceName) : '',
    firstOrdinal: number((object.spec as StatefulSetSpec)?.ordinals?.start) ?? 0,
    templateLabels: labels(template?.metadata?.labels),
    containers: decodeContainers(template?.spec, []),
    hostNetwork: template?.spec?.hostNetwork === true,
    serviceAccount: text(template?.spec?.serviceAccountName) || 'default',
    conditions: decodeConditions(object.status?.conditions),
    recordedPods: recordedPods(object.status),
  };
}
