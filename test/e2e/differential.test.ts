/** Compares what real controllers publish for random clusters with what the join expects. */
import type { KubernetesObject } from '@kubernetes/client-node';
import { expect } from 'vitest';
import type { ServiceView } from '../../src/model/view/service-view.ts';
import {
  differences,
  evaluateCluster,
  expectedLinesOf,
  mirrorLinesOf,
  portsText,
} from '../support/differential/compare.ts';
import { generate } from '../support/differential/generate.ts';
import { nodes } from '../support/e2e/live-objects.ts';
import type { Namespace } from '../support/e2e/namespace.ts';
import { testWithControllers as test } from '../support/e2e/suite.ts';
import { waitFor } from '../support/e2e/wait.ts';
import { snapshotWithout } from '../support/evaluate.ts';
import { CONTROLLER, MIRRORING, type Raw } from '../support/objects.ts';
import { type SliceObject, slicesOf } from '../support/oracle/consumers.ts';
import { canonical } from '../support/oracle/pods.ts';
import { Random } from '../support/random.ts';

/** About 240 Services and 360 Pods in total. */
const CLUSTERS = Number(process.env.DIFFERENTIAL_LIVE_CLUSTERS ?? 200);

const KINDS = ['Service', 'Pod', 'Endpoints', 'EndpointSlice'] as const;

test('the join expects what the real controllers publish', { timeout: 150_000 }, async ({ namespace }) => {
  const written = Array.from({ length: CLUSTERS }, (_, seed) =>
    generate(new Random(seed)).map(renamed(seed)),
  ).flat();
  for (const kind of KINDS)
    await Promise.all(
      written.filter((object) => object.kind === kind).map((object) => create(object, namespace)),
    );

  let apart: string[] = [];
  await waitFor(
    async () => {
      apart = await disagreements(namespace);
      return apart.length === 0;
    },
    { seconds: 60, message: () => `${apart.length} disagreements\n${apart.slice(0, 20).join('\n')}` },
  );
  const objects = await readBack(namespace);
  expect(differences(objects, evaluateCluster(await snapshotWithout({}, ...objects))).slice(0, 10)).toEqual(
    [],
  );
  const count = (kind: string) => objects.filter((object) => object.kind === kind).length;
  expect(count('Service')).toBeGreaterThan(CLUSTERS);
  expect(count('Pod')).toBeGreaterThan(CLUSTERS);
});

/** Gives clusters distinct names and labels, as they share a namespace; the empty label stays. */
const renamed =
  (seed: number) =>
  (object: Raw): Raw =>
    JSON.parse(
      JSON.stringify(object)
        .replaceAll(/"(s\d(-by-hand-\d)?|p\d|former)"/g, `"c${seed}-$1"`)
        .replaceAll(/"app":"([ab])"/g, `"app":"$1${seed}"`)
        .replaceAll('"n0"', `"${nodes[0]}"`)
        .replaceAll('"n1"', `"${nodes[1]}"`),
    );

async function create(object: Raw, namespace: Namespace): Promise<void> {
  const { namespace: inside, deletionTimestamp, name, labels, annotations } = object.metadata;
  if (inside === 'other') return;
  const metadata = { name, labels, annotations };
  const text = JSON.stringify({ ...object, metadata }).replaceAll(
    /"namespace":"default"|"uid":"[^"]*"/g,
    (found) => (found.startsWith('"uid"') ? '"uid":""' : `"namespace":"${namespace.name}"`),
  );
  await namespace.create(accepted(JSON.parse(text)) as KubernetesObject);
  if (deletionTimestamp) await namespace.delete(`pods/${name}`);
}

type Fields = Record<string, unknown>;

/** Removes addresses, which the API server assigns, and adds images, which it requires. */
function accepted(object: Raw): Raw {
  const spec = object.spec as Fields;
  if (object.kind === 'Service') {
    const { clusterIP, clusterIPs: _, internalTrafficPolicy: __, ...rest } = spec;
    return { ...object, spec: clusterIP === 'None' ? { ...rest, clusterIP } : rest };
  }
  if (object.kind !== 'Pod') return object;
  const withImage = (containers: unknown) =>
    (containers as Fields[]).map((one) => ({ ...one, image: 'example/app' }));
  const { containers, initContainers } = spec;
  const runs = { containers: withImage(containers), initContainers: withImage(initContainers) };
  return {
    ...object,
    spec: { ...spec, ...runs, schedulerName: 'none', automountServiceAccountToken: false },
  };
}

