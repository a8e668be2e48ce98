import { createPrivateKey, X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import {
  checkServerIdentity,
  createSecureContext,
  getCACertificates,
  type PeerCertificate,
  type SecureContext,
} from 'node:tls';
import { UserError } from '../../model/errors.ts';

/** A client certificate and its key, as PEM. */
export interface KeyPair {
  cert: string;
  key: string;
}

/** Whom to trust, and what to present. */
export interface Trust {
  /** Certificates as PEM; null: those that the machine trusts. */
  authority: string | null;
  keyPair: KeyPair | null;
  /** Verifies nothing. */
  insecure: boolean;
}

/** Trusts what the machine trusts, presents nothing. */
export const SYSTEM_TRUST: Trust = { authority: null, keyPair: null, insecure: false };

/** Options of tls.connect that are the same for all connections to a server. */
export interface TlsOptions {
  secureContext: SecureContext;
  rejectUnauthorized: boolean;
  servername: string;
  checkServerIdentity(host: string, certificate: PeerCertificate): Error | undefined;
}

/**
 * Parses the certificates once, not for each socket.
 * @param name the host that the server's certificate must be for
 * @throws {UserError} for what is no certificate or key
 */
export function tlsOptions(name: string, trust: Trust): TlsOptions {
  return {
    secureContext: secureContext(trust),
    rejectUnauthorized: !trust.insecure,
    ...verifying(bare(name)),
  };
}

/** The same for an HTTPS proxy, which no kubeconfig has certificates for. */
export function tlsForProxy({ hostname }: URL): TlsOptions {
  return tlsOptions(hostname, SYSTEM_TRUST);
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

function secureContext({ authority, keyPair: pair, insecure }: Trust): SecureContext {
  if (authority !== null && !PEM_CERTIFICATE.test(authority))
    throw new UserError('unable to load root certificates: unable to parse bytes as PEM block');
  const roots = insecure ? {} : { ca: authority ?? systemRoots() };
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
