/** What controllers say about a Service in Events. */
import type { Event } from '../../model/objects/event.ts';
import type { ServiceView } from '../../model/view/service-view.ts';

/** The last failure that a controller reports about the Service: `FailedToUpdateEndpointSlices`. */
export function controllerEvents({ service, cluster }: ServiceView): string[] {
  const failures = cluster
    .eventsAbout('Service', service.namespace, service.name)
    .filter(({ reason }) => /fail|error/i.test(reason));
  const last = latestEvent(failures);
  return last ? [`last event: ${last.reason}: ${last.message}`] : [];
}

export function latestEvent(events: readonly Event[]): Event | undefined {
  return events.toSorted((a, b) => Date.parse(b.lastSeen ?? '') - Date.parse(a.lastSeen ?? ''))[0];
}
