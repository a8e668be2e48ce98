/** The kubectl that tests compare with, and what its version can do. */
import { execFileSync } from 'node:child_process';
import { assets, findProgram } from './binaries.ts';

export interface Kubectl {
  path: string;
  /** Such as `v1.36.1`. */
  version: string;
  minor: number;
}

const OLDEST = 28;

/** What came after the oldest version, and the minor version that it came with (kubernetes/CHANGELOG). */
const FEATURES = {
  '--as-user-extra': 35,
  '--client-certificate over client-certificate-data': 35,
  'credentialPluginPolicy in kuberc': 35,
};

export type Feature = keyof typeof FEATURES;

export const hasFeature = ({ minor }: Kubectl, feature: Feature) => minor >= FEATURES[feature];

interface Search {
  kubectl: Kubectl | null;
  /** What tests cannot ask it, and why; empty: nothing. */
  skipped: string;
}

/** The one that the variable KUBECTL names, else the one beside the API server, else the first on PATH. */
export function findKubectl(): Search {
  const none = (reason: string) => ({ kubectl: null, skipped: `kubectl: skipped, ${reason}` });
  const path = findProgram(['kubectl'], { variable: 'KUBECTL', folders: [assets] });
  if (path === null) return none(`none named by KUBECTL, in ${assets} (KUBEBUILDER_ASSETS) or on PATH`);
  const kubectl = ask(path);
  if (kubectl === null) return none(`${path} does not tell its version`);
  if (kubectl.minor < OLDEST) return none(`${path} is ${kubectl.version}, older than 1.${OLDEST}`);
  const later = Object.entries(FEATURES).filter(([, since]) => kubectl.minor < since);
  const list = later.map(([feature, since]) => `${feature} (1.${since})`).join(', ');
  return { kubectl, skipped: list && `kubectl ${kubectl.version}: skipped, because it came later: ${list}` };
}

function ask(path: string): Kubectl | null {
  try {
    const words = ['version', '--client', '--output=json'];
    // No plugin, proxy or kubeconfig of this machine has a say.
    const text = execFileSync(path, words, { encoding: 'utf8', env: {}, timeout: 10_000, stdio: 'pipe' });
    const version: string = JSON.parse(text).clientVersion.gitVersion;
    const [, minor] = /^v1\.(\d+)\./.exec(version) ?? [];
    return minor === undefined ? null : { path, version, minor: Number(minor) };
  } catch {
    return null;
  }
}
