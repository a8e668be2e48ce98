/**
 * Compares the reverse lookups of random clusters with the forward join: the answer for a Pod or an address has exactly
 * the rows of `describe svc` that mention it. For more clusters, or one, see differential.slow.test.ts.
 */
import { isIP } from 'node:net';
import { expect, test } from 'vitest';
import type {
  JsonAddress,
  JsonAddressReport,
  JsonLookupRow,
  JsonPod,
  JsonPodReport,
} from '../../src/model/report/json-lookup.ts';
import type { JsonBackend, JsonReport } from '../../src/model/report/json-report.ts';
import { publish } from '../support/controllers.ts';
import { spelledAsBefore } from '../support/differential/by-hand.ts';
import { generate } from '../support/differential/generate.ts';
import { MUTATIONS } from '../support/differential/mutate.ts';
import type { Raw } from '../support/objects.ts';
import { canonical } from '../support/oracle/pods.ts';
import { Random } from '../support/random.ts';
import { run } from '../support/run-main.ts';

const { DIFFERENTIAL_SEED: only, REVERSE_CLUSTERS: many = '400' } = process.env;
const seeds = only === undefined ? Array.from({ length: Number(many) }, (_, seed) => seed) : [Number(only)];
const timeout = 30_000 + seeds.length * 100;

/** The fields of objects of any kind that the tests use. */
interface Loose extends Raw {
  spec: {
    type: string;
    selector?: Record<string, string> | null;
    ports: { port?: number }[];
    clusterIPs?: string[];
    externalIPs?: string[];
  };
  status: {
    podIPs?: { ip: string }[];
    addresses: { type: string; address: string }[];
    loadBalancer?: { ingress: { ip?: string; hostname?: string }[] };
  };
  subsets?: { addresses?: Written[]; notReadyAddresses?: Written[] }[];
  endpoints?: { addresses: string[]; targetRef?: object }[] | null;
}

interface Written {
  ip: string;
  targetRef?: object;
}

/** A cluster with addresses of Nodes and Services, some of them equal, and hand-listed Pods; sometimes outdated. */
function clusterOf(random: Random): Loose[] {
  const written = generate(random) as Loose[];
  const ips = ofKind(written, 'Pod').flatMap(ipsOf);
  for (const object of written) decorate(object, ips, random);
  const objects = publish(...written) as Loose[];
  if (random.chance(0.5)) random.pick(Object.values(MUTATIONS))(objects, random);
  return objects;
}

function decorate(object: Loose, ips: readonly string[], random: Random): void {
  const { kind, metadata, spec, status } = object;
  if (kind === 'Node')
    status.addresses = [
      { type: 'InternalIP', address: metadata.name === 'n0' ? '192.168.1.5' : '192.168.1.6' },
      { type: 'ExternalIP', address: 'FD00::1' },
      { type: 'Hostname', address: metadata.name },
    ];
  if (kind === 'Service' && random.chance(0.3))
    spec.externalIPs = ['192.0.2.1', '10.0.0.2'].map((ip) => spelledAsBefore(ip, random));
  if (kind === 'Pod') for (const one of status.podIPs ?? []) one.ip = spelledAsBefore(one.ip, random);
  if (kind === 'Service' && random.chance(0.2))
    object.status = {
      addresses: [],
      loadBalancer: { ingress: [{ ip: '2001:DB8:0::1' }, { hostname: 'lb.example' }] },
    };
  for (const one of (object.subsets ?? []).flatMap(({ addresses = [] }) => addresses))
    if (ips.length > 0 && !one.targetRef && random.chance(0.3)) one.ip = random.pick(ips);
}

async function answer<T>(objects: readonly Loose[], ...argv: string[]): Promise<T> {
  const stdin = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects });
  const { stdout, stderr } = await run(['describe', ...argv, '-f', '-', '-o', 'json'], { stdin });
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout);
}

const nameOf = ({ metadata }: Raw) => `${metadata.namespace}/${metadata.name}`;
const ofKind = (objects: readonly Loose[], kind: string) => objects.filter((one) => one.kind === kind);
const ipsOf = (pod: Loose): string[] => (pod.status.podIPs ?? []).map(({ ip }) => canonical(ip));

interface Row {
  namespace: string;
  service: string;
  row: JsonBackend;
}

const rowsOf = ({ services }: JsonReport): Row[] =>
  services.flatMap(({ namespace, name: service, backends }) =>
    (backends ?? []).map((row) => ({ namespace, service, row })),
  );
