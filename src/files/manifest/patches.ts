import type { Container } from '../../model/objects/pod.ts';
import type { Workload } from '../../model/objects/workload.ts';

/**
 * Adds to workloads what patches of them add to their Pod templates: ports, containers and labels. Which patches are
 * applied is up to a kustomization, so that nothing may be concluded from their absence.
 */
export function withPatches(workloads: readonly Workload[], patches: readonly Workload[]): Workload[] {
  if (patches.length === 0) return [...workloads];
  const byName = Map.groupBy(patches, nameOf);
  return workloads.map((workload) => {
    const own = workload.uid === '' ? (byName.get(nameOf(workload)) ?? []) : [];
    return own.reduce(withPatch, workload);
  });
}

/** kustomize finds what is patched by its kind and name; the namespace is often set by a kustomization. */
function nameOf({ type, name }: Workload): string {
  return `${type}/${name}`;
}

function withPatch(workload: Workload, { containers, templateLabels }: Workload): Workload {
  const added = containers.filter(({ name }) => !workload.containers.some((one) => one.name === name));
  return {
    ...workload,
    templateLabels: { ...templateLabels, ...workload.templateLabels },
    containers: [...workload.containers.map((one) => withPorts(one, containers)), ...added],
  };
}

function withPorts(container: Container, patches: readonly Container[]): Container {
  const patch = patches.find(({ name }) => name === container.name);
  return patch ? { ...container, ports: [...container.ports, ...patch.ports] } : container;
}
