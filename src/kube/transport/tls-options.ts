/** TLS options for connections to a server, with certificates, keys and errors handled as crypto/tls does. */
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
import { unbracketed } from '../../text/address.ts';

/** A client certificate and its key, as PEM. */
export interface KeyPair {
  cert: string;
  key: string;
}

/** The CA to trust and the client certificate to present; client-go's TLSClientConfig. */
interface TlsConfig {
  /** Certificates as PEM; null for the system's. */
  ca: string | null;
  keyPair: KeyPair | null;
  /** Skips the verification of the server's certificate. */
  insecure: boolean;
}

/** The system's CAs, no client certificate. */
export const DEFAULT_TLS: TlsConfig = { ca: null, keyPair: null, insecure: false };

/** The options of tls.connect that all connections to a server share. */
export interface TlsOptions {
  secureContext: SecureContext;
  rejectUnauthorized: boolean;
  servername: string;
  checkServerIdentity(host: string, certificate: PeerCertificate): Error | undefined;
}

/**
 * Parses the certificates once rather than for each socket.
 * @param name the host name or address that the server's certificate must be valid for
 * @throws {UserError} for an invalid certificate or key
 */
export function tlsOptions(name: string, config: TlsConfig): TlsOptions {
  return {
    secureContext: secureContext(config),
    rejectUnauthorized: !config.insecure,
    ...hostVerification(unbracketed(name)),
  };
}

/** For an HTTPS proxy; a kubeconfig has no certificates for one. */
export function tlsForProxy({ hostname }: URL): TlsOptions {
  return tlsOptions(hostname, DEFAULT_TLS);
}

/** The same options for another host. */
export function tlsForHost(options: TlsOptions, host: string): TlsOptions {
  return { ...options, ...hostVerification(unbracketed(host)) };
}

function hostVerification(name: string): Pick<TlsOptions, 'servername' | 'checkServerIdentity'> {
  return {
    // SNI cannot carry an address (RFC 6066, section 3); the certificate is verified against one all the same.
    servername: isIP(name) ? '' : name,
    checkServerIdentity: (_, certificate) => checkServerIdentity(name, certificate),
  };
}

function secureContext({ ca, keyPair: pair, insecure }: TlsConfig): SecureContext {
  if (ca !== null && !PEM_CERTIFICATE.test(ca))
    throw new UserError('unable to load root certificates: unable to parse bytes as PEM block');
  const roots = insecure ? {} : { ca: ca ?? systemRoots() };
  try {
    // Go trusts every listed certificate, a leaf or an intermediate one too.
    const context = createSecureContext({ ...roots, ...pair, allowPartialTrustChain: true });
    if (pair) checkKeyType(pair);
    return context;
  } catch (error) {
    throw new UserError(`tls: ${keyPairErrorText(error as NodeJS.ErrnoException, pair)}`);
  }
}

const PEM_CERTIFICATE = /-----BEGIN CERTIFICATE-----.*-----END CERTIFICATE-----/s;

/** OpenSSL accepts a key of another type, for a certificate to be added later, and then presents no certificate. */
function checkKeyType({ cert, key }: KeyPair): void {
  if (!new X509Certificate(cert).checkPrivateKey(createPrivateKey(key))) throw new Error(KEY_TYPE);
}

/** Go trusts the system's CAs; Node's default is its bundled list. */
function systemRoots(): string[] {
  const system = getCACertificates('system');
  return system.length > 0 ? system : getCACertificates('default');
}

function keyPairErrorText({ code = '', message }: NodeJS.ErrnoException, pair: KeyPair | null): string {
  if (pair && !pair.cert.includes('-----BEGIN')) return 'failed to find any PEM data in certificate input';
  if (pair && !pair.cert.includes('-----BEGIN CERTIFICATE-----') && pair.cert.includes('PRIVATE KEY-----'))
    return 'failed to find certificate PEM data in certificate input, but did find a private key; PEM inputs may have been switched';
  if (pair && !pair.key.includes('-----BEGIN')) return 'failed to find any PEM data in key input';
  if (pair && /^-----BEGIN ENCRYPTED |^Proc-Type: 4,ENCRYPTED/m.test(pair.key))
    return 'encrypted private keys are not supported, as in kubectl; to remove the passphrase: openssl pkey -in KEY -out NEWKEY';
  if (code === 'ERR_OSSL_X509_KEY_VALUES_MISMATCH') return 'private key does not match public key';
  if (message.endsWith('KEY_TYPE_MISMATCH')) return KEY_TYPE;
  // OpenSSL: `error:0480006C:PEM routines::no start line`; BoringSSL, which Bun has: `…:OPENSSL_internal:NO_START_LINE`.
  const [, reason] = /^error:.*:([\w -]+)$/.exec(message) ?? [];
  return reason
    ? `the client certificate or its key is invalid: ${reason.toLowerCase().replaceAll('_', ' ')}`
    : message;
}

const KEY_TYPE = 'private key type does not match public key type';
