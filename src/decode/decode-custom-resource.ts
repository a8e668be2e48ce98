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
 * An object of a kind that is not Kubernetes' own; null for one that is. With a Pod template where workloads have
 * theirs (a Rollout of Argo, a DeploymentConfig of OpenShift) it is a workload.
 */
export function decodeCustomResource(
  raw: RawCustom,
  namespace: string,
  place: ManifestPlace | null,
): CustomResource | Workload | null {
  const { apiVersion, kind } = raw;
  if (typeof apiVersion !== 'string' || typeof kind !== 'string' || isOwn(apiVersion)) return null;
  if (hasTemplate(raw.spec)) return decodeWorkload(raw, namespace, place);
  return {
    kind: 'CustomResource',
    type: kind,
    runsPods: hasSign(raw.spec),
    ...decodeMeta(raw, namespace, place),
  };
}

/** `v1`, `apps/v1`, `networking.k8s.io/v1`: others have a domain of their own, experiments one below x-k8s.io. */
function isOwn(apiVersion: string): boolean {
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

function hasTemplate(spec: unknown): boolean {
  const { template } = (spec ?? {}) as Templated;
  return (
    Object.keys(labels(template?.metadata?.labels)).length > 0 && list(template?.spec?.containers).length > 0
  );
}

/** What one writes who describes Pods, in whatever shape. */
const SIGNS: ReadonlySet<string> = new Set([
  ...['replicas', 'image', 'containers', 'instances', 'nodeSets', 'podTemplate', 'serviceAccountName'],
  ...['resources', 'tolerations'],
]);
const MOST_FIELDS = 2_000;

function hasSign(spec: unknown): boolean {
  const left = [spec];
  for (let seen = 0; left.length > 0 && seen < MOST_FIELDS; seen++) {
    const value = left.shift();
    if (value === null || typeof value !== 'object') continue;
    if (!Array.isArray(value) && Object.keys(value).some((key) => SIGNS.has(key))) return true;
    left.push(...Object.values(value).slice(0, MOST_FIELDS));
  }
  return false;
}
