/** Compares a Service before and after a change. */
import type { RejoinedService, ServiceView } from '../../model/view/service-view.ts';
import { listed } from '../../text/list.ts';
import { podText, portText } from './subject.ts';

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

function foreignPods(before: ServiceView, after: ServiceView): string | null {
  const known = new Set(before.pods.map(({ pod }) => pod));
  const added = after.pods.filter(({ pod, obstacle }) => obstacle !== 'finished' && !known.has(pod));
  if (added.length === 0) return null;
  if (!after.cluster.isFullyRead('Pod', after.service.namespace)) return 'not all Pods were read';
  for (const { pod } of added) {
    if (after.cluster.declaration(pod.containers, after.service.ports) !== 'missing') continue;
    const port = after.service.ports.find(
      (one) => after.cluster.declaration(pod.containers, [one]) === 'missing',
    );
    return `${podText(pod)} would be selected, which does not have port ${port?.targetPort}`;
  }
  const owners = ownersOf(after);
  const allowed = before.owners.length > 0 ? ownersOf(before) : owners.slice(0, 1);
  return owners.every((name) => allowed.includes(name))
    ? null
    : `Pods of several workloads would be selected: ${listed(
        owners.map((name) => name || 'none'),
        3,
      )}`;
}

/** The workloads of the Pods, and those whose template has the labels. */
function ownersOf({ owners, workloads }: ServiceView): string[] {
  const templates = workloads.filter(({ controllerRef }) => controllerRef === null);
  return [
    ...new Set([...owners.map(({ name }) => name), ...templates.map(({ type, name }) => `${type} ${name}`)]),
  ];
}
