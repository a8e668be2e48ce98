import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { KubernetesObject } from '@kubernetes/client-node';
import { createAuthority, issue } from '../../servers/certificates.ts';
import { Component } from '../component.ts';
import { apiserverFlags, controllerManagerFlags, etcdFlags } from '../component-flags.ts';
import { writeAdminKubeconfig } from '../kubeconfig.ts';
import { type Run, runProcess } from '../run-process.ts';
import { waitFor } from '../wait.ts';
import { writeImage } from './busybox-image.ts';
import { createCgroup } from './cgroups.ts';
import { containerdFile, kubeletFile, PAUSE_IMAGE, socketOf, writeNodeFiles } from './node-files.ts';
import { type ProxyRules, readProxyRules } from './proxy-rules.ts';
import type { Requirements } from './requirements.ts';
import { NODE_ADDRESSES, Sandbox } from './sandbox.ts';

export const NODE = 'node-a';
/** `httpd`, `sh` and a few more; never pulled. */
export const IMAGE = 'docker.io/local/box:1';

const ASK_TARGETS = join(import.meta.dirname, 'ask-targets.ts');
const PORTS = { etcd: 2379, peers: 2380, server: 6443 };

export interface Target {
  address: string;
  port: number;
}

/** A control plane with one Node, on which kubelet runs Pods and kube-proxy writes rules, in namespaces of their own. */
export class RealNode {
  readonly families: Sandbox['families'];
  readonly kubeconfig: string;
  readonly #directory: string;
  readonly #sandbox: Sandbox;
  readonly #requirements: Requirements;
  readonly #components: Component[] = [];

  private constructor(directory: string, sandbox: Sandbox, requirements: Requirements) {
    this.families = sandbox.families;
    this.#directory = directory;
    this.#sandbox = sandbox;
    this.#requirements = requirements;
    createAuthority(directory);
    const pair = issue(directory, { name: 'admin', groups: ['system:masters'] });
    this.kubeconfig = writeAdminKubeconfig(directory, `https://${NODE_ADDRESSES.IPv4}:${PORTS.server}`, pair);
  }

  static async start(requirements: Requirements): Promise<RealNode> {
    const directory = await mkdtemp(join(tmpdir(), 'kubectl-endpoints-node-'));
    const node = new RealNode(directory, await Sandbox.open(directory, basename(directory)), requirements);
    try {
      await node.#start();
      return node;
    } catch (error) {
      const logs = node.#components.map((component) => component.lastLines());
      await node.stop();
      throw new Error([`the node did not start: ${error}`, ...logs].join('\n'));
    }
  }

  /** The beginning of a command line that runs in the network of the node. */
  get network(): readonly string[] {
    return this.#sandbox.network;
  }

  stop(): Promise<void> {
    return this.#sandbox.close();
  }

  /** Runs a program in the network of the node. */
  run(command: readonly string[], stdin = ''): Promise<Run> {
    const [program = '', ...args] = [...this.network, ...command];
    const env = { ...process.env, KUBECONFIG: this.kubeconfig, KUBECACHEDIR: `${this.kubeconfig}.cache` };
    return runProcess(program, args, env, stdin);
  }

  /** Runs a program and returns what it prints. @throws {Error} if it fails */
  async output(command: readonly string[], stdin = ''): Promise<string> {
    const { code, stdout, stderr } = await this.run(command, stdin);
    if (code !== 0) throw new Error(`${command.join(' ')} ended with ${code}: ${stderr}`);
    return stdout;
  }

