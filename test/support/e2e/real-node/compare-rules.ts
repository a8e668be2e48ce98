import type { V1EndpointSlice, V1Service } from '@kubernetes/client-node';
import type { JsonPort, JsonReport, JsonService } from '../../../../src/model/report/json-report.ts';
import type { ProxyRules } from './proxy-rules.ts';
import type { RealNode } from './real-node.ts';

/** A Service of the node, with its slices. */
export interface Live {
  service: V1Service;
  slices: readonly V1EndpointSlice[];
}

export interface Comparison {
  /** The number of Service ports and cluster IPs with the same addresses in report and rules. */
  agreeing: number;
  /** How many of these lead to an address. */
  routed: number;
  differing: string[];
  /** The Services that are not compared. */
  omitted: string[];
}

export const summed = (all: readonly Comparison[]): Comparison => ({
  agreeing: all.reduce((sum, { agreeing }) => sum + agreeing, 0),
  routed: all.reduce((sum, { routed }) => sum + routed, 0),
  differing: all.flatMap(({ differing }) => differing),
  omitted: all.flatMap(({ omitted }) => omitted),
});

/** Reads what the node has, by `namespace/name` of a Service. */
export async function readLive(node: RealNode): Promise<ReadonlyMap<string, Live>> {
  const objects = await node.list<V1Service | V1EndpointSlice>('services,endpointslices');
  const byService = Map.groupBy(objects, ({ kind, metadata }) => {
    const name = kind === 'Service' ? metadata?.name : metadata?.labels?.[SERVICE_NAME];
    return `${metadata?.namespace}/${name}`;
  });
  const live = [...byService].flatMap(([key, ofService]) => {
    const service = ofService.find(({ kind }) => kind === 'Service');
    const slices = ofService.filter((object) => object !== service) as V1EndpointSlice[];
    return service ? [[key, { service, slices }] as const] : [];
  });
  return new Map(live);
}

const SERVICE_NAME = 'kubernetes.io/service-name';
const SERVICE_PROXY_NAME = 'service.kubernetes.io/service-proxy-name';

/**
 * Compares the addresses that a report calls routable with those in the rules of kube-proxy.
 * @param liveOf returns what the node has of a Service in the report
 */
export function compareWithRules(
  { services }: JsonReport,
  rules: ProxyRules,
  liveOf: (service: JsonService) => Live | undefined,
): Comparison {
  const all = services.map((service) => {
    const live = liveOf(service);
    const reason = live ? reasonToOmit(live) : 'not on the node';
    const name = `${service.namespace}/${service.name}`;
    if (!live || reason !== null) return { ...NOTHING, omitted: [`${name}: ${reason}`] };
    const clusterIPs = live.service.spec?.clusterIPs?.filter((clusterIP) => rules.has(clusterIP)) ?? [];
    return summed(
      service.ports.flatMap((port) =>
        clusterIPs.map((clusterIP) =>
          compareFront(
            `${name} ${port.port}/${port.protocol}`,
            routableAddresses(service, port, clusterIP.includes(':')),
            rules.destinations(clusterIP, port.protocol, port.port),
          ),
        ),
      ),
    );
  });
  return summed(all);
}

const NOTHING: Comparison = { agreeing: 0, routed: 0, differing: [], omitted: [] };

function compareFront(name: string, ours: ReadonlySet<string>, theirs: ReadonlySet<string>): Comparison {
  if (ours.symmetricDifference(theirs).size === 0)
    return { ...NOTHING, agreeing: 1, routed: ours.size > 0 ? 1 : 0 };
  return {
    ...NOTHING,
    differing: [`${name}: report ${[...ours].join(', ')}; kube-proxy ${[...theirs].join(', ')}`],
  };
}

function routableAddresses({ backends }: JsonService, { port, protocol }: JsonPort, isIPv6: boolean) {
  const routable = (backends ?? []).filter(
    (row) =>
      row.routable &&
      row.servicePort === port &&
      row.protocol === protocol &&
      row.address?.includes(':') === isIPv6,
  );
  return new Set(routable.map((row) => `${row.address} ${row.port}`));
}

function reasonToOmit({ service: { metadata, spec }, slices }: Live): string | null {
  if (spec?.type === 'ExternalName') return 'ExternalName';
  if (spec?.clusterIP === 'None') return 'headless';
  if (metadata?.labels?.[SERVICE_PROXY_NAME] !== undefined) return 'handed to another proxy';
  // `routable` speaks of all Nodes.
  if (spec?.internalTrafficPolicy === 'Local') return 'internalTrafficPolicy Local';
  return isByChance(slices) ? 'an address is listed twice' : null;
}

/**
 * Of endpoints with one address and different conditions kube-proxy takes any, but one that is not terminating before
 * one that is.
 */
function isByChance(slices: readonly V1EndpointSlice[]): boolean {
  const listed = slices.flatMap(({ ports, endpoints }) =>
    (endpoints ?? []).flatMap(({ addresses: [address], conditions = {} }) =>
      (ports ?? []).map(({ name = '', port, protocol = 'TCP' }) => ({
        key: `${address} ${name} ${port} ${protocol}`,
        terminating: conditions.terminating ?? false,
        conditions: [conditions.ready ?? true, conditions.serving].join(),
      })),
    ),
  );
  return [...Map.groupBy(listed, ({ key }) => key).values()].some((group) => {
    const current = group.filter(({ terminating }) => !terminating);
    const taken = current.length > 0 ? current : group;
    return new Set(taken.map(({ conditions }) => conditions)).size > 1;
  });
}
