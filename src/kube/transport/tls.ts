import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import {
  checkServerIdentity,
  createSecureContext,
  getCACertificates,
  type PeerCertificate,
  type SecureContext,
} from 'node:tls';
import { UserError } from '../../model/errors.ts';
import { fileReason } from '../errors/file-error.ts';
import type { Cluster, User } from '../kubeconfig/kubeconfig-entries.ts';
import { refuse } from '../kubeconfig/validate.ts';

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
  return {
    secureContext: secureContext(cluster, authority, pair),
    rejectUnauthorized: !cluster['insecure-skip-tls-verify'],
    ...verifying(cluster['tls-server-name'] || bare(new URL(cluster.server ?? '').hostname)),
  };
}

/** The same trust towards another host. */
export function tlsForHost(options: TlsOptions, host: string): TlsOptions {
  return { ...options, ...verifying(bare(host)) };
}

function verifying(name: string): Pick<TlsOptions, 'servername' | 'checkServerIdentity'> {
  return {
    // TLS has no way to ask for an address (RFC 6066, section 3); what is verified may well be one.
    servername: isIP(name) ? '' : name,
    checkServerIdentity: (_, certificate) => checkServerIdentity(name, certificate),
  };
}

const bare = (host: string) => host.replace(/^\[|\]$/g, '');

function secureContext(cluster: Cluster, authority: string | null, pair: KeyPair | null): SecureContext {
  if (authority !== null && !PEM_CERTIFICATE.test(authority))
    throw new UserError('unable to load root certificates: unable to parse bytes as PEM block');
  const roots = cluster['insecure-skip-tls-verify'] ? {} : { ca: authority ?? systemRoots() };
  try {
    // Go trusts what is listed, be it a server's own certificate or one in the middle of a chain.
    const context = createSecureContext({ ...roots, ...pair, allowPartialTrustChain: true });
    if (pair) refuseForeignKey(pair);
    return context;
  } catch (error) {
    throw new UserError(`tls: ${keyPairFault(error as NodeJS.ErrnoException, pair)}`);
  }
}

const PEM_CERTIFICATE = /-----BEGIN CERTIFICATE-----.*-----END CERTIFICATE-----/s;

/** OpenSSL takes a key of another type as one for certificates to come, and then presents none. */
function refuseForeignKey({ cert, key }: KeyPair): void {
  if (!new X509Certificate(cert).checkPrivateKey(createPrivateKey(key))) throw new Error(KEY_TYPE);
}

/** Go trusts what the machine trusts; Node, left alone, the list that it was built with. */
function systemRoots(): string[] {
  const system = getCACertificates('system');
  return system.length > 0 ? system : getCACertificates('default');
}

function keyPairFault({ code = '', message }: NodeJS.ErrnoException, pair: KeyPair | null): string {
  if (pair && !pair.cert.includes('-----BEGIN')) return 'failed to find any PEM data in certificate input';
  if (pair && !pair.cert.includes('-----BEGIN CERTIFICATE-----') && pair.cert.includes('PRIVATE KEY-----'))
    return 'failed to find certificate PEM data in certificate input, but did find a private key; PEM inputs may have been switched';
  if (pair && !pair.key.includes('-----BEGIN')) return 'failed to find any PEM data in key input';
  if (pair && /^-----BEGIN ENCRYPTED |^Proc-Type: 4,ENCRYPTED/m.test(pair.key))
    return 'the private key is encrypted, which kubectl does not take either; "openssl pkey" writes it without a passphrase';
  if (code === 'ERR_OSSL_X509_KEY_VALUES_MISMATCH') return 'private key does not match public key';
  if (message.endsWith('KEY_TYPE_MISMATCH')) return KEY_TYPE;
  // OpenSSL: `error:0480006C:PEM routines::no start line`; BoringSSL, which Bun has: `…:OPENSSL_internal:NO_START_LINE`.
  const [, reason] = /^error:.*:([\w -]+)$/.exec(message) ?? [];
  return reason
    ? `the client certificate or its key is none: ${reason.toLowerCase().replaceAll('_', ' ')}`
    : message;
}

const KEY_TYPE = 'private key type does not match public key type';

/** PEM; null where the cluster names none. */
export async function readAuthority(cluster: Cluster, name: string): Promise<string | null> {
  const { 'certificate-authority-data': data, 'certificate-authority': file } = cluster;
  try {
    return await readPem(data, file);
  } catch (error) {
    const { message } = error as UnreadablePem;
    throw new UserError(`unable to read certificate-authority ${file} for ${name} due to ${message}`);
  }
}

/** @returns null where the user has no client certificate */
export async function readKeyPair(user: User, name: string): Promise<KeyPair | null> {
  const faults: string[] = [];
  const readEach = (kind: string, data?: string, file?: string) =>
    readPem(data, file).catch(({ message }: UnreadablePem) => {
      faults.push(`unable to read client-${kind} ${file} for ${name} due to ${message}`);
      return null;
    });
  const [cert, key] = await Promise.all([
    readEach('cert', user['client-certificate-data'], user['client-certificate']),
    readEach('key', user['client-key-data'], user['client-key']),
  ]);
  refuse(faults.toSorted());
  return cert !== null && key !== null ? { cert, key } : null;
}

/** @throws {UnreadablePem} */
async function readPem(data: string | undefined, file: string | undefined): Promise<string | null> {
  if (data) return Buffer.from(data, 'base64').toString();
  if (!file) return null;
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new UnreadablePem(fileReason(error, file));
  }
}

class UnreadablePem extends Error {}
