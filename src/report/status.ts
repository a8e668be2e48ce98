import type { Kind } from '../model/objects.ts';
import type { Finding, Status } from '../model/report.ts';
import type { ServiceView } from '../model/view.ts';

/** @param routing the findings of the Service that are about routing */
export function statusOf(view: ServiceView, routing: readonly Finding[]): Status {
  const { source, service, cluster, ports } = view;
  if (source === 'externalName') return 'ExternalName';
  if (isUnknown(view)) return 'Unknown';
  const routes = ports.some(({ ready, routable }) => (service.headless ? ready : routable > 0));
  if (ports.length > 0 && !routes) return 'Unavailable';
  return routing.some(({ severity }) => severity !== 'info') ? 'Degraded' : 'Healthy';

  function isUnknown({ backends }: ServiceView): boolean {
    const isUnread = (kind: Kind) => cluster.unread(kind, service.namespace) !== null;
    if (service.uid === '' && source === 'selectorless')
      return (
        (isUnread('Endpoints') || isUnread('EndpointSlice')) && !backends.some(({ routable }) => routable)
      );
    if (service.uid === '') return isUnread('Pod');
    if (isUnread('EndpointSlice')) return true;
    if (source !== 'selector' || !isUnread('Pod')) return false;
    return backends.some(({ routable }) => routable);
  }
}
