import packageJson from '../../package.json' with { type: 'json' };
import type { Call } from '../model/command.ts';
import { ConnectionError, StatusError, UserError } from '../model/errors.ts';
import type { IO } from '../model/io.ts';
import { CONNECTION, unattended } from './shared/connection-flags.ts';
import { print } from './shared/print.ts';
import { defineCommand } from './shared/shared-flags.ts';

/** Defined by the build of a release. */
declare const BUILD: { commit: string; date: string } | undefined;

/** `version` does not wait longer than this for the server. */
const LIMIT_MS = 2_000;

const FORMATS = ['json', 'yaml'] as const;

/** `version`: of the plugin, its build and the server. */
export const version = defineCommand({
  name: 'version',
  summary: 'Print the version of the plugin; with -o, also its build and the version of the server.',
  usage: ['version'],
  description:
    'Without -o, prints one line and contacts no cluster. With -o, adds the commit and the date of the build, the ' +
    'runtime, and the version of the server: `serverVersion` is null with --client, or if no cluster answers within ' +
    'two seconds.',
  examples: ['kubectl endpoints version', 'kubectl endpoints version -o yaml'],
  shared: [CONNECTION],
  flags: [
    {
      name: 'output',
      short: 'o',
      type: 'string',
      value: FORMATS.join('|'),
      completes: FORMATS,
      summary: 'Print all details in this format',
    },
    { name: 'client', type: 'boolean', summary: 'Do not contact the server' },
  ],
  async run(call, io) {
    if (call.args.length > 0) throw new UserError(`extra arguments: [${call.args.join(' ')}]`);
    const format = formatOf(call.flags.output);
    const line = `kubectl-endpoints v${packageJson.version}\n`;
    await print(format === null ? line : await textOf(await versionInfo(call, io), format), io.stdout);
    return 0;
  },
});

/** @throws {UserError} with kubectl's message */
function formatOf(value: string | null): (typeof FORMATS)[number] | null {
  if (!value) return null;
  const format = FORMATS.find((one) => one === value);
  if (format) return format;
  throw new UserError("--output must be 'yaml' or 'json'");
}

async function versionInfo(call: Call<{ client: boolean }>, io: IO): Promise<object> {
  const build = typeof BUILD === 'undefined' ? null : BUILD;
  return {
    version: `v${packageJson.version}`,
    commit: build?.commit ?? null,
    buildDate: build?.date ?? null,
    runtime: io.runtime,
    platform: platformOf(io),
    serverVersion: call.flags.client ? null : await serverVersion(call, io),
  };
}

/** GOOS/GOARCH, as kubectl and krew name platforms. */
function platformOf({ platform, arch }: IO): string {
  const os = platform === 'win32' ? 'windows' : platform;
  return `${os}/${{ x64: 'amd64', ia32: '386' }[arch] ?? arch}`;
}

/** The response of /version; null if the server does not respond. @throws {UserError} for an invalid kubeconfig */
async function serverVersion({ connection: flags }: Call, io: IO): Promise<unknown> {
  const { connect } = await import('../kube/connect.ts');
  const limit = AbortSignal.any([io.interrupted, AbortSignal.timeout(LIMIT_MS)]);
  const connection = await connect(flags, unattended(io, limit));
  try {
    return (await connection.request('GET', '/version')).json;
  } catch (error) {
    const unanswered = error instanceof ConnectionError || error instanceof StatusError;
    if (!unanswered || io.interrupted.aborted) throw error;
    return null;
  } finally {
    connection.close();
  }
}

async function textOf(value: object, format: (typeof FORMATS)[number]): Promise<string> {
  const { jsonText, yamlText } = await import('../render/render-objects.ts');
  return format === 'json' ? jsonText(value, 2) : yamlText(value);
}
