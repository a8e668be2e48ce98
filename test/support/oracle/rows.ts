/** The rows of the table of backends. Independent of src/. */
import type { BackendReport } from '../../../src/model/report/endpoints-report.ts';
import type { Listed, ServicePort, State } from './consumers.ts';
import { isConflicting } from './faults.ts';
import {
  addressOf,
  canonical,
  endpointsOf,
  isDeleted,
  isFinished,
  isFollowed,
  isReady,
  type PodObject,
  portsIn,
  selectedBy,
  specOf,
} from './pods.ts';
import type { Situation } from './verdicts.ts';

/** From worst to best. A row that is listed more than once shows the best. */
const ORDER: State[] = ['terminating', 'notReady', 'serving', 'ready'];

type Place = { port: ServicePort; address: string | null; pod: string | null; twin?: boolean };

interface InEndpoints {
  address: string;
  pod: string | null;
  state: 'ready' | 'notReady';
  port: { name: string; protocol: string; number: number } | null;
}

/** One line per row, to compare with the lines of the report. */
export function rowsOf(situation: Situation): string[] {
  const { ports, listed, headless } = situation;
  const written = inEndpoints(situation);
  const rows = new Map<string, Place & { number: number | null }>();
  const add = (place: Place, number: number | null) => {
    const inDns = headless && [...rows.values()].find((row) => keyOf(row) === keyOf(place));
    if (!inDns) rows.set(`${keyOf(place)} ${number}`, { ...place, number });
  };
  for (const port of ports) {
    for (const pod of shown(situation)) {
      const { ipFamilies = [] } = specOf(situation.service);
      const addresses = ipFamilies.map((family) => addressOf(pod, family)).filter((ip) => ip !== null);
      const number =
        portsIn(pod, specOf(situation.service)).find(({ name }) => name === port?.name)?.port ?? null;
      for (const address of addresses.length > 0 ? addresses : [null])
        if (address !== null || !isDeleted(pod)) add({ port, address, pod: pod.metadata.name }, number);
    }
    for (const one of [...listed, ...written])
      if (isNamed(one, port))
        add({ ...one, port, twin: isTwin(one, port, situation) }, one.port?.number ?? null);
  }
  const known = new Set([...rows.values()].map(({ address, pod }) => `${address} ${pod}`));
  for (const one of [...listed, ...written])
    if (headless || !known.has(`${one.address} ${one.pod}`))
      for (const port of ports) add({ ...one, port }, null);
  return [...rows.values()].map((row) => line(row, situation, written)).sort();
}

const keyOf = ({ port, address, pod, twin = false }: Place) =>
  `${port?.name} ${port?.protocol} ${address} ${pod} ${twin}`;

/** An address that is listed as ready and as not ready has a row for each. */
function isTwin(one: Listed | InEndpoints, port: ServicePort, situation: Situation): boolean {
  return 'slice' in one && one.state !== 'ready' && isConflicting(one, port, situation);
}

/** Finished Pods have no row. */
function shown({ service, objects }: Situation): PodObject[] {
  return isFollowed(service) ? selectedBy(service, objects).filter((pod) => !isFinished(pod)) : [];
}

function isNamed({ port }: Listed | InEndpoints, wanted: ServicePort): boolean {
  return port !== null && port.name === wanted?.name && port.protocol === wanted.protocol;
}

function line(row: Place & { number: number | null }, situation: Situation, written: InEndpoints[]): string {
  const { headless, listed, routed, objects, service } = situation;
  const here = (one: Listed | InEndpoints) =>
    one.address === row.address &&
    one.pod === row.pod &&
    isTwin(one, row.port, situation) === (row.twin ?? false) &&
    (headless || (isNamed(one, row.port) && one.port?.number === row.number));
  const states = listed.filter(here).map(({ state }) => state);
  const inEndpoints = written.filter(here).map(({ state }) => state);
  const pod = objects.find(
    ({ kind, metadata }) =>
      kind === 'Pod' && metadata.name === row.pod && metadata.namespace === service.metadata.namespace,
  ) as PodObject | undefined;
  return text({
    portName: row.port?.name ?? '',
    protocol: row.port?.protocol ?? '',
    address: row.address,
    pod: row.pod,
    port: headless ? null : row.number,
    endpoints: inEndpoints.includes('notReady') ? 'notReady' : (inEndpoints[0] ?? 'absent'),
    endpointSlice: ORDER.findLast((state) => states.includes(state)) ?? 'absent',
    routable: (routed.get(row.port) ?? []).some(here),
    podReady: pod ? isReady(pod) : null,
    podPhase: pod?.status.phase ?? null,
  });
}

type Row = Pick<
  BackendReport,
  | 'portName'
  | 'protocol'
  | 'address'
  | 'pod'
  | 'port'
  | 'endpoints'
  | 'endpointSlice'
  | 'routable'
  | 'podReady'
  | 'podPhase'
>;

export function rowsIn(backends: readonly BackendReport[], { headless }: Situation): string[] {
  return backends.map((row) => text(headless ? { ...row, port: null } : row)).sort();
}

function text(row: Row): string {
  const { portName, protocol, address, pod, port, endpoints, endpointSlice, routable, podReady, podPhase } =
    row;
  const where = `${portName}/${protocol} ${pod}@${address}:${port}`;
  return `${where} endpoints=${endpoints} slice=${endpointSlice} routable=${routable} pod=${podPhase}/${podReady}`;
}

/** The addresses of Endpoints under each port of their subset. */
function inEndpoints({ service, objects }: Situation): InEndpoints[] {
  type Address = { ip: string; targetRef?: { kind: string; name: string } };
  type Lists = { addresses?: Address[]; notReadyAddresses?: Address[] };
  type Subset = Lists & { ports?: { name?: string; protocol?: string; port: number }[] };
  return ((endpointsOf(service, objects)?.subsets ?? []) as Subset[]).flatMap((subset) =>
    (subset.ports?.length ? subset.ports : [null]).flatMap((port) => {
      const at =
        (state: 'ready' | 'notReady') =>
        ({ ip, targetRef }: Address): InEndpoints => ({
          address: canonical(ip),
          pod: targetRef?.kind === 'Pod' ? targetRef.name : null,
          state,
          port: port && { name: port.name ?? '', protocol: port.protocol ?? 'TCP', number: port.port },
        });
      return [
        ...(subset.addresses ?? []).map(at('ready')),
        ...(subset.notReadyAddresses ?? []).map(at('notReady')),
      ];
    }),
  );
}
