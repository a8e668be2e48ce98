import type { Labels } from '../../model/objects/meta.ts';
import type { Service, ServicePort } from '../../model/objects/service.ts';
import type { SelectedPod } from '../../model/view/selected-pod.ts';
import type { MixedWorkloads, Owner } from '../../model/view/service-view.ts';
import { ADDED_LABELS, RELEASE_LABELS } from '../../model/well-known.ts';

/**
 * Finds Pods of a workload that the Service is not for: its Pods lack a target port that those of others have, or the
 * workloads belong to different releases.
 */
export function findMixedWorkloads(service: Service, owners: readonly Owner[]): MixedWorkloads | null {
  const workloads = owners.filter(({ name, pods }) => name !== '' && !pods.every(isCompleting));
  if (workloads.length < 2 || isForDiscovery(service, workloads)) return null;
  return mixedByPort(service, workloads) ?? mixedByRelease(service, workloads);
}

/** The Pod of a manifest's Job does not run for long. */
function isCompleting({ pod: { templateOf } }: SelectedPod): boolean {
  return templateOf?.kind === 'Job' || templateOf?.kind === 'CronJob';
}

/** Members of a group find each other by a headless Service, whatever else they do. */
function isForDiscovery(
  { headless, publishNotReadyAddresses, name }: Service,
  owners: readonly Owner[],
): boolean {
  if (!headless) return false;
  return (
    publishNotReadyAddresses || owners.every(({ pods }) => pods.every(({ pod }) => pod.subdomain === name))
  );
}

/** A workload that has a port which others lack is meant to be there too: the ports lead to different programs. */
function mixedByPort({ ports }: Service, owners: readonly Owner[]): MixedWorkloads | null {
  const declared = owners.map(declaredNumbers);
  const having = new Map(
    ports.map((port) => [port, owners.map((owner, at) => hasPort(owner, port, declared[at] ?? new Set()))]),
  );
  const lacks = owners.map((_, at) =>
    ports.filter((port) => having.get(port)?.[at] === false && having.get(port)?.includes(true)),
  );
  const isForeign = owners.map((_, at) => {
    const hasOwn = ports.some((port) => having.get(port)?.[at] === true && having.get(port)?.includes(false));
    return (lacks[at] ?? []).length > 0 && !hasOwn;
  });
  if (!isForeign.includes(true)) return null;
  const [own, foreign] = [false, true].map((wanted) => owners.filter((_, at) => isForeign[at] === wanted));
  const label = distinguishingLabel(own ?? [], foreign ?? []);
  return {
    why: 'port',
    workloads: owners.map(({ name, pods }, at) => ({
      name,
      pods: pods.length,
      value: label === null ? '' : (pods[0]?.pod.labels[label] ?? ''),
      lacks: lacks[at] ?? [],
      foreign: isForeign[at] ?? false,
    })),
    label,
    foreign: new Set(foreign?.flatMap(({ pods }) => pods)),
  };
}

/**
 * A Pod of the workload resolves the name, or declares the number; null: its Pods declare no ports, which need not be
 * declared.
 */
function hasPort({ pods }: Owner, port: ServicePort, declared: ReadonlySet<number>): boolean | null {
  const { targetPort } = port;
  if (typeof targetPort === 'string') return pods.some(({ resolved }) => resolved.get(port) != null);
  return declared.size === 0 ? null : declared.has(targetPort);
}

function declaredNumbers({ pods }: Owner): ReadonlySet<number> {
  const running = pods.flatMap(({ pod }) => pod.containers.filter(({ role }) => role !== 'init'));
  return new Set(running.flatMap(({ ports }) => ports.map(({ port }) => port)));
}

/** @returns the key of a label that all Pods of the first have with one value, and no Pod of the second has with it */
function distinguishingLabel(own: readonly Owner[], foreign: readonly Owner[]): string | null {
  const labelsOf = (owners: readonly Owner[]) =>
    owners.flatMap(({ pods }) => pods.map(({ pod }) => pod.labels));
  const [ours, theirs]: [Labels[], Labels[]] = [labelsOf(own), labelsOf(foreign)];
  const [first, ...rest] = ours;
  const keys = Object.entries(first ?? {})
    .filter(([key]) => !ADDED_LABELS.includes(key))
    .filter(([key, value]) => rest.every((labels) => labels[key] === value))
    .filter(([key, value]) => theirs.every((labels) => labels[key] !== value))
    .map(([key]) => key);
  return keys.find((key) => key.startsWith('app')) ?? keys[0] ?? null;
}

function mixedByRelease(service: Service, owners: readonly Owner[]): MixedWorkloads | null {
  for (const label of RELEASE_LABELS) {
    if (service.selector?.[label] !== undefined) continue;
    const values = owners.map(({ pods }) => pods[0]?.pod.labels[label] ?? '');
    if (new Set(values.filter((value) => value !== '')).size < 2) continue;
    const own = service.labels[label];
    return {
      why: 'instance',
      workloads: owners.map(({ name, pods }, at) => ({
        name,
        pods: pods.length,
        value: values[at] ?? '',
        lacks: [],
        foreign: own !== undefined && values.includes(own) && values[at] !== own,
      })),
      label,
      foreign: new Set(),
    };
  }
  return null;
}
