/** The configuration files of containerd, CNI and kubelet. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { keyPair } from '../../servers/certificates.ts';

type Family = 'IPv4' | 'IPv6';

export interface NodeFiles {
  directory: string;
  /** The folder of the CNI plugins. */
  plugins: string;
  families: readonly Family[];
  /** The cgroup of all Pods. */
  cgroup: string;
}

const POD_RANGES: Record<Family, { subnet: string; default: string }> = {
  IPv4: { subnet: '10.244.0.0/24', default: '0.0.0.0/0' },
  IPv6: { subnet: 'fd00:10:244::/64', default: '::/0' },
};

export const PAUSE_IMAGE = 'docker.io/local/pause:1';

export const socketOf = (directory: string) => join(directory, 'containerd.sock');
export const containerdFile = (directory: string) => join(directory, 'containerd.toml');
export const kubeletFile = (directory: string) => join(directory, 'kubelet.json');

export function writeNodeFiles(files: NodeFiles): void {
  const { directory } = files;
  writeFileSync(containerdFile(directory), containerdConfig(files));
  mkdirSync(join(directory, 'cni'));
  writeFileSync(join(directory, 'cni', 'pods.conflist'), JSON.stringify(network(files)));
  writeFileSync(kubeletFile(directory), JSON.stringify(kubeletConfig(files)));
}

/** Without CAP_SYS_RESOURCE no process may lower its OOM score, so containerd does not try. */
const containerdConfig = ({ directory, plugins }: NodeFiles) => `
version = 3
root = "${directory}/containerd"
state = "${directory}/containerd-state"
[grpc]
  address = "${socketOf(directory)}"
[plugins.'io.containerd.internal.v1.opt']
  path = "${directory}/opt"
[plugins.'io.containerd.cri.v1.images'.pinned_images]
  sandbox = "${PAUSE_IMAGE}"
[plugins.'io.containerd.cri.v1.runtime']
  restrict_oom_score_adj = true
  [plugins.'io.containerd.cri.v1.runtime'.cni]
    bin_dirs = ["${plugins}"]
    conf_dir = "${directory}/cni"
  [plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.runc]
    runtime_type = "io.containerd.runc.v2"
`;

const network = ({ families }: NodeFiles) => ({
  cniVersion: '1.0.0',
  name: 'pods',
  plugins: [
    {
      type: 'ptp',
      ipam: {
        type: 'host-local',
        ranges: families.map((family) => [{ subnet: POD_RANGES[family].subnet }]),
        routes: families.map((family) => ({ dst: POD_RANGES[family].default })),
      },
    },
  ],
});

const NO_LIMITS = { 'memory.available': '0%', 'nodefs.available': '0%', 'imagefs.available': '0%' };

const kubeletConfig = ({ directory, cgroup }: NodeFiles) => ({
  apiVersion: 'kubelet.config.k8s.io/v1beta1',
  kind: 'KubeletConfiguration',
  failSwapOn: false,
  failCgroupV1: false,
  cgroupDriver: 'cgroupfs',
  // A kubelet removes the cgroups of Pods that it does not know, so two of them share none.
  cgroupRoot: `/${cgroup}`,
  enforceNodeAllocatable: [],
  localStorageCapacityIsolation: false,
  evictionHard: NO_LIMITS,
  containerRuntimeEndpoint: `unix://${socketOf(directory)}`,
  volumePluginDir: join(directory, 'volume-plugins'),
  authentication: {
    anonymous: { enabled: false },
    webhook: { enabled: false },
    x509: { clientCAFile: keyPair(directory, 'ca').certificate },
  },
  authorization: { mode: 'AlwaysAllow' },
  tlsCertFile: keyPair(directory, 'kubelet').certificate,
  tlsPrivateKeyFile: keyPair(directory, 'kubelet').key,
});
