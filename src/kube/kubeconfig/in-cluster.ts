import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { IO } from '../../model/io.ts';
import type { ClientConfig } from './client-config.ts';

/** Where the kubelet mounts what a Pod is given to reach the API server. */
const SERVICE_ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

/**
 * The API server as a Pod reaches it; null outside of Pods. client-node asks for the token file only, does not
 * trim what it reads, and knows no POD_NAMESPACE.
 */
export async function inCluster({ env }: IO, directory = SERVICE_ACCOUNT): Promise<ClientConfig | null> {
  const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port } = env;
  if (!host || !port) return null;
  const [token, authority, namespace] = await Promise.all(
    ['token', 'ca.crt', 'namespace'].map((name) => content(join(directory, name))),
  );
  if (token === null) return null;
  return {
    context: '',
    namespace: env.POD_NAMESPACE || namespace || 'default',
    clusterName: '',
    userName: '',
    userFile: '',
    cluster: {
      server: `https://${host.includes(':') ? `[${host}]` : host}:${port}`,
      ...(authority && { 'certificate-authority': join(directory, 'ca.crt') }),
    },
    user: { tokenFile: join(directory, 'token') },
  };
}

const content = (path: string) =>
  readFile(path, 'utf8').then(
    (text) => text.trim(),
    () => null,
  );
