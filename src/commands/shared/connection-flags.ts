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
      summary: 'Path to the kubeconfig file to use',
    },
    {
      name: 'kuberc',
      type: 'string',
      value: 'FILE',
      completes: 'file',
      summary: 'Path to the kuberc file; only its credential plugin policy is used',
    },
    {
      name: 'context',
      type: 'string',
      value: 'NAME',
      completes: 'context',
      summary: 'Name of the kubeconfig context to use',
    },
    {
      name: 'cluster',
      type: 'string',
      value: 'NAME',
      completes: 'cluster',
      summary: 'Name of the kubeconfig cluster to use',
    },
    {
      name: 'user',
      type: 'string',
      value: 'NAME',
      completes: 'user',
      summary: 'Name of the kubeconfig user to use',
    },
    {
      name: 'server',
      short: 's',
      type: 'string',
      value: 'URL',
      summary: 'Address and port of the API server',
    },
    {
      name: 'token',
      type: 'string',
      value: 'TOKEN',
      summary: 'Bearer token for authentication to the API server',
    },
    { name: 'as', type: 'string', value: 'USER', summary: 'User to impersonate' },
    { name: 'as-group', type: 'list', value: 'GROUP', summary: 'Group to impersonate; can be repeated' },
    { name: 'as-uid', type: 'string', value: 'UID', summary: 'UID to impersonate' },
    {
      name: 'as-user-extra',
      type: 'list',
      value: 'KEY=VALUE',
      summary: 'User extra to impersonate; can be repeated',
    },
    {
      name: 'certificate-authority',
      type: 'string',
      value: 'FILE',
      completes: 'file',
      summary: 'Path to a file of certificate authorities',
    },
    {
      name: 'client-certificate',
      type: 'string',
      value: 'FILE',
      completes: 'file',
      summary: 'Path to a client certificate file for TLS',
    },
    {
      name: 'client-key',
      type: 'string',
      value: 'FILE',
      completes: 'file',
      summary: 'Path to a client key file for TLS',
    },
    { name: 'insecure-skip-tls-verify', type: 'boolean', summary: "Do not verify the server's certificate" },
    {
      name: 'tls-server-name',
      type: 'string',
      value: 'NAME',
      summary: 'Server name to use for server certificate validation',
    },
    {
      name: 'request-timeout',
      type: 'string',
      value: 'TIME',
      summary: 'Time to wait for a single request: 5, 5s, 1m; 0 for no timeout',
    },
    { name: 'disable-compression', type: 'boolean', summary: 'Do not request compressed responses' },
    {
      name: 'v',
      short: 'v',
      type: 'string',
      value: 'LEVEL',
      summary: 'Log to stderr: 6 for requests, 8 for headers too, without secrets',
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
