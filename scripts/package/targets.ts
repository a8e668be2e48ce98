/** A platform with an executable, in the names of Go and krew, and its package of Bun. */
export interface Target {
  os: 'linux' | 'darwin' | 'windows';
  arch: 'amd64' | 'arm64';
  runtime: string;
}

export const TARGETS: readonly Target[] = [
  { os: 'darwin', arch: 'amd64', runtime: 'bun-darwin-x64' },
  { os: 'darwin', arch: 'arm64', runtime: 'bun-darwin-aarch64' },
  { os: 'linux', arch: 'amd64', runtime: 'bun-linux-x64' },
  { os: 'linux', arch: 'arm64', runtime: 'bun-linux-aarch64' },
  { os: 'windows', arch: 'amd64', runtime: 'bun-windows-x64' },
  { os: 'windows', arch: 'arm64', runtime: 'bun-windows-aarch64' },
];

/** `linux-amd64`: the folder in dist/, and the value of `--only`. */
export const nameOf = ({ os, arch }: Target) => `${os}-${arch}`;

export const executableOf = ({ os }: Target) => `kubectl-endpoints${os === 'windows' ? '.exe' : ''}`;

/** The target of this machine. */
export function ownTarget(): Target | undefined {
  const os = process.platform === 'win32' ? 'windows' : process.platform;
  const arch = process.arch === 'x64' ? 'amd64' : process.arch;
  return TARGETS.find((target) => target.os === os && target.arch === arch);
}
