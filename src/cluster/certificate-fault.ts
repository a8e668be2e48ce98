/** What TLS found wrong, in Go's words. */
import { isIP } from 'node:net';
import type { PeerCertificate } from 'node:tls';

const UNKNOWN_AUTHORITY = 'certificate signed by unknown authority';
const NOT_NOW = 'certificate has expired or is not yet valid';

const VERIFICATION: Readonly<Record<string, string>> = {
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNKNOWN_AUTHORITY,
  UNABLE_TO_GET_ISSUER_CERT: UNKNOWN_AUTHORITY,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNKNOWN_AUTHORITY,
  SELF_SIGNED_CERT_IN_CHAIN: UNKNOWN_AUTHORITY,
  DEPTH_ZERO_SELF_SIGNED_CERT: UNKNOWN_AUTHORITY,
  CERT_UNTRUSTED: UNKNOWN_AUTHORITY,
  CERT_SIGNATURE_FAILURE: UNKNOWN_AUTHORITY,
  CERT_HAS_EXPIRED: NOT_NOW,
  CERT_NOT_YET_VALID: NOT_NOW,
  INVALID_PURPOSE: 'certificate specifies an incompatible key usage',
};

/** What the server says of us: the alerts of RFC 8446, section 6.2, as crypto/tls names them. */
const ALERTS: Readonly<Record<string, string>> = {
  ALERT_UNKNOWN_CA: 'unknown certificate authority',
  ALERT_BAD_CERTIFICATE: 'bad certificate',
  ALERT_CERTIFICATE_EXPIRED: 'expired certificate',
  ALERT_CERTIFICATE_REQUIRED: 'certificate required',
  ALERT_CERTIFICATE_UNKNOWN: 'unknown certificate',
  ALERT_HANDSHAKE_FAILURE: 'handshake failure',
  ALERT_PROTOCOL_VERSION: 'protocol version not supported',
  ALERT_UNRECOGNIZED_NAME: 'unrecognized name',
  ALERT_INTERNAL_ERROR: 'internal error',
};

interface Fault extends NodeJS.ErrnoException {
  host?: string;
  cert?: PeerCertificate;
}

/** @returns null for anything that is not about TLS */
export function certificateFault(error: Fault, url: URL): string | null {
  const { code = '' } = error;
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return verification(nameFault(error, url));
  const fault = VERIFICATION[code];
  if (fault) return verification(fault);
  const alert = Object.keys(ALERTS).find((name) => code.endsWith(name));
  if (alert) return `remote error: tls: ${ALERTS[alert]}`;
  if (/^ERR_SSL_(WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST)$/.test(code))
    return 'http: server gave HTTP response to HTTPS client';
  return null;
}

const verification = (fault: string) => `tls: failed to verify certificate: x509: ${fault}`;

function nameFault({ host = '', cert }: Fault, url: URL): string {
  const name = host || url.hostname;
  const kind = isIP(name) ? 'IP Address' : 'DNS';
  const names = (cert?.subjectaltname ?? '').split(', ').filter((entry) => entry.startsWith(`${kind}:`));
  const valid = names.map((entry) => entry.slice(kind.length + 1));
  if (valid.length > 0) return `certificate is valid for ${valid.join(', ')}, not ${name}`;
  if (isIP(name)) return `cannot validate certificate for ${name} because it doesn't contain any IP SANs`;
  return `certificate is not valid for any names, but wanted to match ${name}`;
}
