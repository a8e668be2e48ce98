import type { Service } from '../model/objects/service.ts';
import type { Status } from '../model/report/endpoints-report.ts';
import type { PortView } from '../model/view/backend.ts';
import type { ServiceView } from '../model/view/service-view.ts';
import type { RuleFinding } from '../rules/engine/rule-results.ts';
import { counted, listed } from '../text/list.ts';
import { byImportance } from './finding-order.ts';
import { isFault, isNotInInput, isServed } from './service-status.ts';
import { usablePorts } from './usable-ports.ts';

/** Why a Service has its status, in words; empty where there is nothing to explain. */
export function statusReason(view: ServiceView, found: readonly RuleFinding[], status: Status): string {
  switch (status) {
    case 'Healthy':
    case 'ExternalName':
      return '';
    case 'Unknown':
      return unknownReason(view, found);
    case 'Unavailable':
    case 'Degraded':
      return portsReason(view, found) || worstMessage(found);
  }
}

function unknownReason({ cluster, service, source }: ServiceView, found: readonly RuleFinding[]): string {
  if (found.some(isNotInInput))
    return `its ${source === 'selector' ? 'Pods' : 'endpoints'} are not in the input`;
  const unread = (['EndpointSlice', 'Endpoints', 'Pod'] as const).find(
    (kind) => cluster.unread(kind, service.namespace) !== null,
  );
  if (unread === undefined) return 'some objects could not be read';
  return `${unread === 'Endpoints' ? unread : `${unread}s`} could not be read`;
}

/** What the ports lack; empty where a single finding says more. */
function portsReason(view: ServiceView, found: readonly RuleFinding[]): string {
  const ports = usablePorts(view, found);
  return (
    unservedPorts(view.service, ports) || (found.filter(isFault).length > 1 ? missingBackends(ports) : '')
  );
}

/** `port http has 2 of 3 backends`; empty: no port misses one. */
function missingBackends(ports: readonly PortView[]): string {
  const [worst] = ports
    .filter(({ port, routable, backends }) => port !== null && routable < backends)
    .toSorted((a, b) => a.routable / a.backends - b.routable / b.backends);
  return worst ? `port ${nameOf(worst)} has ${worst.routable} of ${counted(worst.backends, 'backend')}` : '';
}

/** `port metrics has no backend (0 of 2)`; empty: each port has one. */
function unservedPorts(service: Service, ports: readonly PortView[]): string {
  const unserved = ports.filter((port) => !isServed(port, service));
  const [first] = unserved;
  if (!first) return '';
  if (first.port === null) return `no address is ready${of(first)}`;
  if (unserved.length === 1) return `port ${nameOf(first)} has no backend${of(first)}`;
  if (unserved.length === ports.length) return 'no port has a backend';
  return `ports ${listed(unserved.map(nameOf))} have no backend`;
}

const of = ({ backends }: PortView) => (backends === 0 ? '' : ` (0 of ${backends})`);

const nameOf = ({ port }: PortView) => port?.name || String(port?.port);

function worstMessage(found: readonly RuleFinding[]): string {
  const [worst] = found
    .filter(isFault)
    .map(({ finding }) => finding)
    .toSorted(byImportance);
  return worst?.message ?? '';
}