/** Differences by Service: expected but not published, or published but not expected. */
async function disagreements(namespace: Namespace): Promise<string[]> {
  const objects = await readBack(namespace);
  const { minor } = await namespace.client.request<{ minor: string }>('GET', '/version');
  const copies = Number.parseInt(minor, 10) < 33;
  const { joined } = evaluateCluster(await snapshotWithout({}, ...objects));
  return joined.services.flatMap((view) => {
    const service = objects.find(
      ({ kind, metadata }) => kind === 'Service' && metadata.name === view.service.name,
    );
    const slices = service ? slicesOf(service, objects) : [];
    const published = [...new Set(slices.flatMap(linesOf))];
    const expected = expectedOf(view);
    // The controller stops at the first refused slice and starts with a random one: others are written by chance.
    const byChance = view.mirror?.refused === 'portNamedTwice';
    const several = copies ? spelledTwice(view.service.name, objects) : new Set();
    return [
      ...expected
        .filter((line) => !byChance && !published.includes(line))
        .map((line) => `${view.service.name}: not published: ${line}`),
      ...published
        .filter((line) => !expected.includes(line) && !several.has(line.split(' ')[0]))
        .map((line) => `${view.service.name}: not expected: ${line}`),
    ];
  });
}

/** Up to 1.32 the mirroring controller treats two notations of an address as two; both are ready if one is. */
function spelledTwice(name: string, objects: readonly Raw[]): ReadonlySet<string | undefined> {
  const written = objects.find(({ kind, metadata }) => kind === 'Endpoints' && metadata.name === name);
  type Subset = { addresses?: { ip: string }[]; notReadyAddresses?: { ip: string }[] };
  const ips = ((written?.subsets ?? []) as Subset[]).flatMap(({ addresses = [], notReadyAddresses = [] }) =>
    [...addresses, ...notReadyAddresses].map(({ ip }) => ip),
  );
  const spellings = Map.groupBy(new Set(ips), canonical);
  return new Set([...spellings].filter(([, { length }]) => length > 1).map(([ip]) => ip));
}

function expectedOf(view: ServiceView): string[] {
  const mirrored = mirrorLinesOf(view).filter((line) => !line.startsWith('refused'));
  return [...expectedLinesOf(view), ...mirrored];
}

/** The endpoints of a controller's slice, in the format of the comparison. */
function linesOf({ addressType, endpoints, ports, metadata }: SliceObject): string[] {
  const manager = metadata.labels?.['endpointslice.kubernetes.io/managed-by'];
  const listed = portsText(
    (ports ?? []).map(({ name = '', port = 0, protocol = 'TCP' }) => ({ name, port, protocol })),
  );
  return (endpoints ?? []).flatMap(({ addresses: [written = ''], conditions = {}, targetRef }) => {
    // Up to 1.32 the controllers copy addresses without making them canonical.
    const address = canonical(written);
    const letters = [conditions.ready, conditions.serving, conditions.terminating].map((is) =>
      is ? 'T' : 'F',
    );
    if (manager === CONTROLLER)
      return [`${addressType} ${address} ${targetRef?.name} ${letters.join('')} ${listed}`];
    return manager === MIRRORING ? [`${address} ${letters[0]} ${listed}`] : [];
  });
}

/** All objects of the namespace, and the Nodes, as the API returns them. */
async function readBack({ client, name }: Namespace): Promise<Raw[]> {
  const inside = `namespaces/${name}`;
  const lists = {
    Node: '/api/v1/nodes',
    Service: `/api/v1/${inside}/services`,
    Pod: `/api/v1/${inside}/pods`,
    Endpoints: `/api/v1/${inside}/endpoints`,
    EndpointSlice: `/apis/discovery.k8s.io/v1/${inside}/endpointslices`,
  };
  const read = await Promise.all(
    Object.entries(lists).map(async ([kind, path]) => {
      const { apiVersion, items } = await client.request<{ apiVersion: string; items: Raw[] }>('GET', path);
      return items.map((item) => ({ ...item, apiVersion, kind }));
    }),
  );
  return read.flat();
}
