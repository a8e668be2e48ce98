import type { CustomResource } from '../model/objects/custom-resource.ts';
import type { ManifestPlace } from '../model/objects/meta.ts';
import type { Workload } from '../model/objects/workload.ts';
import { decodeMeta, type RawObject } from './decode-meta.ts';
import { decodeWorkload } from './decode-workload.ts';
import { labels, list } from './json/json-values.ts';

interface RawCustom extends RawObject {
  readonly spec?: unknown;
}

/**
 * Decodes a custom resource. One with a Pod template in `spec.template` is a workload, such as a Rollout of Argo or a
 * DeploymentConfig of OpenShift.
 * @returns null for a kind of Kubernetes itself
 */
export function decodeCustomResource(
  raw: RawCustom,
  namespace: string,
  place: ManifestPlace | null,
): CustomResource | Workload | null {
  const { apiVersion, kind } = raw;
  if (typeof apiVersion !== 'string' || typeof kind !== 'string' || isBuiltIn(apiVersion)) return null;
  if (hasPodTemplate(raw.spec)) return decodeWorkload(raw, namespace, place);
  return {
    kind: 'CustomResource',
    type: kind,
    runsPods: describesPods(raw.spec),
    ...decodeMeta(raw, namespace, place),
  };
}

/** The groups of Kubernetes have no domain or end with .k8s.io; those below x-k8s.io are of CRDs. */
export function isBuiltIn(apiVersion: string): boolean {
  const [group = '', version] = apiVersion.split('/');
  if (version === undefined || !group.includes('.')) return true;
  return group.endsWith('.k8s.io') && !group.endsWith('.x-k8s.io');
}

interface Templated {
  template?: {
    metadata?: { labels?: unknown } | null;
    spec?: { containers?: readonly object[] } | null;
  } | null;
}

function hasPodTemplate(spec: unknown): boolean {
  const { template } = (spec ?? {}) as Templated;
  return (
    Object.keys(labels(template?.metadata?.labels)).length > 0 && list(template?.spec?.containers).length > 0
  );
}

/** The fields that custom resources use to describe Pods. */
const POD_FIELDS: ReadonlySet<string> = new Set([
  ...['replicas', 'image', 'containers', 'instances', 'nodeSets', 'podTemplate', 'serviceAccountName'],
  ...['resources', 'tolerations'],
]);
const MAX_FIELDS = 2_000;

function describesPods(spec: unknown): boolean {
  const queue = [spec];
  for (let seen = 0; queue.length > 0 && seen < MAX_FIELDS; seen++) {
    const value = queue.shift();
    if (value === null || typeof value !== 'object') continue;
    if (!Array.isArray(value) && Object.keys(value).some((key) => POD_FIELDS.has(key))) return true;
    queue.push(...Object.values(value).slice(0, MAX_FIELDS));
  }
  return false;
}
