import type { OutgoingHttpHeaders } from 'node:http';
import type { User } from '../kubeconfig/kubeconfig-entries.ts';

/** Node sends an array as one header line each, which is what the API server reads groups from. */
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

/** Percent-encodes what may not stand in a header's name (client-go, transport/round_trippers.go). */
function escapeKey(key: string): string {
  const bytes = [...Buffer.from(key.toLowerCase())];
  return bytes.map((byte) => (isNameByte(byte) ? String.fromCharCode(byte) : percent(byte))).join('');
}

const isNameByte = (byte: number) => /[a-z0-9!#$&'*+.^_`|~-]/.test(String.fromCharCode(byte)) && byte < 128;
const percent = (byte: number) => `%${byte.toString(16).padStart(2, '0')}`;
