import type { WriteOutcome } from '../cluster/writing/apply.ts';
import { type ApiObject, buildObjects } from '../external/build-objects.ts';
import {
  DRY_RUN_MODES,
  DRY_RUN_SUFFIX,
  type DryRun,
  OBJECT_FORMATS,
  readDryRun,
  readFormat,
} from '../external/dry-run.ts';
import { readOptions } from '../external/external-options.ts';
import { nameWarnings, ownerWarnings } from '../external/external-warnings.ts';
import type { Call, Flag, FlagsOf } from '../model/command.ts';
import type { Connection, ConnectionFlags } from '../model/connection.ts';
import type { IO } from '../model/io.ts';
import { type ExternalRequest, type WriteListener, writeExternal } from '../pipeline/write-external.ts';
import { type ObjectFormat, renderObjects, resourceName } from '../render/render-objects.ts';
import { escapeLines, escapeText } from '../text/escape.ts';
import { CONNECTION } from './shared/connection-flags.ts';
import { print } from './shared/print.ts';
import { defineCommand, NAMESPACE } from './shared/shared-flags.ts';

export const FLAGS = [
  {
    name: 'ip',
    type: 'list',
    commaSeparated: true,
    value: 'ADDRESS',
    summary: 'IPv4 or IPv6 addresses of the backends, separated by commas',
  },
  {
    name: 'port',
    type: 'list',
    commaSeparated: true,
    value: '[NAME:]PORT[:TARGETPORT][/PROTOCOL]',
    summary:
      'Ports of the Service, separated by commas; TARGETPORT is the port of the addresses, if it differs',
  },
  {
    name: 'external-name',
    type: 'string',
    value: 'HOST',
    summary: 'Create an ExternalName Service for this host name',
  },
  { name: 'headless', type: 'boolean', summary: 'No cluster IP: DNS returns the addresses themselves' },
  {
    name: 'kind',
    type: 'string',
    value: 'KIND',
    choices: ['endpoints', 'endpointslice'],
    summary: 'Kind that lists the addresses: endpoints (default, deprecated) or endpointslice',
  },
  {
    name: 'labels',
    short: 'l',
    type: 'list',
    commaSeparated: true,
    value: 'KEY=VALUE',
    summary: 'Labels for all objects, separated by commas',
  },
  {
    name: 'annotation',
    type: 'list',
    value: 'KEY=VALUE',
    summary: 'Annotation for all objects; can be repeated',
  },
  {
    name: 'dry-run',
    type: 'string',
    value: DRY_RUN_MODES.join('|'),
    completes: DRY_RUN_MODES,
    noOptDefault: 'client',
    default: 'none',
    summary: 'Only print what would be written; "client" contacts no cluster',
  },
  {
    name: 'output',
    short: 'o',
    type: 'string',
    value: OBJECT_FORMATS.join('|'),
    completes: OBJECT_FORMATS,
    summary: 'Print the objects in this format',
  },
  { ...NAMESPACE, summary: 'Namespace of the Service' },
] as const satisfies readonly Flag[];

export const createExternal = defineCommand({
  name: 'create-external',
  summary: 'Create a Service without a selector for addresses outside the cluster, with its Endpoints.',
  usage: ['create-external NAME --ip ADDRESS... --port PORT...', 'create-external NAME --external-name HOST'],
  description: [
    'Creates a Service without a selector and the Endpoints that list its addresses, or an ExternalName ' +
      'Service. Objects that this command did not create are never changed. Repeating the command changes ' +
      'nothing; other addresses or ports replace the old ones.',
    'Endpoints are deprecated since Kubernetes 1.33. `--kind endpointslice` avoids them: it writes one EndpointSlice ' +
      'for each address family, owned by the Service and deleted with it.',
    'With several ports, unnamed ones get a name such as 80-tcp. A headless Service needs no port. ' +
      'To pipe it to kubectl apply, use `--dry-run=client -o yaml`, which contacts no cluster.',
  ].join('\n\n'),
  examples: [
    'kubectl endpoints create-external my-service --ip 139.59.205.180 --port 80',
    'kubectl endpoints create-external legacy-db --ip 192.0.2.10,192.0.2.11 \\\n  --port pg:5432 --port metrics:9187:9188/TCP',
    'kubectl endpoints create-external my-service --ip 2001:db8::5 \\\n  --port 443 --kind endpointslice',
    'kubectl endpoints create-external rtfm --external-name rtfm.co.ua',
    'kubectl endpoints create-external legacy-db --ip 192.0.2.10 \\\n  --port 5432 --dry-run=client -o yaml',
  ],
  shared: [CONNECTION],
  flags: FLAGS,
  run: (call, io) => run(call, io, open),
});

type Open = (flags: ConnectionFlags, io: IO) => Promise<Connection>;

/** Imports the client only if needed: a client dry run does not connect. */
const open: Open = async (flags, io) => (await import('../kube/connect.ts')).connect(flags, io);

/** @param open connects to the API server; a client dry run does not call it */
export async function run(call: Call<FlagsOf<typeof FLAGS>>, io: IO, open: Open): Promise<number> {
  const { flags } = call;
  const dryRun = readDryRun(flags.dryRun);
  const request = { call, options: readOptions(call), dryRun };
  const format = readFormat(flags.output);
  await warn(io, nameWarnings(request.options, flags.port));
  if (dryRun === 'client') {
    await show(request, format, io);
    return 0;
  }
  const connection = await open(call.connection, io);
  try {
    const done = await writeExternal(request, connection, printing(dryRun, format, io));
    const kept = done.filter(({ result }) => result !== 'deleted').map(({ object }) => object);
    if (format) await print(renderObjects(kept, format), io.stdout);
  } finally {
    connection.close();
  }
  return 0;
}

/** With -o, stdout has only the objects; deletions, which these do not show, go to stderr. */
function printing(dryRun: DryRun, format: ObjectFormat | null, io: IO): WriteListener {
  return {
    warn: (warnings) => warn(io, warnings),
    written: async ({ object, result }) => {
      const line = resultLine(object, result, dryRun);
      if (!format) await print(line, io.stdout);
      else if (result === 'deleted') await print(line, io.stderr);
    },
    failed: ({ fullMessage }) => print(`${escapeLines(fullMessage)}\n`, io.stderr),
  };
}

async function show(
  { options, dryRun }: ExternalRequest,
  format: ObjectFormat | null,
  io: IO,
): Promise<void> {
  const { service, backing } = buildObjects(options, options.namespace);
  await warn(io, ownerWarnings(backing));
  const objects = [service, ...backing];
  const lines = objects.map((object) => resultLine(object, 'created', dryRun)).join('');
  await print(format ? renderObjects(objects, format) : lines, io.stdout);
}

function resultLine(object: ApiObject, result: WriteOutcome['result'], dryRun: DryRun): string {
  return `${resourceName(object)} ${result}${DRY_RUN_SUFFIX[dryRun]}\n`;
}

async function warn(io: IO, warnings: readonly string[]): Promise<void> {
  await print(warnings.map((warning) => `Warning: ${escapeText(warning)}\n`).join(''), io.stderr);
}