const inOneLine = ({ namespace, service, row }: Row) => `${namespace}/${service} ${JSON.stringify(row)}`;
const linesOf = (rows: readonly JsonLookupRow[]) =>
  rows.map(({ namespace, service, via, targetPort, ...row }) => inOneLine({ namespace, service, row }));

function apart(about: string, expected: readonly string[], found: readonly string[]): string[] {
  return [
    ...expected.filter((line) => !found.includes(line)).map((line) => `${about}: missing  ${line}`),
    ...found.filter((line) => !expected.includes(line)).map((line) => `${about}: too much ${line}`),
    ...(new Set(found).size === found.length ? [] : [`${about}: something twice`]),
  ];
}

const selects = ({ spec }: Loose, { metadata }: Loose) =>
  spec.type !== 'ExternalName' &&
  Object.keys(spec.selector ?? {}).length > 0 &&
  Object.entries(spec.selector ?? {}).every(([key, value]) => metadata.labels?.[key] === value);

/** Rows that name the Pod or one of its addresses without a Pod; then Services that select it and have no such row. */
function ofPod(
  pod: Loose,
  entry: JsonPod | undefined,
  report: JsonReport,
  objects: readonly Loose[],
): string[] {
  const { name, namespace } = pod.metadata;
  if (!entry) return [`Pod ${name} has no answer`];
  const expected = rowsOf(report).filter(
    ({ namespace: own, row }) =>
      own === namespace && (row.pod === null ? ipsOf(pod).includes(row.address ?? '') : row.pod === name),
  );
  const selecting = ofKind(objects, 'Service').filter(
    (service) => service.metadata.namespace === namespace && selects(service, pod),
  );
  const rowless = selecting.filter(
    ({ metadata }) => !expected.some(({ service }) => service === metadata.name),
  );
  const isExtra = ({ service }: JsonLookupRow) => rowless.some(({ metadata }) => metadata.name === service);
  const extra = entry.backends.filter(isExtra);
  const vias = (rows: readonly JsonLookupRow[], via: string) =>
    [...new Set(rows.filter((row) => row.via === via).map(({ service }) => service))].toSorted();
  return [
    ...apart(`Pod ${name}`, expected.map(inOneLine), linesOf(entry.backends.filter((row) => !isExtra(row)))),
    ...apart(
      `Pod ${name}, without a row`,
      rowless.flatMap(({ metadata, spec }) =>
        (spec.ports.length > 0 ? spec.ports : [{}]).map((port) => `${metadata.name} ${port.port ?? null}`),
      ),
      extra.map(({ service, servicePort }) => `${service} ${servicePort}`),
    ),
    ...extra.filter(({ routable, address }) => routable || address !== null).map(() => `Pod ${name}: routed`),
    ...apart(
      `Pod ${name}, selected`,
      selecting
        .map(({ metadata }) => metadata.name)
        .filter((service) => entry.backends.some((row) => row.service === service && row.pod !== null))
        .toSorted(),
      vias(entry.backends, 'selector'),
    ),
  ];
}

/** All addresses in the cluster. */
function addressesIn(objects: readonly Loose[]): string[] {
  const all = objects.flatMap(({ kind, spec, status, subsets, endpoints }): string[] => {
    if (kind === 'Pod') return (status.podIPs ?? []).map(({ ip }) => ip);
    if (kind === 'Node') return status.addresses.map(({ address }) => address);
    if (kind === 'Endpoints')
      return (subsets ?? []).flatMap((one) =>
        [...(one.addresses ?? []), ...(one.notReadyAddresses ?? [])].map(({ ip }) => ip),
      );
    if (kind === 'EndpointSlice') return (endpoints ?? []).flatMap((one) => one.addresses);
    const ingress = status?.loadBalancer?.ingress ?? [];
    return [...(spec?.clusterIPs ?? []), ...(spec?.externalIPs ?? []), ...ingress.map(({ ip }) => ip ?? '')];
  });
  return [...new Set([...all, '203.0.113.99'].map(canonical).filter((one) => isIP(one) !== 0))];
}

/** Another notation of the same address. */
function respelled(address: string, random: Random): string {
  if (!address.includes(':')) return random.pick([address, `::ffff:${address}`, `0:0:0:0:0:FFFF:${address}`]);
  const [head = '', tail] = address.split('::');
  const [before, after] = [head.split(':').filter(Boolean), (tail ?? '').split(':').filter(Boolean)];
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => '0000');
  return random.pick([address, address.toUpperCase(), [...before, ...zeros, ...after].join(':')]);
}

