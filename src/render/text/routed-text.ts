import type { LookupRow } from '../../model/report/lookup-report.ts';
import { counted } from '../../text/list.ts';
import { servicePortText } from './cells.ts';
import type { Paint } from './paint.ts';

/** How many of the Service ports are routed to a Pod or an address. */
export function routedText(services: readonly LookupRow[], { state }: Paint): string {
  if (services.some(({ routable }) => routable === null)) return state('<unknown>', null);
  // A port of a Service with two IP families has a row for each.
  const ports = [
    ...Map.groupBy(services, (row) =>
      JSON.stringify([row.namespace, row.service, servicePortText(row)]),
    ).values(),
  ];
  const routed = ports.filter((rows) => rows.every(isRouted)).length;
  const inPart = ports.filter((rows) => rows.some(isRouted)).length - routed;
  if (routed === ports.length) {
    const isEnding = services.some((row) => row.endpointSlice === 'serving');
    return `${isEnding ? state('routed, terminating', null) : 'routed'}, ${counted(routed, 'Service port')}`;
  }
  const part = inPart === 0 ? '' : `, ${inPart} in part`;
  return `${state(`${routed}/${ports.length}`, routed + inPart === 0 ? false : null)} Service ports routed${part}`;
}

const isRouted = ({ routable, failing }: LookupRow) => routable === true && failing === null;
