/** Finds what a real node needs of this machine. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter } from 'node:path';
import { assets, findProgram } from '../../binaries.ts';
import { canCreateCgroups } from './cgroups.ts';

/** Those of Kubernetes are in KUBEBUILDER_ASSETS, and others are looked for there first. */
const PROGRAMS = [
  ...['etcd', 'kube-apiserver', 'kube-controller-manager', 'kubelet', 'kube-proxy', 'kubectl'],
  ...['containerd', 'containerd-shim-runc-v2', 'ctr', 'runc'],
  ...['unshare', 'nsenter', 'mount', 'ip', 'nft', 'conntrack', 'busybox'],
] as const;

type Program = (typeof PROGRAMS)[number];

const ASSETS = PROGRAMS.slice(0, 6);

/** Debian's folder, and that of the CNI project. */
const PLUGINS = ['/usr/lib/cni', '/opt/cni/bin'];

export interface Requirements {
  paths: Record<Program, string>;
  /** The PATH of the components. */
  path: string;
  /** The folder of the CNI plugins. */
  plugins: string;
}

/** Returns what is there, or a sentence that says what is missing. */
export function findRequirements(): Requirements | string {
  if (process.env.USE_EXISTING_CLUSTER === 'true') return 'USE_EXISTING_CLUSTER asks for another cluster';
  if (process.platform !== 'linux') return 'it needs Linux';
  if (process.getuid?.() !== 0) return 'it needs root';
  const missing = ASSETS.filter((name) => !existsSync(`${assets}/${name}`));
  if (missing.length > 0) return `no ${missing.join(', ')} in ${assets} (KUBEBUILDER_ASSETS)`;
  const found = PROGRAMS.map((name) => [name, findProgram([name], { folders: [assets] })] as const);
  const absent = found.filter(([, path]) => path === null).map(([name]) => name);
  if (absent.length > 0) return `no ${absent.join(', ')}`;
  const plugins = PLUGINS.find((folder) => existsSync(`${folder}/ptp`) && existsSync(`${folder}/host-local`));
  if (!plugins) return `no CNI plugins ptp and host-local in ${PLUGINS.join(' or ')}`;
  const paths = Object.fromEntries(found) as Requirements['paths'];
  // kubelet 1.36 asks for an API that came with containerd 2.
  const version = execFileSync(paths.containerd, ['--version'], { encoding: 'utf8' });
  if (!/ v?([2-9]|\d\d)\.\d/.test(version)) return `containerd 2 is needed: ${version.trim()}`;
  const refused = runRefused(paths.unshare, ['--net', '--mount', '--pid', '--fork', 'true']);
  if (refused !== null) return refused;
  if (!canCreateCgroups()) return 'no cgroup can be created in /sys/fs/cgroup';
  return { paths, path: [assets, process.env.PATH].join(delimiter), plugins };
}

/** Root may make no namespaces in most containers. */
function runRefused(program: string, args: readonly string[]): string | null {
  const { status, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  return status === 0 ? null : stderr.trim();
}
