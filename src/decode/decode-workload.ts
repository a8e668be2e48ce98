import type { V1Deployment, V1PodTemplateSpec, V1StatefulSetSpec } from '@kubernetes/client-node';
import type { ManifestPlace } from '../model/objects/meta.ts';
import type { Pod } from '../model/objects/pod.ts';
import type { Workload } from '../model/objects/workload.ts';
import { decodeConditions, decodeMeta } from './decode-meta.ts';
import { decodeContainers } from './decode-pod.ts';
import { labels, number, type Raw, text } from './json/json-values.ts';

/** The kinds whose `spec.template` makes Pods; a CronJob has its template one level deeper. */
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
    // The API server's default is 1 replica (pkg/apis/apps/v1/defaults.go).
    replicas: number(object.spec?.replicas) ?? (WITH_REPLICAS.includes(type) ? 1 : null),
    firstOrdinal: number((object.spec as StatefulSetSpec)?.ordinals?.start) ?? 0,
    templateLabels: labels(template?.metadata?.labels),
    containers: decodeContainers(template?.spec, []),
    hostNetwork: template?.spec?.hostNetwork === true,
    serviceAccount: text(template?.spec?.serviceAccountName) || 'default',
    conditions: decodeConditions(object.status?.conditions),
  };
}

/** The Pod that stands for a manifest's Pod template: supposed Running and Ready. */
export function templatePod({ type, namespace, name, ...workload }: Workload): Pod {
  return supposed({
    kind: 'Pod',
    namespace,
    name: `${type}/${name}`,
    uid: '',
    labels: workload.templateLabels,
    created: null,
    deleted: null,
    changed: null,
    owners: [],
    controllerRef: null,
    place: workload.place,
    templateOf: { kind: type, namespace, name },
    nodeName: '',
    hostNetwork: workload.hostNetwork,
    phase: '',
    reason: '',
    message: '',
    ips: [],
    hostIPs: [],
    containers: workload.containers,
    readinessGates: [],
    conditions: [],
    ready: null,
  });
}

/** A Pod that no API server has accepted yet stands for itself, as a template does. */
export function supposeRunning(pod: Pod): Pod {
  const { kind, namespace, name } = pod;
  return pod.uid === '' ? supposed({ ...pod, templateOf: { kind, namespace, name } }) : pod;
}

function supposed(pod: Pod): Pod {
  const ready = { type: 'Ready', status: 'True', reason: '', message: '', since: null };
  return { ...pod, conditions: [ready], ready };
}
