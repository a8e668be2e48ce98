import type { Status } from '../model/report/endpoints-report.ts';
import type { PortView } from '../model/view/backend.ts';
import type { ServiceView } from '../model/view/service-view.ts';
import type { RuleFinding } from '../rules/engine/rule-results.ts';
import { listed } from '../text/list.ts';
import { byImportance } from './finding-order.ts';
import { isFault, isServed } from './service-status.ts';

/** Why a Service has its status, in words; empty where there is nothing to explain. */
export function statusReason(view: ServiceView, found: readonly RuleFinding[], status: Status): string {
  switch (status) {
    case 'Healthy':
    case 'ExternalName':
      return '';
    case 'Unknown':
      return unknownReason(view);
    case 'Unavailable':
    case 'Degraded':
      return unservedPorts(view) || worstMessage(found);
  }
}

function unknownReason({ cluster, service }: ServiceView): string {
  const unread = (['EndpointSlice', 'Endpoints', 'Pod'] as const).find(
    (kind) => cluster.unread(kind, service.namespace) !== null,
  );
  if (unread === undefined) return 'some objects could not be read';
  return `${unread === 'Endpoints' ? unread : `${unread}s`} could not be read`;
}

/** `port metrics has no backend (0 of 2)`; empty: each port has one. */
function unservedPorts({ ports, service }: ServiceView): string {
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
