/** Compares a Service before and after a change. */
import type { Container, Pod } from '../../../model/objects/pod.ts';
import type { Workload } from '../../../model/objects/workload.ts';
import type { RejoinedService, ServiceView } from '../../../model/view/service-view.ts';
import { listed } from '../../../text/list.ts';
import { podText, portText } from '../subject.ts';

/** What the change makes worse; null: nothing. */
export function findHarm({ before, after }: RejoinedService): string | null {
  return lostBackends(before, after) ?? foreignPods(before, after);
}

function lostBackends(before: ServiceView, after: ServiceView): string | null {
  // The ports keep their places.
  for (const [index, port] of before.ports.entries()) {
    const now = after.ports[index];
    if (!now || now.routable < port.routable || (port.ready && !now.ready))
      return `port ${portText(port.port)} would have fewer ready endpoints`;
  }
  return null;
}

/** Compares the Pods, and the templates whose Pods are still to come. */
function foreignPods(before: ServiceView, after: ServiceView): string | null {
  const [known, selected] = [before, after].map(selectedContainers) as [Selected[], Selected[]];
  const keys = new Set(known.map(({ key }) => key));
  const added = selected.filter(({ key }) => !keys.has(key));
  if (added.length === 0) return null;
  const { cluster, service } = after;
  if (!cluster.isFullyRead('Pod', service.namespace)) return 'not all Pods were read';
  for (const { text, containers } of added) {
    if (cluster.declaration(containers, service.ports) !== 'missing') continue;
    const port = service.ports.find((one) => cluster.declaration(containers, [one]) === 'missing');
    return `${text} would be selected, which does not have port ${port?.targetPort}`;
  }
  const [previous, owners] = [before, after].map(ownersOf) as [string[], string[]];
  const allowed = previous.length > 0 ? previous : owners.slice(0, 1);
  return owners.every((name) => allowed.includes(name))
    ? null
    : `Pods of several workloads would be selected: ${listed(owners, 3)}`;
}

interface Selected {
  key: Pod | Workload;
  text: string;
  containers: readonly Container[];
}

function selectedContainers({ unfinished, workloads }: ServiceView): Selected[] {
  return [
    ...unfinished.map(({ pod }) => ({ key: pod, text: podText(pod), containers: pod.containers })),
    ...workloads.filter(isTopLevel).map((workload) => ({
      key: workload,
      text: `${workload.type} ${workload.name}`,
      containers: workload.containers,
    })),
  ];
}

/** The workloads of the Pods, and those whose template has the labels. */
function ownersOf({ owners, workloads }: ServiceView): string[] {
  const templates = workloads.filter(isTopLevel).map(({ type, name }) => `${type} ${name}`);
  return [...new Set([...owners.map(({ name }) => name || 'Pods without a workload'), ...templates])];
}

function isTopLevel({ controllerRef }: Workload): boolean {
  return controllerRef === null;
}
