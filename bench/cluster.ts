import { setTimeout as sleep } from 'node:timers/promises';
import type { KubernetesObject, V1EndpointSlice, V1Endpoints, V1Pod } from '@kubernetes/client-node';
import { Client } from '../test/support/e2e/client.ts';
import { start } from '../test/support/e2e/control-plane.ts';
import { adminKubeconfig } from '../test/support/e2e/kubeconfig.ts';
import { collection } from '../test/support/e2e/live-objects.ts';
import { waitFor } from '../test/support/e2e/wait.ts';
import type { Bench } from './measure.ts';
import { namespaces, nodes, pods, type Size, services } from './objects.ts';

export interface BenchCluster {
  kubeconfig: string;
  /** Adds one copy of the objects and waits until the controllers have published all endpoints. */
  fill(size: Size): Promise<void>;
  stop(): Promise<void>;
}

const WRITERS = 32;
/** Milliseconds that the control plane gets to settle. */
const REST = 10_000;

/** Starts an empty control plane. */
export async function startCluster({ signal, log }: Bench): Promise<BenchCluster> {
  log('starting a control plane');
  const controlPlane = await start();
  const kubeconfig = adminKubeconfig(controlPlane.directory);
  const client = new Client(kubeconfig);
  let copies = 0;
  const fill = async (size: Size) => {
    await write(client, size, copies, { signal, log });
    copies += 1;
    log('waiting for Endpoints and EndpointSlices');
    await published(client, size.pods * copies, signal);
    log('letting the control plane come to rest');
    await sleep(REST, undefined, { signal });
  };
  return { kubeconfig, fill, stop: controlPlane.stop };
}

type Progress = Pick<Bench, 'signal' | 'log'>;

async function write(client: Client, size: Size, copy: number, { signal, log }: Progress): Promise<void> {
  const each = <T extends KubernetesObject>(objects: Iterable<T>, act: (object: T) => Promise<unknown>) =>
    inParallel(objects, (object) => {
      signal.throwIfAborted();
      return act(object);
    });
  const create = (object: KubernetesObject) => client.request('POST', pathOf(object), object);
  const createWithStatus = async (object: KubernetesObject & Pick<V1Pod, 'status'>) => {
    await create(object);
    const path = `${pathOf(object)}/${object.metadata?.name}/status`;
    await client.request('PATCH', path, { status: object.status });
  };
  await each(namespaces(size, copy), create);
  await each(nodes(size, copy), createWithStatus);
  let written = 0;
  await each(pods(size, copy), async (pod) => {
    await createWithStatus(pod);
    written += 1;
    if (written % 2000 === 0) log(`${written} of ${size.pods} Pods`);
  });
  // Services come last, so that the controllers publish each of them once.
  await each(services(size, copy), create);
}

async function published(client: Client, addresses: number, signal: AbortSignal): Promise<void> {
  const count = async <T extends KubernetesObject>(path: string, inOne: (item: T) => number) => {
    const { items } = await client.request<{ items: T[] }>('GET', path);
    const written = items.filter(({ metadata }) => metadata?.namespace !== 'default');
    return written.reduce((sum, item) => sum + inOne(item), 0);
  };
  const inSlice = ({ endpoints }: V1EndpointSlice) => endpoints?.length ?? 0;
  const inEndpoints = ({ subsets }: V1Endpoints) =>
    (subsets ?? []).reduce(
      (sum, { addresses, notReadyAddresses }) =>
        sum + (addresses?.length ?? 0) + (notReadyAddresses?.length ?? 0),
      0,
    );
  const complete = async () => {
    await sleep(1000, undefined, { signal });
    const slices = await count('/apis/discovery.k8s.io/v1/endpointslices', inSlice);
    return slices >= addresses && (await count('/api/v1/endpoints', inEndpoints)) >= addresses;
  };
  await waitFor(complete, { seconds: 600, message: () => 'the EndpointSlices do not become complete' });
}

const pathOf = (object: KubernetesObject) => collection(object, object.metadata?.namespace ?? null);

async function inParallel<T>(items: Iterable<T>, act: (item: T) => Promise<unknown>): Promise<void> {
  const rest = items[Symbol.iterator]();
  const worker = async () => {
    for (let next = rest.next(); !next.done; next = rest.next()) await act(next.value);
  };
  await Promise.all(Array.from({ length: WRITERS }, worker));
}
