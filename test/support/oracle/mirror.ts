/** The mirroring of Endpoints. Independent of src/. */
import type { Raw } from '../objects.ts';
import { canonical, familyOf, type Port, type Published } from './pods.ts';

type Address = { ip: string; nodeName?: string; targetRef?: { uid?: string } };
type Subset = {
  addresses?: Address[] | null;
  notReadyAddresses?: Address[] | null;
  ports?: (Partial<Port> & { appProtocol?: string })[] | null;
};

/** Rows 74, 75, 77, 79: the Endpoints, or a part of them, are not mirrored. */
export type Refusal = 'skipMirror' | 'leaderElection' | 'portNamedTwice';

/** Returns the mirrored endpoints, and why some are not mirrored. */
export function mirrorOf({ metadata, subsets }: Raw): { refused: Refusal | null; published: Published[] } {
  const { labels, annotations = {} } = metadata;
  if (labels?.['endpointslice.kubernetes.io/skip-mirror'] === 'true')
    return { refused: 'skipMirror', published: [] };
  if ('control-plane.alpha.kubernetes.io/leader' in (annotations as object))
    return { refused: 'leaderElection', published: [] };
  const packed = repack((subsets ?? []) as Subset[]);
  const isValid = ({ ports }: Published) => new Set(ports.map(({ name }) => name)).size === ports.length;
  return { refused: packed.every(isValid) ? null : 'portNamedTwice', published: packed.filter(isValid) };
}

/** An address under a port of a subset. */
interface Pair {
  port: Port | null;
  portKey: string;
  address: Address;
  addressKey: string;
  ready: boolean;
}

/** The addresses that are ready under any port, mirrored or not. */
export function readyIn({ subsets }: Raw): string[] {
  const ready = merge((subsets ?? []) as Subset[]).filter((pair) => pair.ready);
  return ready.map(({ address }) => canonical(address.ip));
}

/**
 * Part 1.5: pairs of port and address are merged, where not ready wins; then ports with the same addresses in the same
 * state are grouped.
 */
function repack(subsets: readonly Subset[]): Published[] {
  const byPort = [...Map.groupBy(merge(subsets), ({ portKey }) => portKey).values()];
  const byAddresses = Map.groupBy(byPort, (some) => some.map(stateOf).sort().join());
  return [...byAddresses.values()].flatMap((alike) => {
    const ports = alike.flatMap(([pair]) => (pair?.port ? [pair.port] : []));
    return (alike[0] ?? [])
      .toSorted((a, b) => Number(b.ready) - Number(a.ready) || (a.addressKey < b.addressKey ? -1 : 1))
      .slice(0, 1000)
      .map(({ address: { ip, targetRef, nodeName }, ready }) => ({
        family: familyOf(ip),
        address: canonical(ip),
        pod: null,
        conditions: ready ? 'Tuu' : 'Fuu',
        ports,
        about: { ...(targetRef ? { targetRef } : {}), ...(nodeName ? { nodeName } : {}) },
      }));
  });
}

function merge(subsets: readonly Subset[]): Pair[] {
  const pairs = new Map<string, Pair>();
  for (const pair of subsets.flatMap(explode)) {
    const key = `${pair.portKey} ${pair.addressKey}`;
    if (pair.ready === false || !pairs.has(key)) pairs.set(key, pair);
  }
  return [...pairs.values()];
}

const stateOf = ({ addressKey, ready }: Pair) => `${addressKey} ${ready}`;

/** Ports with an appProtocol differ by subset, as the controller compares pointers. */
function explode({ addresses, notReadyAddresses, ports }: Subset, index: number): Pair[] {
  const listed = [
    ...(addresses ?? []).map((address) => ({ address, ready: true })),
    ...(notReadyAddresses ?? []).map((address) => ({ address, ready: false })),
  ];
  return (ports?.length ? ports : [null]).flatMap((written) => {
    const { name = '', port = 0, protocol = 'TCP', appProtocol } = written ?? {};
    const portKey = written
      ? `${name} ${port} ${protocol} ${appProtocol ? `${appProtocol} ${index}` : ''}`
      : '';
    return listed.map(({ address, ready }) => ({
      port: written && { name, port, protocol },
      portKey,
      address,
      addressKey: `${canonical(address.ip)} ${address.targetRef?.uid ?? ''}`,
      ready,
    }));
  });
}