function ofAddress(entry: JsonAddress, report: JsonReport, objects: readonly Loose[]): string[] {
  const { address } = entry;
  const is = (one: string) => isIP(canonical(one)) !== 0 && canonical(one) === address;
  const expected = rowsOf(report).filter(({ row }) => row.address === address);
  const having = new Set(expected.map(({ namespace, service }) => `${namespace}/${service}`));
  const owners = objects.flatMap(({ kind, metadata, spec, status }) => {
    const places: [string, boolean][] = [];
    if (kind === 'Pod') places.push(['podIP', (status.podIPs ?? []).some(({ ip }) => is(ip))]);
    if (kind === 'Node') for (const one of status.addresses) places.push([one.type, is(one.address)]);
    if (kind === 'Service') {
      places.push(
        ['clusterIP', (spec.clusterIPs ?? []).some(is)],
        ['externalIP', (spec.externalIPs ?? []).some(is)],
      );
      places.push(['loadBalancer', (status?.loadBalancer?.ingress ?? []).some(({ ip }) => is(ip ?? ''))]);
    }
    return places
      .filter(([, has]) => has)
      .map(([as]) => `${kind} ${metadata.namespace ?? ''}/${metadata.name} ${as}`);
  });
  const listing = objects.filter(({ kind, metadata, subsets, endpoints }) => {
    const service = kind === 'Endpoints' ? metadata.name : metadata.labels?.['kubernetes.io/service-name'];
    if (having.has(`${metadata.namespace}/${service}`)) return false;
    if (kind === 'Endpoints')
      return (subsets ?? []).some((one) =>
        [...(one.addresses ?? []), ...(one.notReadyAddresses ?? [])].some(({ ip }) => is(ip)),
      );
    return kind === 'EndpointSlice' && (endpoints ?? []).some((one) => one.addresses.some(is));
  });
  return [
    ...apart(address, expected.map(inOneLine), linesOf(entry.backends)),
    ...apart(
      `${address} is owned`,
      owners,
      entry.owners.map(({ kind, namespace, name, as }) => `${kind} ${namespace}/${name} ${as}`),
    ),
    ...apart(
      `${address} is listed`,
      listing.map((one) => `${one.kind} ${nameOf(one)}`),
      entry.listedIn.map(({ kind, namespace, name }) => `${kind} ${namespace}/${name}`),
    ),
  ];
}

const seen = { rows: 0, addresses: 0, targetRef: 0, address: 0, rowless: 0, listedIn: 0, nobody: 0 };

test(`${seeds.length} random clusters: the way back is the way there`, { timeout }, async () => {
  const failed: string[] = [];
  for (const seed of seeds) {
    const random = new Random(seed);
    const objects = clusterOf(random);
    const asked = addressesIn(objects);
    const [forward, pods, addresses] = await Promise.all([
      answer<JsonReport>(objects, 'svc'),
      ofKind(objects, 'Pod').length > 0 ? answer<JsonPodReport>(objects, 'pod') : null,
      answer<JsonAddressReport>(objects, 'ip', ...asked.map((address) => respelled(address, random))),
    ]);
    const found = [
      ...ofKind(objects, 'Pod').flatMap((pod) => {
        const entry = pods?.pods.find((one) => nameOf(pod) === `${one.namespace}/${one.name}`);
        for (const { via, address } of entry?.backends ?? []) {
          seen.rows += 1;
          if (via !== 'selector') seen[via] += 1;
          if (address === null) seen.rowless += 1;
        }
        return ofPod(pod, entry, forward, objects);
      }),
      ...apart(
        'addresses',
        asked,
        addresses.addresses.map(({ address }) => address),
      ),
      ...addresses.addresses.flatMap((entry) => {
        seen.addresses += 1;
        seen.listedIn += entry.listedIn.length;
        if (entry.owners.length + entry.backends.length + entry.listedIn.length === 0) seen.nobody += 1;
        return ofAddress(entry, forward, objects);
      }),
    ];
    if (found.length > 0) failed.push([`DIFFERENTIAL_SEED=${seed}`, ...found].join('\n  '));
  }
  expect(failed.slice(0, 5).join('\n'), `${failed.length} of ${seeds.length} clusters`).toBe('');
});

test.skipIf(seeds.length < 300)('they have what makes the way back difficult', () => {
  for (const [what, count] of Object.entries(seen)) expect(count, what).toBeGreaterThan(20);
});
