import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assets } from '../binaries.ts';
import { createAuthority, issue } from '../servers/certificates.ts';
import { freePorts } from '../servers/ports.ts';
import { Client } from './client.ts';
import { Component } from './component.ts';
import { apiserverFlags, controllerManagerFlags, etcdFlags } from './component-flags.ts';
import { adminKubeconfig, copyCurrentKubeconfig, writeAdminKubeconfig } from './kubeconfig.ts';
import { selectorless } from './live-objects.ts';
import { addNodes } from './nodes.ts';
import { waitFor } from './wait.ts';

/** A control plane without kubelets, so that only tests write objects. */
export interface ControlPlane {
  /** Contains admin.kubeconfig and, unless the cluster is an existing one, the key of its CA. */
  directory: string;
  existing: boolean;
  /** Whether a controller manager publishes EndpointSlices, mirrors Endpoints and collects garbage. */
  controllers: boolean;
  /** Whether Services can be dual-stack. */
  dualStack: boolean;
  stop(): Promise<void>;
}

const existing = process.env.USE_EXISTING_CLUSTER === 'true';

const has = (binary: string) => existsSync(join(assets, binary));
export const available = existing || (has('etcd') && has('kube-apiserver'));

const host = '127.0.0.1';
/** The endpoint of default/kubernetes, which may not be a loopback address. */
const advertised = '192.0.2.1';

export async function start(): Promise<ControlPlane> {
  const directory = await mkdtemp(join(tmpdir(), 'kubectl-endpoints-e2e-'));
  const components: Component[] = [];
  const clear = async () => {
    await Promise.all(components.map((component) => component.stop()));
    await rm(directory, { recursive: true, force: true });
  };
  try {
    if (existing) copyCurrentKubeconfig(directory);
    else await startComponents(directory, components);
    const client = new Client(adminKubeconfig(directory));
    const dualStack = await isDualStack(client);
    const removeNodes = await addNodes(client);
    const stop = () => removeNodes().finally(clear);
    return { directory, existing, controllers: existing || has('kube-controller-manager'), dualStack, stop };
  } catch (error) {
    await clear();
    throw error;
  }
}

async function startComponents(directory: string, components: Component[]): Promise<void> {
  const run = (name: string, flags: Record<string, string>) =>
    components.push(new Component(join(assets, name), flags, directory));
  const [etcd = 0, peers = 0, port = 0] = await freePorts(3);

  createAuthority(directory);
  run('etcd', etcdFlags(directory, etcd, peers));
  issue(directory, { name: 'apiserver', addresses: [host] });
  run('kube-apiserver', apiserverFlags(directory, { etcd, host, port, advertised }));
  const pair = issue(directory, { name: 'admin', groups: ['system:masters'] });
  const admin = writeAdminKubeconfig(directory, `https://${host}:${port}`, pair);
  await ready(new Client(admin), components);
  if (has('kube-controller-manager')) run('kube-controller-manager', controllerManagerFlags(admin));
}

async function ready(client: Client, components: readonly Component[]): Promise<void> {
  const logs = () => components.map((component) => component.lastLines()).join('\n');
  const answers = async () => {
    const dead = components.find((component) => !component.running);
    if (dead) throw new Error(`${dead.name} ended\n${logs()}`);
    return client.send('GET', '/readyz').then(
      ({ status }) => status === 200,
      () => false,
    );
  };
  await waitFor(answers, { seconds: 60, message: () => `the API server is not ready\n${logs()}` });
}

async function isDualStack(client: Client): Promise<boolean> {
  const service = JSON.stringify(selectorless('both', { ipFamilyPolicy: 'RequireDualStack' }));
  const headers = { 'content-type': 'application/json' };
  const path = '/api/v1/namespaces/default/services?dryRun=All';
  return (await client.send('POST', path, headers, service)).status === 201;
}
