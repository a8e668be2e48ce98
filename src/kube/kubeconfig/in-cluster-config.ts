/** The ClientConfig of a Pod's service account (client-go, rest.InClusterConfig). */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { IO } from '../../model/io.ts';
import { bracketed } from '../../text/address.ts';
import type { ClientConfig } from './kubeconfig-types.ts';

/** The kubelet mounts the token, CA and namespace of the service account here. */
const SERVICE_ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

/**
 * client-node checks for the token file only, does not trim it, and ignores POD_NAMESPACE.
 * @returns null outside a Pod
 */
export async function inClusterConfig(
  { env }: IO,
  directory = SERVICE_ACCOUNT,
): Promise<ClientConfig | null> {
  const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port } = env;
  if (!host || !port) return null;
  const [token, ca, namespace] = await Promise.all(
    ['token', 'ca.crt', 'namespace'].map((name) => readTrimmed(join(directory, name))),
  );
  if (token === null) return null;
  return {
    context: '',
    namespace: env.POD_NAMESPACE || namespace || 'default',
    clusterName: '',
    userName: '',
    userFile: '',
    cluster: {
      server: `https://${bracketed(host)}:${port}`,
      ...(ca && { 'certificate-authority': join(directory, 'ca.crt') }),
    },
    user: { tokenFile: join(directory, 'token') },
  };
}

const readTrimmed = (path: string) =>
  readFile(path, 'utf8').then(
    (text) => text.trim(),
    () => null,
  );
