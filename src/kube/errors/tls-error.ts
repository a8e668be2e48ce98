/** Words TLS errors as Go's crypto/tls and crypto/x509 do. */
import { isIP } from 'node:net';
import type { PeerCertificate } from 'node:tls';

const UNKNOWN_AUTHORITY = 'certificate signed by unknown authority';
const EXPIRED = 'certificate has expired or is not yet valid';

const VERIFICATION_ERRORS: Readonly<Record<string, string>> = {
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNKNOWN_AUTHORITY,
  UNABLE_TO_GET_ISSUER_CERT: UNKNOWN_AUTHORITY,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNKNOWN_AUTHORITY,
  SELF_SIGNED_CERT_IN_CHAIN: UNKNOWN_AUTHORITY,
  DEPTH_ZERO_SELF_SIGNED_CERT: UNKNOWN_AUTHORITY,
  CERT_UNTRUSTED: UNKNOWN_AUTHORITY,
  CERT_SIGNATURE_FAILURE: UNKNOWN_AUTHORITY,
  CERT_HAS_EXPIRED: EXPIRED,
  CERT_NOT_YET_VALID: EXPIRED,
  INVALID_PURPOSE: 'certificate specifies an incompatible key usage',
};

/** Alerts from the server (RFC 8446, section 6.2): OpenSSL's text to that of crypto/tls. */
const ALERTS: Readonly<Record<string, string>> = {
  'alert unknown ca': 'unknown certificate authority',
  'alert bad certificate': 'bad certificate',
  'alert certificate expired': 'expired certificate',
  'alert certificate required': 'certificate required',
  'alert certificate unknown': 'unknown certificate',
  'alert handshake failure': 'handshake failure',
  'alert protocol version': 'protocol version not supported',
  'alert unrecognized name': 'unrecognized name',
  'alert internal error': 'internal error',
};

interface NodeTlsError extends NodeJS.ErrnoException {
  host?: string;
  cert?: PeerCertificate;
  /** OpenSSL's reason string. */
  reason?: string;
}

/** @returns null for an error that is not about TLS */
export function tlsErrorText(error: NodeTlsError, url: URL): string | null {
  const { code = '' } = error;
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return verificationError(hostnameError(error, url));
  const fault = VERIFICATION_ERRORS[code];
  if (fault) return verificationError(fault);
  const openSslReason = error.reason ?? /SSL routines:[^:]*:([^:]+)/.exec(error.message)?.[1] ?? '';
  // BoringSSL, in Bun, writes WRONG_VERSION_NUMBER where OpenSSL writes wrong version number.
  const reason = openSslReason.toLowerCase().replaceAll('_', ' ');
  const alert = Object.keys(ALERTS).find((name) => reason.endsWith(name));
  if (alert) return `remote error: tls: ${ALERTS[alert]}`;
  if (reason === 'wrong version number' || reason === 'packet length too long')
    return 'http: server gave HTTP response to HTTPS client';
  return reason === '' ? null : `tls: ${reason}`;
}

const verificationError = (fault: string) => `tls: failed to verify certificate: x509: ${fault}`;

function hostnameError({ host = '', cert }: NodeTlsError, url: URL): string {
  const name = host || url.hostname;
  const kind = isIP(name) ? 'IP Address' : 'DNS';
  const names = (cert?.subjectaltname ?? '').split(', ').filter((entry) => entry.startsWith(`${kind}:`));
  const valid = names.map((entry) => entry.slice(kind.length + 1));
  if (valid.length > 0) return `certificate is valid for ${valid.join(', ')}, not ${name}`;
  if (isIP(name)) return `cannot validate certificate for ${name} because it doesn't contain any IP SANs`;
  return `certificate is not valid for any names, but wanted to match ${name}`;
}
