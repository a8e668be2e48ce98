/** The impersonation headers of a kubeconfig user (client-go, transport/round_trippers.go). */
import type { OutgoingHttpHeaders } from 'node:http';
import type { User } from '../kubeconfig/kubeconfig-types.ts';

/** Node sends an array as repeated header lines, from which the API server reads the groups. */
export function impersonationHeaders(user: User): OutgoingHttpHeaders {
  if (!user.as) return {};
  const groups = user['as-groups'] ?? [];
  const extras = Object.entries(user['as-user-extra'] ?? {});
  return {
    'Impersonate-User': user.as,
    ...(user['as-uid'] && { 'Impersonate-Uid': user['as-uid'] }),
    ...(groups.length > 0 && { 'Impersonate-Group': [...groups] }),
    ...Object.fromEntries(
      extras.map(([key, values]) => [`Impersonate-Extra-${escapeKey(key)}`, [...values]]),
    ),
  };
}

/** Percent-encodes the bytes that a header name may not contain, as client-go's headerKeyEscape does. */
function escapeKey(key: string): string {
  const bytes = [...Buffer.from(key.toLowerCase())];
  return bytes.map((byte) => (isNameByte(byte) ? String.fromCharCode(byte) : percent(byte))).join('');
}

const isNameByte = (byte: number) => /[a-z0-9!#$&'*+.^_`|~-]/.test(String.fromCharCode(byte)) && byte < 128;
const percent = (byte: number) => `%${byte.toString(16).padStart(2, '0')}`;
