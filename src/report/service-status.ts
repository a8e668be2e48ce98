import type { Kind } from '../model/objects/kinds.ts';
import type { Service } from '../model/objects/service.ts';
import type { Status } from '../model/report/endpoints-report.ts';
import type { PortView } from '../model/view/backend.ts';
import type { ServiceView } from '../model/view/service-view.ts';
import type { RuleFinding } from '../rules/engine/rule-results.ts';
import { usablePorts } from './usable-ports.ts';

/**
 * The status of a Service.
 * @param found its findings
 * @param undecided whether a rule was skipped that could explain why nothing is served
 */
export function statusOf(view: ServiceView, found: readonly RuleFinding[], undecided: boolean): Status {
  const { source, service, cluster } = view;
  const ports = usablePorts(view, found);
  if (source === 'externalName') return 'ExternalName';
  if (isUnknown(view)) return 'Unknown';
  const routes = ports.some((port) => isServed(port, service));
  if (ports.length > 0 && !routes && found.some(isNotInInput)) return 'Unknown';
  if (ports.length > 0 && !routes)
    return undecided && !found.some(explainsUnavailable) ? 'Unknown' : 'Unavailable';
  return found.some(isFault) ? 'Degraded' : 'Healthy';

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

/** A headless Service is served by its ready addresses alone. */
export function isServed({ ready, routable }: PortView, { headless }: Service): boolean {
  return headless ? ready : routable > 0;
}

/** The finding makes a Service Degraded. */
export function isFault({ rule, finding }: RuleFinding): boolean {
  return rule.class === 'routing' && finding.severity !== 'info';
}

/** The manifests lack what the Service needs, and nothing in them says that it is wrong. */
export function isNotInInput({ rule }: RuleFinding): boolean {
  return rule.notInInput === true;
}

function explainsUnavailable(found: RuleFinding): boolean {
  return isFault(found) || found.rule.explainsUnavailable === true;
}
