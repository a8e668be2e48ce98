import type { Command, Flag, FlagGroup, Flags } from '../model/command.ts';
import type { ConnectionFlags } from '../model/connection.ts';
import { UserError } from '../model/errors.ts';

type ConnectionFlag = Flag & { key: keyof ConnectionFlags };

const text = (
  name: string,
  key: keyof ConnectionFlags,
  value: string,
  summary: string,
  more?: Partial<Flag>,
) => ({ name, key, type: 'string', value, summary, ...more }) as const;
const file = (name: string, key: keyof ConnectionFlags, summary: string) =>
  text(name, key, 'FILE', summary, { completes: 'file' });
const list = (name: string, key: keyof ConnectionFlags, value: string, summary: string) =>
  ({ name, key, type: 'list', value, summary }) as const;
const toggle = (name: string, key: keyof ConnectionFlags, summary: string) =>
  ({ name, key, type: 'boolean', summary }) as const;

/** kubectl's own connection flags (cli-runtime/pkg/genericclioptions/config_flags.go). */
const CONNECTION: readonly ConnectionFlag[] = [
  file('kubeconfig', 'kubeconfig', 'The kubeconfig file to use'),
  file('kuberc', 'kuberc', 'Preferences: only the policy for credential plugins; no aliases, no defaults'),
  text('context', 'context', 'NAME', 'The kubeconfig context to use', { completes: 'context' }),
  text('cluster', 'cluster', 'NAME', 'The kubeconfig cluster to use', { completes: 'cluster' }),
  text('user', 'user', 'NAME', 'The kubeconfig user to use', { completes: 'user' }),
  text('server', 'server', 'URL', 'The address of the API server', { short: 's' }),
  text('token', 'token', 'TOKEN', 'Bearer token for the API server'),
  text('as', 'as', 'USER', 'The user to impersonate'),
  list('as-group', 'asGroup', 'GROUP', 'A group to impersonate; may be repeated'),
  text('as-uid', 'asUid', 'UID', 'The UID to impersonate'),
  list('as-user-extra', 'asUserExtra', 'KEY=VALUE', 'An extra to impersonate; may be repeated'),
  file('certificate-authority', 'certificateAuthority', 'The certificate authority of the server'),
  file('client-certificate', 'clientCertificate', 'The client certificate'),
  file('client-key', 'clientKey', 'The key of the client certificate'),
  toggle('insecure-skip-tls-verify', 'insecureSkipTlsVerify', "Do not verify the server's certificate"),
  text('tls-server-name', 'tlsServerName', 'NAME', "The name that the server's certificate has to have"),
  text(
    'request-timeout',
    'requestTimeout',
    'TIME',
    'How long to wait for one request: 5, 5s, 1m; 0 for ever',
  ),
  toggle('disable-compression', 'disableCompression', 'Do not ask the server to compress'),
  text('v', 'verbosity', 'LEVEL', 'Log to stderr: 6 requests, 8 headers without secrets', { short: 'v' }),
];

const SCOPE: readonly Flag[] = [
  {
    name: 'namespace',
    short: 'n',
    type: 'string',
    value: 'NAME',
    completes: 'namespace',
    summary: 'The namespace to look in',
  },
  { name: 'all-namespaces', short: 'A', type: 'boolean', summary: 'Look in all namespaces' },
  {
    name: 'selector',
    short: 'l',
    type: 'string',
    value: 'LABELS',
    summary: 'Only objects with these labels: a=b, a!=b, a in (b,c), a, !a',
  },
  {
    name: 'chunk-size',
    type: 'string',
    value: 'COUNT',
    default: '500',
    summary: 'Objects asked for at once from large lists; 0 for whole lists',
  },
];

const FILES: readonly Flag[] = [
  {
    name: 'filename',
    short: 'f',
    type: 'list',
    commas: true,
    value: 'FILE',
    completes: 'file',
    summary: 'Read files or directories instead of the cluster; - for standard input; may be repeated',
  },
  { name: 'recursive', short: 'R', type: 'boolean', summary: 'With -f: read directories with all below' },
  {
    name: 'local',
    type: 'boolean',
    hidden: true,
    summary: 'Accepted as in kubectl; -f never asks a cluster',
  },
];

const OUTPUT: readonly Flag[] = [
  {
    name: 'output',
    short: 'o',
    type: 'string',
    value: 'FORMAT',
    default: 'table',
    completes: 'format',
    summary: 'How the answer is printed',
  },
  { name: 'no-headers', type: 'boolean', summary: 'Leave the header line of tables out' },
  {
    name: 'color',
    type: 'string',
    value: 'WHEN',
    default: 'auto',
    choices: ['auto', 'always', 'never'],
    summary: 'auto, always or never',
  },
];

const GROUPS: Record<FlagGroup, readonly Flag[]> = {
  scope: SCOPE,
  files: FILES,
  output: OUTPUT,
  connection: CONNECTION,
};

export const FLAG_GROUPS = Object.keys(GROUPS) as FlagGroup[];

export const HELP: Flag = { name: 'help', short: 'h', type: 'boolean', summary: 'Show this help' };

/** All flags that may stand before the command's name, where it is not known yet which command it is. */
export const SHARED_FLAGS: readonly Flag[] = [...Object.values(GROUPS).flat(), HELP];

export function groupFlags({
  shared,
  formats,
}: Pick<Command, 'shared' | 'formats'>): readonly { group: FlagGroup; flags: readonly Flag[] }[] {
  return shared.map((group) => ({ group, flags: GROUPS[group].map((flag) => withFormats(flag, formats)) }));
}

/** Not every command has every format. */
function withFormats(flag: Flag, formats: readonly string[] | undefined): Flag {
  if (flag.completes !== 'format' || formats === undefined) return flag;
  return { ...flag, completes: formats, summary: `${formats.slice(0, -1).join(', ')} or ${formats.at(-1)}` };
}

/** The connection flags that were given, under the names that cluster/ knows them by. */
export function connectionFlags(flags: Flags): ConnectionFlags {
  const given = CONNECTION.filter(({ name }) => name !== 'v').flatMap(({ name, key, type }) => {
    const value =
      type === 'list' ? flags.list(name) : type === 'boolean' ? flags.on(name) : flags.given(name);
    return value === null || value === false || (Array.isArray(value) && value.length === 0)
      ? []
      : [[key, value]];
  });
  const namespace = flags.given('namespace');
  return {
    ...(Object.fromEntries(given) as Partial<ConnectionFlags>),
    ...(namespace === null ? {} : { namespace }),
    verbosity: verbosityOf(flags.given('v') ?? '0'),
  };
}

function verbosityOf(level: string): number {
  if (/^\d+$/.test(level)) return Number(level);
  throw new UserError(
    `error: invalid argument "${level}" for "-v, --v" flag: strconv.ParseInt: parsing "${level}": invalid syntax`,
  );
}
