import type {
  KubernetesObject,
  V1EndpointSlice,
  V1EndpointSliceList,
  V1Endpoints,
} from '@kubernetes/client-node';
import type { JsonReport } from '../../../src/model/report/json-report.ts';
import { kubectl } from '../kubectl.ts';
import { Client } from './client.ts';
import { adminKubeconfig, deriveKubeconfig, userKubeconfig } from './kubeconfig.ts';
import { collection } from './live-objects.ts';
import { type Run, run, tool } from './run-tool.ts';
import { waitFor } from './wait.ts';

interface Published {
  endpoints: number;
  slices: number;
}

/** The namespace of a test, in which it creates objects and runs the tool. */
export class Namespace {
  readonly name: string;
  readonly client: Client;
  /** The kubeconfig of the admin, with this namespace as default. */
  readonly kubeconfig: string;

  private constructor(name: string, client: Client, kubeconfig: string) {
    this.name = name;
    this.client = client;
    this.kubeconfig = kubeconfig;
  }

  static async create(directory: string): Promise<Namespace> {
    const admin = adminKubeconfig(directory);
    const client = new Client(admin);
    const body = { metadata: { generateName: 'e2e-' } };
    const { metadata } = await client.request<KubernetesObject>('POST', '/api/v1/namespaces', body);
    const name = metadata?.name ?? '';
    const kubeconfig = deriveKubeconfig(admin, name, ({ contexts: [entry] }) => {
      if (entry) entry.context.namespace = name;
    });
    return new Namespace(name, client, kubeconfig);
  }

  /** Creates objects, then writes their status, which is a subresource. */
  async create(...objects: (KubernetesObject & { status?: unknown })[]): Promise<void> {
    for (const object of objects) {
      const path = collection(object, this.name);
      await this.client.request('POST', path, object);
      if (object.status) await this.client.request('PUT', `${path}/${object.metadata?.name}/status`, object);
    }
  }

  /** Returns `services/web`, `pods/web-0`, `endpoints/web` or `endpointslices/web-1`; null if there is none. */
  find<T = KubernetesObject>(resource: string): Promise<T | null> {
    return this.client.find<T>(this.#path(resource));
  }

  async delete(resource: string): Promise<void> {
    await this.client.request('DELETE', this.#path(resource));
  }

  async slices(service: string): Promise<V1EndpointSlice[]> {
    const query = `endpointslices?labelSelector=kubernetes.io/service-name=${service}`;
    return (await this.client.request<V1EndpointSliceList>('GET', this.#path(query))).items;
  }

  /** Waits until the controllers have published this number of addresses, ready or not. */
  async published(service: string, count: number | Published): Promise<void> {
    const wanted = typeof count === 'number' ? { endpoints: count, slices: count } : count;
    await waitFor(
      async () => {
        const found = { endpoints: await this.#inEndpoints(service), slices: await this.#inSlices(service) };
        return found.endpoints === wanted.endpoints && found.slices === wanted.slices;
      },
      { message: () => `${service} was not published with ${JSON.stringify(wanted)} addresses` },
    );
  }

  /** Runs the tool as admin, unless the arguments contain `--kubeconfig`. */
  run(...args: string[]): Promise<Run> {
    return run(tool, args, this.kubeconfig);
  }

  /** Runs kubectl, which finds the tool on PATH. */
  kubectl(...args: string[]): Promise<Run> {
    return run(kubectl ?? 'kubectl', args, this.kubeconfig);
  }

  /** Runs the tool and returns its JSON report. @throws {Error} if it fails */
  async report(...args: string[]): Promise<JsonReport> {
    const { code, stdout, stderr } = await this.run(...args, '-o', 'json');
    if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}: ${stderr}`);
    return JSON.parse(stdout);
  }

  /** Returns the kubeconfig of a user with only these permissions in the namespace: `{services: ['get']}`. */
  async user(rights: Record<string, string[]>): Promise<string> {
    const api = 'rbac.authorization.k8s.io';
    const name = `user-of-${this.name}`;
    const metadata = { name };
    const rules = Object.entries(rights).map(([resource, verbs]) => ({
      apiGroups: [resource === 'endpointslices' ? 'discovery.k8s.io' : ''],
      resources: [resource],
      verbs,
    }));
    const roleRef = { apiGroup: api, kind: 'Role', name };
    const subjects = [{ apiGroup: api, kind: 'User', name }];
    const apiVersion = `${api}/v1`;
    await this.create({ apiVersion, kind: 'Role', metadata, rules } as KubernetesObject);
    await this.create({ apiVersion, kind: 'RoleBinding', metadata, roleRef, subjects } as KubernetesObject);
    return userKubeconfig(this.kubeconfig, name);
  }

  /** Deletes the namespace. Pods are deleted by force, as no kubelet confirms that they stopped. */
  async remove(): Promise<void> {
    await this.client.request('DELETE', `${this.#path('pods')}?gracePeriodSeconds=0`);
    await this.client.request('DELETE', `/api/v1/namespaces/${this.name}`);
  }

  #path(resource: string): string {
    const root = resource.startsWith('endpointslices') ? '/apis/discovery.k8s.io/v1' : '/api/v1';
    return `${root}/namespaces/${this.name}/${resource}`;
  }

  async #inEndpoints(service: string): Promise<number | null> {
    const found = await this.find<V1Endpoints>(`endpoints/${service}`);
    const addresses = found?.subsets?.flatMap((subset) => [
      ...(subset.addresses ?? []),
      ...(subset.notReadyAddresses ?? []),
    ]);
    return found && new Set(addresses?.map(({ ip }) => ip)).size;
  }

  async #inSlices(service: string): Promise<number | null> {
    const slices = await this.slices(service);
    const addresses = slices
      .flatMap(({ endpoints }) => endpoints ?? [])
      .flatMap(({ addresses }) => addresses);
    return slices.length ? new Set(addresses).size : null;
  }
}
