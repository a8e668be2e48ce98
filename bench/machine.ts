/** Describes the machine and the versions that were measured. */
import { execFileSync } from 'node:child_process';
import { cpus, release, totalmem, type } from 'node:os';
import { join } from 'node:path';
import { assets } from '../test/support/binaries.ts';
import type { Build } from './programs.ts';

export function machine(builds: readonly Build[]): string[] {
  const [first] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return [
    `machine: ${first?.model ?? 'unknown CPU'}, ${cpus().length} cores, ${memory} GiB, ${type()} ${release()}`,
    ...builds.map(versionOf),
    `date: ${new Date().toISOString().slice(0, 10)}`,
  ];
}

function versionOf({ name, command: [program = '', ...args] }: Build): string {
  const { version, commit, runtime } = JSON.parse(
    answer(program, ...args, 'version', '--client', '-o', 'json'),
  );
  return `${name}: ${version}, commit ${commit}, ${runtime}`;
}

/** The versions of the control plane that the benchmark starts. */
export function ownVersions(): string[] {
  const versionOf = (name: string) => /[\d.]+/.exec(answer(join(assets, name), '--version'))?.[0];
  return [`API server: ${versionOf('kube-apiserver')}`, `etcd: ${versionOf('etcd')}`];
}

export function clusterVersions(kubectl: string, kubeconfig: string): string[] {
  const { clientVersion, serverVersion } = JSON.parse(
    answer(kubectl, 'version', '-o', 'json', '--kubeconfig', kubeconfig),
  );
  const [services, pods] = ['services', 'pods'].map((plural) => countOf(kubectl, kubeconfig, plural));
  return [
    `kubectl: ${clientVersion.gitVersion}, the cluster: ${serverVersion.gitVersion}`,
    `in the cluster: ${services} Services, ${pods} Pods`,
  ];
}

function countOf(kubectl: string, kubeconfig: string, plural: string): string {
  const path = `/api/v1/${plural}?limit=1`;
  const { items, metadata } = JSON.parse(answer(kubectl, 'get', '--raw', path, '--kubeconfig', kubeconfig));
  return (items.length + (metadata.remainingItemCount ?? 0)).toLocaleString('en');
}

const answer = (program: string, ...args: string[]) =>
  execFileSync(program, args, {
    cwd: import.meta.dirname,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  }).trim();
