import type { KubernetesObject, V1EndpointSlice, V1Pod } from '@kubernetes/client-node';
import { Client } from '../test/e2e/client.ts';
import { start } from '../test/e2e/control-plane.ts';
import { adminKubeconfig } from '../test/e2e/kubeconfig.ts';
import { collection } from '../test/e2e/objects.ts';
import { waitFor } from '../test/e2e/wait.ts';
import { namespaces, nodes, pod, type Size, services } from './objects.ts';

export interface BenchCluster {
  kubeconfig: string;
  stop(): Promise<void>;
}

const WRITERS = 32;

/** A control plane of its own, filled, once the controllers have published every Service. */
export async function filledCluster(size: Size, tell: (text: string) => void): Promise<BenchCluster> {
  tell('starting a control plane');
  const controlPlane = await start();
  const kubeconfig = adminKubeconfig(controlPlane.directory);
  try {
    await fill(new Client(kubeconfig), size, tell);
    return { kubeconfig, stop: controlPlane.stop };
  } catch (error) {
    await controlPlane.stop();
    throw error;
  }
}

async function fill(client: Client, size: Size, tell: (text: string) => void): Promise<void> {
  await inParallel(namespaces(size), (object) => create(client, object));
  await inParallel(nodes(size), async (object) => {
    await create(client, object);
    await writeStatus(client, object);
  });
  let written = 0;
  await inParallel(Array.from({ length: size.pods }).keys(), async (index) => {
    const object = pod(index, size);
    await create(client, object);
    await writeStatus(client, object);
    written += 1;
    if (written % 1000 === 0) tell(`${written} of ${size.pods} Pods`);
  });
  // Last, so that the controllers publish each Service once.
  await inParallel(services(size), (object) => create(client, object));
  tell('waiting for the EndpointSlices');
  await waitFor(async () => (await publishedAddresses(client)) >= size.pods, {
    seconds: 600,
    otherwise: () => 'the EndpointSlices do not become complete',
  });
}

async function publishedAddresses(client: Client): Promise<number> {
  const path = '/apis/discovery.k8s.io/v1/endpointslices';
  const { items } = await client.request<{ items: V1EndpointSlice[] }>('GET', path);
  return items.reduce((sum, { endpoints }) => sum + (endpoints?.length ?? 0), 0);
}

const pathOf = (object: KubernetesObject) => collection(object, object.metadata?.namespace ?? null);

const create = (client: Client, object: KubernetesObject) => client.request('POST', pathOf(object), object);

function writeStatus(client: Client, object: KubernetesObject & Pick<V1Pod, 'status'>) {
  const path = `${pathOf(object)}/${object.metadata?.name}/status`;
  return client.request('PATCH', path, { status: object.status });
}

async function inParallel<T>(items: Iterable<T>, act: (item: T) => Promise<unknown>): Promise<void> {
  const rest = Iterator.from(items);
  const worker = async () => {
    for (let next = rest.next(); !next.done; next = rest.next()) await act(next.value);
  };
  await Promise.all(Array.from({ length: WRITERS }, worker));
}
