import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import {
  checkServerIdentity,
  createSecureContext,
  getCACertificates,
  type PeerCertificate,
  type SecureContext,
} from 'node:tls';
import { UserError } from '../model/errors.ts';
import { fileReason } from './file-error.ts';
import type { Cluster, User } from './kubeconfig-entries.ts';

/** A client certificate and its key, as PEM. */
export interface KeyPair {
  cert: string;
  key: string;
}

/** Options of tls.connect that are the same for all connections to a server. */
export interface TlsOptions {
  secureContext: SecureContext;
  rejectUnauthorized: boolean;
  servername: string;
  checkServerIdentity(host: string, certificate: PeerCertificate): Error | undefined;
}

/**
 * The certificates are parsed once, not for each socket.
 * @throws {UserError} for what is no certificate or key
 */
export function tlsOptions(cluster: Cluster, authority: string | null, pair: KeyPair | null): TlsOptions {
  const host = new URL(cluster.server ?? '').hostname.replace(/^\[|\]$/g, '');
  const name = cluster['tls-server-name'] || host;
  return {
    secureContext: secureContext(cluster, authority, pair),
    rejectUnauthorized: !cluster['insecure-skip-tls-verify'],
    // TLS has no way to ask for an address (RFC 6066, section 3); what is verified may well be one.
    servername: isIP(name) ? '' : name,
    checkServerIdentity: (_, certificate) => checkServerIdentity(name, certificate),
  };
}

function secureContext(cluster: Cluster, authority: string | null, pair: KeyPair | null): SecureContext {
  if (authority !== null && !authority.includes('-----BEGIN CERTIFICATE-----'))
    throw new UserError('error: unable to load root certificates: unable to parse bytes as PEM block');
  const roots = cluster['insecure-skip-tls-verify'] ? {} : { ca: authority ?? systemRoots() };
  try {
    return createSecureContext({ ...roots, ...pair });
  } catch (error) {
    throw new UserError(`error: tls: ${keyPairFault(error as NodeJS.ErrnoException, pair)}`);
  }
}

/** Go trusts what the machine trusts; Node, left alone, the list that it was built with. */
function systemRoots(): string[] {
  const system = getCACertificates('system');
  return system.length > 0 ? system : getCACertificates('default');
}

function keyPairFault({ code = '', message }: NodeJS.ErrnoException, pair: KeyPair | null): string {
  if (pair && !pair.cert.includes('-----BEGIN')) return 'failed to find any PEM data in certificate input';
  if (pair && !pair.key.includes('-----BEGIN')) return 'failed to find any PEM data in key input';
  if (code === 'ERR_OSSL_X509_KEY_VALUES_MISMATCH') return 'private key does not match public key';
  return message;
}

/** PEM; null where the cluster names none. */
export function readAuthority(cluster: Cluster, name: string): Promise<string | null> {
  const { 'certificate-authority-data': data, 'certificate-authority': file } = cluster;
  return read(
    data,
    file,
    (path, why) => `unable to read certificate-authority ${path} for ${name} due to ${why}`,
  );
}

/** @returns null where the user has no client certificate */
export async function readKeyPair(user: User, name: string): Promise<KeyPair | null> {
  const [cert, key] = await Promise.all([
    read(user['client-certificate-data'], user['client-certificate'], clientFault('cert', name)),
    read(user['client-key-data'], user['client-key'], clientFault('key', name)),
  ]);
  return cert !== null && key !== null ? { cert, key } : null;
}

type Fault = (path: string, why: string) => string;

const clientFault =
  (kind: string, name: string): Fault =>
  (path, why) =>
    `unable to read client-${kind} ${path} for ${name} due to ${why}`;

async function read(
  data: string | undefined,
  file: string | undefined,
  fault: Fault,
): Promise<string | null> {
  if (data) return Buffer.from(data, 'base64').toString();
  if (!file) return null;
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new UserError(`error: ${fault(file, fileReason(error, file))}`);
  }
}
