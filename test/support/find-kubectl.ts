/** Finds the kubectl that tests compare with, and the features of its version. */
import { execFileSync } from 'node:child_process';
import { assets, findProgram } from './binaries.ts';

export interface Kubectl {
  path: string;
  /** `v1.36.1` */
  version: string;
  minor: number;
}

const OLDEST = 28;

/** Features that are newer than OLDEST, and their first minor version (kubernetes/CHANGELOG). */
const FEATURES = {
  '--as-user-extra': 35,
  '--client-certificate over client-certificate-data': 35,
  'credentialPluginPolicy in kuberc': 35,
};

export type Feature = keyof typeof FEATURES;

export const hasFeature = ({ minor }: Kubectl, feature: Feature) => minor >= FEATURES[feature];

interface Search {
  kubectl: Kubectl | null;
  /** Which tests are skipped, and why; empty if none are. */
  skipped: string;
}

/** Finds kubectl in the variable KUBECTL, beside the API server, or on PATH. */
export function findKubectl(): Search {
  const none = (reason: string) => ({ kubectl: null, skipped: `kubectl: skipped, ${reason}` });
  const path = findProgram(['kubectl'], { variable: 'KUBECTL', folders: [assets] });
  if (path === null) return none(`none named by KUBECTL, in ${assets} (KUBEBUILDER_ASSETS) or on PATH`);
  const kubectl = readVersion(path);
  if (kubectl === null) return none(`${path} does not tell its version`);
  if (kubectl.minor < OLDEST) return none(`${path} is ${kubectl.version}, older than 1.${OLDEST}`);
  const later = Object.entries(FEATURES).filter(([, since]) => kubectl.minor < since);
  const list = later.map(([feature, since]) => `${feature} (1.${since})`).join(', ');
  return { kubectl, skipped: list && `kubectl ${kubectl.version}: skipped, because it came later: ${list}` };
}

function readVersion(path: string): Kubectl | null {
  try {
    const words = ['version', '--client', '--output=json'];
    // Plugins, proxies and kubeconfigs of this machine must not matter.
    const text = execFileSync(path, words, { encoding: 'utf8', env: {}, timeout: 10_000, stdio: 'pipe' });
    const version: string = JSON.parse(text).clientVersion.gitVersion;
    const [, minor] = /^v1\.(\d+)\./.exec(version) ?? [];
    return minor === undefined ? null : { path, version, minor: Number(minor) };
  } catch {
    return null;
  }
}
