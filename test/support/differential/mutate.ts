/** Mutations of a cluster after publication, as if the controllers lagged or somebody had edited objects. */
import { CHANGED, CONTROLLER, MIRRORING, type Raw } from '../objects.ts';
import type { EndpointObject, SliceObject } from '../oracle/consumers.ts';
import { canonical, isFollowed, isReady, type PodObject } from '../oracle/pods.ts';
import type { Random } from '../random.ts';

/** Changes the objects in place. */
type Mutation = (objects: Raw[], random: Random) => void;

const published = (objects: readonly Raw[]) =>
  objects.filter(
    (object): object is SliceObject =>
      [CONTROLLER, MIRRORING].includes(
        object.metadata.labels?.['endpointslice.kubernetes.io/managed-by'] ?? '',
      ) && (object.endpoints as EndpointObject[] | null) !== null,
  );

function aSlice(objects: readonly Raw[], random: Random, change: (slice: SliceObject) => void): void {
  const slices = published(objects);
  if (slices.length > 0) change(random.pick(slices));
}

function anEndpoint(
  objects: readonly Raw[],
  random: Random,
  change: (endpoint: EndpointObject) => void,
): void {
  aSlice(objects, random, ({ endpoints }) => change(random.pick(endpoints ?? [])));
}

/** Changes a Pod that a slice lists, if there is one. */
function aPod(objects: readonly Raw[], random: Random, change: (pod: PodObject) => void): void {
  const names = published(objects).flatMap(({ endpoints }) =>
    (endpoints ?? []).map(({ targetRef }) => targetRef?.name),
  );
  const pods = objects.filter(({ kind, metadata }) => kind === 'Pod' && names.includes(metadata.name));
  if (pods.length > 0) change(random.pick(pods) as PodObject);
}

function aService(
  objects: readonly Raw[],
  random: Random,
  change: (spec: Record<string, unknown>, service: Raw) => void,
): void {
  const services = objects.filter((object) => object.kind === 'Service' && isFollowed(object));
  if (services.length === 0) return;
  const service = random.pick(services);
  change(service.spec as Record<string, unknown>, service);
}

function remove(objects: Raw[], object: Raw): void {
  objects.splice(objects.indexOf(object), 1);
}

/** Controllers up to 1.32 copy Pod addresses without making them canonical. */
export function copySpelling(objects: readonly Raw[]): void {
  const written = new Map(
    objects
      .filter(({ kind }) => kind === 'Pod')
      .flatMap((pod) => (pod as PodObject).status.podIPs ?? [])
      .map(({ ip }) => [canonical(ip), ip]),
  );
  const copied = (address: string) => written.get(address) ?? address;
  for (const { endpoints } of published(objects))
    for (const endpoint of endpoints ?? []) endpoint.addresses = endpoint.addresses.map(copied);
  for (const { kind, subsets } of objects)
    if (kind === 'Endpoints')
      for (const { addresses = [], notReadyAddresses = [] } of (subsets ?? []) as Subset[])
        for (const one of [...addresses, ...notReadyAddresses]) one.ip = copied(one.ip);
}

type Subset = { addresses?: { ip: string }[]; notReadyAddresses?: { ip: string }[] };

export const MUTATIONS: Record<string, Mutation> = {
  'an endpoint is missing': (objects, random) =>
    aSlice(objects, random, (slice) => {
      slice.endpoints = random.shuffle(slice.endpoints ?? []).slice(1);
    }),
  'a slice is missing': (objects, random) => aSlice(objects, random, (slice) => remove(objects, slice)),
  'a port is missing': (objects, random) =>
    aSlice(objects, random, (slice) => {
      slice.ports = (slice.ports ?? []).slice(1);
    }),
  'a port has another number': (objects, random) =>
    aSlice(objects, random, ({ ports }) => {
      for (const port of ports ?? []) port.port = 1234;
    }),
  'ready is the opposite': (objects, random) =>
    anEndpoint(objects, random, (endpoint) => {
      endpoint.conditions = { ...endpoint.conditions, ready: !endpoint.conditions?.ready };
    }),
  'a Pod is gone': (objects, random) => aPod(objects, random, (pod) => remove(objects, pod)),
  'a Pod has another address': (objects, random) =>
    aPod(objects, random, ({ status }) => {
      status.podIPs = (status.podIPs ?? []).map(({ ip }) => ({ ip: `${ip}9` }));
    }),
  'a Pod has ended': (objects, random) =>
    aPod(objects, random, ({ status }) => {
      status.phase = 'Failed';
    }),
  'a Pod is being deleted': (objects, random) =>
    aPod(objects, random, ({ metadata }) => {
      metadata.deletionTimestamp = CHANGED;
    }),
  'a Pod is selected no more': (objects, random) =>
    aPod(objects, random, ({ metadata }) => {
      metadata.labels = {};
    }),
  'a Pod is Ready, or no more': (objects, random) =>
    aPod(objects, random, (pod) => {
      pod.status.conditions = [{ type: 'Ready', status: isReady(pod) ? 'False' : 'True' }];
    }),
  'a Pod is called otherwise': (objects, random) =>
    aPod(objects, random, (pod) => {
      pod.metadata.name = 'reborn';
    }),
  'the selector is gone': (objects, random) =>
    aService(objects, random, (spec) => {
      delete spec.selector;
    }),
  'the Service is a name now': (objects, random) =>
    aService(objects, random, (spec) => {
      Object.assign(spec, { type: 'ExternalName', externalName: 'db.example.com' });
      for (const field of ['clusterIP', 'clusterIPs', 'ipFamilies', 'ipFamilyPolicy']) delete spec[field];
    }),
  'the Service is a new one': (objects, random) =>
    aService(objects, random, (_, { metadata }) => {
      metadata.uid = 'another';
    }),
  'not-ready addresses are published now': (objects, random) =>
    aService(objects, random, (spec) => {
      spec.publishNotReadyAddresses = !spec.publishNotReadyAddresses;
    }),
  'a family is gone': (objects, random) =>
    aService(objects, random, (spec) => {
      spec.ipFamilies = (spec.ipFamilies as string[]).slice(0, 1);
    }),
  'a Node is gone': (objects) => {
    const node = objects.find(({ kind }) => kind === 'Node');
    if (node) remove(objects, node);
  },
  'the Endpoints have other addresses': (objects, random) => {
    const written = objects.filter(
      ({ kind, subsets }) => kind === 'Endpoints' && (subsets as object[]).length > 0,
    );
    if (written.length === 0) return;
    const [subset] = random.pick(written).subsets as { addresses: { ip: string }[] }[];
    if (subset) subset.addresses = [{ ip: '192.0.2.77' }];
  },
};
