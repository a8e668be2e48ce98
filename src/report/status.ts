import type { Finding, Status } from '../model/report.ts';
import type { ServiceView } from '../model/view.ts';

/** @param routing the findings of the Service that are about routing */
export function statusOf(view: ServiceView, routing: readonly Finding[]): Status {
  const { source, service, cluster, ports, pods } = view;
  if (source === 'externalName') return 'ExternalName';
  if (isUnknown(view)) return 'Unknown';
  const templates = pods.some(({ pod }) => pod.templateOf);
  const routes =
    service.headless && !templates
      ? ports.some(({ ready }) => ready)
      : ports.some(({ routable }) => routable > 0);
  if (!routes) return 'Unavailable';
  return routing.some(({ severity }) => severity !== 'info') ? 'Degraded' : 'Healthy';

  function isUnknown({ backends }: ServiceView): boolean {
    if (cluster.unread('EndpointSlice', service.namespace) !== null && service.uid !== '') return true;
    if (source !== 'selector' || cluster.unread('Pod', service.namespace) === null) return false;
    return backends.some(({ routable }) => routable);
  }
}
