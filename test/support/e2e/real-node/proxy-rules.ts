/** Reads the rules that kube-proxy has written, as `nft -j list ruleset` prints them (libnftables-json(5)). */

/** The rules of the families that kube-proxy serves, which depend on the kernel. */
export class ProxyRules {
  readonly #families: ReadonlySet<string>;
  /** `10.96.0.7 tcp 80` → the `address port` that its connections go to. */
  readonly #fronts: ReadonlyMap<string, ReadonlySet<string>>;

  constructor(families: ReadonlySet<string>, fronts: ReadonlyMap<string, ReadonlySet<string>>) {
    this.#families = families;
    this.#fronts = fronts;
  }

  has(clusterIP: string): boolean {
    return this.#families.has(clusterIP.includes(':') ? 'ip6' : 'ip');
  }

  destinations(clusterIP: string, protocol: string, port: number): ReadonlySet<string> {
    return this.#fronts.get(`${clusterIP} ${protocol.toLowerCase()} ${port}`) ?? new Set();
  }
}

type Value = string | number | { concat: Value[] } | { elem: { val: Value } };

interface Verdict {
  goto?: { target: string };
  jump?: { target: string };
}

interface NftMap {
  name: string;
  family: string;
  table: string;
  elem?: [Value, Verdict][];
}

interface Expression extends Verdict {
  /** `numgen random mod 2 vmap { 0 : goto …, 1 : goto … }` */
  vmap?: { data: string | { set: [Value, Verdict][] } };
  /** The map is that of an address and a port. */
  dnat?: { addr: Value | { map: { data: { set: [Value, Value][] } } }; port?: number };
}

interface Rule {
  family: string;
  table: string;
  chain: string;
  expr: Expression[];
}

interface Ruleset {
  nftables: { map?: NftMap; rule?: Rule }[];
}

const isOfProxy = ({ family, table }: NftMap | Rule) => table === 'kube-proxy' && /^ip6?$/.test(family);

export function readProxyRules(text: string): ProxyRules {
  const { nftables } = JSON.parse(text) as Ruleset;
  const rules = nftables.flatMap(({ rule }) => (rule && isOfProxy(rule) ? [rule] : []));
  const byChain = Map.groupBy(rules, ({ family, chain }) => `${family} ${chain}`);
  const fronts = nftables
    .flatMap(({ map }) => (map && isOfProxy(map) && map.name === 'service-ips' ? [map] : []))
    .flatMap(({ family, elem = [] }) => elem.map(([key, verdict]) => ({ family, key, verdict })));
  const found = fronts.map(({ family, key, verdict }) => {
    const ends = new Set<string>();
    for (const chain of targets(verdict)) follow(family, chain, byChain, ends, new Set());
    return [words(key), ends] as const;
  });
  return new ProxyRules(new Set(rules.map(({ family }) => family)), new Map(found));
}

/** Adds where a chain, and those that it leads to, send connections. */
function follow(
  family: string,
  chain: string,
  byChain: ReadonlyMap<string, readonly Rule[]>,
  ends: Set<string>,
  seen: Set<string>,
): void {
  if (seen.has(chain)) return;
  seen.add(chain);
  for (const { expr } of byChain.get(`${family} ${chain}`) ?? [])
    for (const expression of expr) {
      for (const end of destinations(expression)) ends.add(end);
      for (const target of targets(expression)) follow(family, target, byChain, ends, seen);
    }
}

function targets({ goto, jump, ...rest }: Expression): string[] {
  const data = rest.vmap?.data;
  const inMap = typeof data === 'object' ? data.set.flatMap(([, verdict]) => targets(verdict)) : [];
  return [goto, jump].flatMap((one) => (one ? [one.target] : [])).concat(inMap);
}

function destinations({ dnat }: Expression): string[] {
  if (!dnat) return [];
  const { addr, port } = dnat;
  if (typeof addr === 'object' && 'map' in addr) return addr.map.data.set.map(([, value]) => words(value));
  return [`${words(addr)} ${port}`];
}

function words(value: Value): string {
  if (typeof value !== 'object') return `${value}`;
  if ('elem' in value) return words(value.elem.val);
  return value.concat.map(words).join(' ');
}
