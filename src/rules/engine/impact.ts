import type { Pod } from '../../model/objects/pod.ts';
import type { Severity } from '../../model/report/endpoints-report.ts';
import type { PortView } from '../../model/view/backend.ts';
import type { SelectedPod } from '../../model/view/selected-pod.ts';
import type { ServiceView } from '../../model/view/service-view.ts';
import { latest } from '../../text/duration.ts';

/** The severity of a finding: an error when one of the ports has no ready backend in any family, else a warning. */
export function impact(ports: Iterable<PortView>): Severity {
  return [...ports].some(({ ready }) => !ready) ? 'error' : 'warning';
}

/** The Service ports that a finding on a Pod concerns: those that it resolves; all of a headless Service, for DNS. */
export function portsConcerned(
  { service, ports }: ServiceView,
  { resolved }: SelectedPod,
): readonly PortView[] {
  return service.headless ? ports : ports.filter(({ port }) => resolved.get(port) != null);
}

/** The latest change of a Pod or its Service that the EndpointSlice controller has to follow; null: unknown. */
export function lastChange(pod: Pod, { service }: ServiceView): string | null {
  return latest([pod.changed, pod.created, pod.deleted, pod.ready?.since ?? null, service.changed]);
}
