import type { CustomResource } from '../model/objects/custom-resource.ts';
import type { ManifestPlace } from '../model/objects/meta.ts';
import type { Workload } from '../model/objects/workload.ts';
import { POLICY_GROUPS } from '../model/well-known.ts';
import { decodeMeta, type RawObject } from './decode-meta.ts';
import { decodeWorkload } from './decode-workload.ts';
import { labels, list, text } from './json/json-values.ts';

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
    ...decodeInstallation(kind, raw, namespace),
    policyOn: decodePolicy(apiVersion, kind, raw),
    ...decodeMeta(raw, namespace, place),
  };
}

/** Kinds that install what other files describe: Helm, Flux, Argo CD, the Operator Lifecycle Manager. */
const INSTALLERS: readonly string[] = [
  ...['HelmRelease', 'HelmChart', 'Kustomization', 'Application', 'ApplicationSet', 'App', 'Bundle'],
  ...['ClusterServiceVersion', 'Subscription'],
];

interface Installation {
  targetNamespace?: unknown;
  destination?: { namespace?: unknown } | null;
  template?: { spec?: Installation | null } | null;
}

function decodeInstallation(
  kind: string,
  { metadata, spec }: RawCustom,
  fallback: string,
): Pick<CustomResource, 'installsIn'> {
  if (!INSTALLERS.includes(kind)) return { installsIn: [] };
  // Bundles of operators are installed in whichever namespace a Subscription is in.
  if (kind === 'ClusterServiceVersion') return { installsIn: 'all' };
  const { targetNamespace, destination, template } = (spec ?? {}) as Installation;
  const target = text(targetNamespace ?? destination?.namespace ?? template?.spec?.destination?.namespace);
  return { installsIn: [text(metadata?.namespace) || fallback, target].filter(Boolean) };
}

/** Of a selector that is not known as one by labels nothing is required. */
function decodePolicy(
  apiVersion: string,
  kind: string,
  { metadata, spec }: RawCustom,
): CustomResource['policyOn'] {
  const [group = ''] = apiVersion.split('/');
  if (!POLICY_GROUPS.includes(group) || !kind.endsWith('NetworkPolicy')) return null;
  const { endpointSelector } = (spec ?? {}) as { endpointSelector?: { matchLabels?: unknown } | null };
  // Cilium puts the source of a label before its key.
  const pairs = Object.entries(labels(endpointSelector?.matchLabels));
  return {
    clusterWide: !text(metadata?.namespace) && /Clusterwide|Global|Admin/.test(kind),
    labels: Object.fromEntries(pairs.map(([key, value]) => [key.replace(/^(?:any|k8s)[:.]/, ''), value])),
  };
}

/** The groups of Kubernetes have no domain or end with .k8s.io; those below x-k8s.io are of CRDs. */
export function isBuiltIn(apiVersion: string): boolean {
  const [group = '', version] = apiVersion.split('/');
  if (version === undefined || !group.includes('.')) return true;
  if (POLICY_GROUPS.includes(group)) return false;
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
  ...['resources', 'tolerations', 'count', 'nodePools'],
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