  /** Runs kubectl and returns what it prints. @throws {Error} if it fails */
  kubectl(args: readonly string[], stdin = ''): Promise<string> {
    return this.output([this.#requirements.paths.kubectl, ...args], stdin);
  }

  async create(...items: readonly KubernetesObject[]): Promise<void> {
    await this.kubectl(['create', '-f', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
  }

  /** Returns all objects of some kinds: `list('services,endpointslices')`. */
  async list<T extends KubernetesObject>(kinds: string): Promise<T[]> {
    return JSON.parse(await this.kubectl(['get', kinds, '--all-namespaces', '--output=json'])).items;
  }

  /** Returns the rules that kube-proxy has written by now. */
  async proxyRules(): Promise<ProxyRules> {
    return readProxyRules(await this.output([this.#requirements.paths.nft, '-j', 'list', 'ruleset']));
  }

  /** Sends an HTTP request to each target, from the node. @returns each answer's body, or the code of an error */
  async ask(targets: readonly Target[]): Promise<string[]> {
    return JSON.parse(await this.output([process.execPath, ASK_TARGETS], JSON.stringify(targets)));
  }

  async #start(): Promise<void> {
    const [directory, { families }] = [this.#directory, this];
    const addresses = families.map((family) => NODE_ADDRESSES[family]);
    issue(directory, { name: 'apiserver', addresses });
    issue(directory, { name: 'kubelet', addresses });
    createCgroup(basename(directory));
    const { plugins } = this.#requirements;
    writeNodeFiles({ directory, families, plugins, cgroup: basename(directory) });
    await Promise.all([this.#startControlPlane(), this.#startContainerd()]);
    this.#component('kubelet', {
      config: kubeletFile(directory),
      kubeconfig: this.kubeconfig,
      'hostname-override': NODE,
      'node-ip': addresses.join(),
      'root-dir': join(directory, 'kubelet'),
    });
    this.#component('kube-proxy', proxyFlags(this.kubeconfig));
    await this.#succeeds(['wait', '--for=condition=Ready', `node/${NODE}`, '--timeout=30s']);
  }

  async #startControlPlane(): Promise<void> {
    const [host, { etcd, peers, server: port }] = [NODE_ADDRESSES.IPv4, PORTS];
    this.#component('etcd', etcdFlags(this.#directory, etcd, peers));
    this.#component('kube-apiserver', {
      ...apiserverFlags(this.#directory, { etcd, host, port, advertised: host }),
      'kubelet-preferred-address-types': 'InternalIP',
      'kubelet-client-certificate': join(this.#directory, 'admin.crt'),
      'kubelet-client-key': join(this.#directory, 'admin.key'),
    });
    await this.#succeeds(['get', '--raw', '/readyz']);
    this.#component('kube-controller-manager', controllerManagerFlags(this.kubeconfig));
  }

  async #startContainerd(): Promise<void> {
    const { containerd, ctr, busybox } = this.#requirements.paths;
    this.#component(containerd, { config: containerdFile(this.#directory) });
    const images = [
      { name: PAUSE_IMAGE, busybox, entrypoint: ['/bin/sleep', '2147483647'] },
      { name: IMAGE, busybox },
    ];
    for (const image of images) {
      const file = join(this.#directory, 'image.tar');
      await writeImage(file, image);
      const words = [ctr, `--address=${socketOf(this.#directory)}`, '--namespace=k8s.io', 'images', 'import'];
      await waitFor(async () => (await this.run([...words, file])).code === 0, { seconds: 30 });
    }
  }

  #component(program: string, flags: Record<string, string>): void {
    const { paths, path } = this.#requirements;
    const full = Object.entries(paths).find(([name]) => name === program)?.[1] ?? program;
    const within = [...this.#sandbox.inside, 'env', `PATH=${path}`];
    this.#components.push(new Component(full, flags, this.#directory, within));
  }

  /** Repeats a kubectl command until it succeeds. @throws {Error} if a component has ended */
  async #succeeds(args: readonly string[]): Promise<void> {
    let last = '';
    const attempt = async () => {
      const dead = this.#components.find((component) => !component.running);
      if (dead) throw new Error(`${dead.name} ended`);
      const { code, stderr } = await this.run([this.#requirements.paths.kubectl, ...args]);
      last = stderr;
      return code === 0;
    };
    await waitFor(attempt, { seconds: 60, message: () => `kubectl ${args.join(' ')}: ${last}` });
  }
}

/** kube-proxy may not raise the limits of connection tracking, which are those of the host. */
const proxyFlags = (kubeconfig: string) => ({
  kubeconfig,
  'proxy-mode': 'nftables',
  'hostname-override': NODE,
  'bind-address': NODE_ADDRESSES.IPv4,
  'conntrack-max-per-core': '0',
  'conntrack-tcp-timeout-established': '0s',
  'conntrack-tcp-timeout-close-wait': '0s',
  'healthz-bind-address': '127.0.0.1:10256',
  'metrics-bind-address': '127.0.0.1:10249',
});
