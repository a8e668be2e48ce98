/** The krew manifest. The manifests of builds, the repository and releases all come from this template. */
import { nameOf, type Target } from './targets.ts';

export interface Archive {
  target: Target;
  file: string;
  /** In lowercase, as krew requires (krew, internal/index/validation). */
  sha256: string;
}

export interface Release {
  /** The name of the plugin: `kubectl NAME` is the command. */
  name: string;
  version: string;
  /** `OWNER/kubectl-endpoints` on GitHub. */
  repository: string;
  archives: readonly Archive[];
}

/** krew-index would probably reject `endpoints` as too broad (its naming guide), so there is a second name. */
export const NAMES = ['endpoints', 'service-endpoints'];

export function manifest({ name, version, repository, archives }: Release): string {
  const command = `kubectl-${name.replaceAll('-', '_')}`;
  const homepage = `https://github.com/${repository}`;
  const platforms = [...archives]
    .sort((a, b) => (nameOf(a.target) < nameOf(b.target) ? -1 : 1))
    .map(({ target, file, sha256 }) =>
      platform(target, `${homepage}/releases/download/v${version}/${file}`, sha256),
    );
  return `apiVersion: krew.googlecontainertools.github.com/v1alpha2
kind: Plugin
metadata:
  name: ${name}
spec:
  version: v${version}
  homepage: ${homepage}
  shortDescription: Explain services' endpoints; add external ones
  description: |
    Joins a Service with its Endpoints, EndpointSlices and Pods in a table,
    says why an endpoint is missing or not ready and how to fix it, and
    creates Services without selector for addresses outside of the cluster.
  caveats: |
    For completion inside kubectl (1.26 or newer), link the plugin once more:
      ln -s ${command} "\${KREW_ROOT:-$HOME/.krew}/bin/${command.replace('kubectl', 'kubectl_complete')}"
  platforms:
${platforms.join('')}`;
}

function platform({ os, arch }: Target, uri: string, sha256: string): string {
  return `    - selector:
        matchLabels:
          os: ${os}
          arch: ${arch}
      uri: ${uri}
      sha256: ${sha256}
      bin: ${os === 'windows' ? 'kubectl-endpoints.exe' : 'kubectl-endpoints'}
`;
}
