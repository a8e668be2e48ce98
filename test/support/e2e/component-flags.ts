/** The command lines of a control plane. */
import { join } from 'node:path';
import { keyPair } from '../servers/certificates.ts';

const CONTROLLERS = [
  'deployment',
  'endpoints',
  'endpointslice',
  'endpointslice-mirroring',
  'garbage-collector',
  'namespace',
  'replicaset',
  'serviceaccount',
].map((name) => `${name}-controller`);

export const etcdFlags = (directory: string, port: number, peers: number) => ({
  'data-dir': join(directory, 'etcd'),
  'listen-client-urls': `http://127.0.0.1:${port}`,
  'advertise-client-urls': `http://127.0.0.1:${port}`,
  'listen-peer-urls': `http://127.0.0.1:${peers}`,
  'unsafe-no-fsync': 'true',
});

interface ServerOptions {
  /** The port of etcd. */
  etcd: number;
  host: string;
  port: number;
  advertised: string;
}

/** The directory has the certificates of the CA and of `apiserver`. */
export function apiserverFlags(directory: string, { etcd, host, port, advertised }: ServerOptions) {
  const { certificate, key } = keyPair(directory, 'apiserver');
  return {
    'etcd-servers': `http://127.0.0.1:${etcd}`,
    'bind-address': host,
    'secure-port': `${port}`,
    'advertise-address': advertised,
    'tls-cert-file': certificate,
    'tls-private-key-file': key,
    'client-ca-file': keyPair(directory, 'ca').certificate,
    'service-account-issuer': 'https://kubernetes.default.svc',
    'service-account-key-file': certificate,
    'service-account-signing-key-file': key,
    'service-cluster-ip-range': '10.96.0.0/16,fd00:10:96::/112',
    'authorization-mode': 'RBAC',
    // No controller may create ServiceAccounts, and none removes the taint of new Nodes.
    'disable-admission-plugins': 'ServiceAccount,TaintNodesByCondition',
  };
}

export const controllerManagerFlags = (kubeconfig: string) => ({
  kubeconfig,
  controllers: CONTROLLERS.join(','),
  'leader-elect': 'false',
  'secure-port': '0',
  'kube-api-qps': '500',
  'kube-api-burst': '500',
});
