import type { FlagGroup, FlagsOf } from '../../model/command.ts';
import type { ConnectionFlags } from '../../model/connection.ts';
import { UserError } from '../../model/errors.ts';
import type { IO } from '../../model/io.ts';
import { parseTimeout } from '../../text/duration.ts';
import { NAMESPACE } from './shared-flags.ts';

/** kubectl's own connection flags (cli-runtime/pkg/genericclioptions/config_flags.go). */
export const CONNECTION = {
  title: 'Connection (as in kubectl)',
  flags: [
    {
      name: 'kubeconfig',
      type: 'string',
      value: 'FILE',
      completes: 'file',
      summary: 'The kubeconfig file to use',
    },
    {
      name: 'kuberc',
      type: 'string',
      value: 'FILE',
      completes: 'file',
      summary: 'Preferences: only the policy for credential plugins; no aliases, no defaults',
    },
    {
      name: 'context',
      type: 'string',
      value: 'NAME',
      completes: 'context',
      summary: 'The kubeconfig context to use',
    },
    {
      name: 'cluster',
      type: 'string',
      value: 'NAME',
      completes: 'cluster',
      summary: 'The kubeconfig cluster to use',
    },
    { name: 'user', type: 'string', value: 'NAME', completes: 'user', summary: 'The kubeconfig user to use' },
    { name: 'server', short: 's', type: 'string', value: 'URL', summary: 'The address of the API server' },
    { name: 'token', type: 'string', value: 'TOKEN', summary: 'Bearer token for the API server' },
    { name: 'as', type: 'string', value: 'USER', summary: 'The user to impersonate' },
    { name: 'as-group', type: 'list', value: 'GROUP', summary: 'A group to impersonate; may be repeated' },
    { name: 'as-uid', type: 'string', value: 'UID', summary: 'The UID to impersonate' },
    {
      name: 'as-user-extra',
      type: 'list',
      value: 'KEY=VALUE',
      summary: 'An extra to impersonate; may be repeated',
    },
    {
      name: 'certificate-authority',
      type: 'string',
      value: 'FILE',
      completes: 'file',
      summary: 'The certificate authority of the server',
    },
    {
      name: 'client-certificate',
      type: 'string',
      value: 'FILE',
      completes: 'file',
      summary: 'The client certificate',
    },
    {
      name: 'client-key',
      type: 'string',
      value: 'FILE',
      completes: 'file',
      summary: 'The key of the client certificate',
    },
    { name: 'insecure-skip-tls-verify', type: 'boolean', summary: "Do not verify the server's certificate" },
    {
      name: 'tls-server-name',
      type: 'string',
      value: 'NAME',
      summary: "The name that the server's certificate has to have",
    },
    {
      name: 'request-timeout',
      type: 'string',
      value: 'TIME',
      summary: 'How long to wait for one request: 5, 5s, 1m; 0 for ever',
    },
    { name: 'disable-compression', type: 'boolean', summary: 'Do not ask the server to compress' },
    {
      name: 'v',
      short: 'v',
      type: 'string',
      value: 'LEVEL',
      summary: 'Log to stderr: 6 requests, 8 headers without secrets',
    },
  ],
} as const satisfies FlagGroup;

/** The flags that select the server, the user and the namespace. */
export const CONNECTION_FLAGS = [...CONNECTION.flags, NAMESPACE] as const;

/**
 * Converts flag values for kube/. Flags that are not given are absent.
 * @throws {UserError} for an invalid level or timeout, also where no server is asked
 */
export function connectionFlags({ v, ...flags }: FlagsOf<typeof CONNECTION_FLAGS>): ConnectionFlags {
  parseTimeout(flags.requestTimeout || '0');
  const given = Object.entries(flags).filter(
    ([, value]) => value !== null && value !== false && !(Array.isArray(value) && value.length === 0),
  );
  return { ...Object.fromEntries(given), verbosity: verbosityOf(v ?? '0') };
}

function verbosityOf(level: string): number {
  if (/^\d+$/.test(level)) return Number(level);
  throw new UserError(
    `invalid argument "${level}" for "-v, --v" flag: strconv.ParseInt: parsing "${level}": invalid syntax`,
  );
}

/** IO for a connection without a user: stdin is empty, and credential plugins must not prompt. */
export function unattended(io: IO, interrupted: AbortSignal): IO {
  return { ...io, stdin: (async function* () {})(), unattended: true, interrupted };
}
