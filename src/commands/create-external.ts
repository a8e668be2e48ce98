import { type Outcome, write } from '../cluster/write.ts';
import { checkAccess } from '../cluster/write-access.ts';
import { readClusterIPs } from '../cluster/write-cluster-ips.ts';
import { readExisting } from '../cluster/write-existing.ts';
import { type ApiObject, buildObjects } from '../external/build.ts';
import { halfWritten } from '../external/half-written.ts';
import { type ExternalOptions, readOptions } from '../external/options.ts';
import { type DryRun, MODE, readDryRun, readFormat } from '../external/output.ts';
import { type Kubectl, kubectlFor, sameCommand } from '../external/paste.ts';
import { planWrites, type Write } from '../external/plan.ts';
import { clusterIPWarnings, nameWarnings, ownerWarnings } from '../external/warnings.ts';
import type { Call, Command } from '../model/command.ts';
import type { Connection, ConnectionFlags } from '../model/connection.ts';
import { ConnectionError, UserError } from '../model/errors.ts';
import type { IO } from '../model/io.ts';
import { type ObjectFormat, renderObjects, resourceName } from '../render/objects.ts';

export const createExternal: Command = {
  name: 'create-external',
  summary: 'A Service without selector for addresses outside the cluster, with its Endpoints',
  usage: [
    'create-external NAME --ip ADDRESS[,ADDRESS...] --port [NAME:]PORT[:TARGETPORT][/PROTOCOL]',
    'create-external NAME --external-name HOST',
  ],
  description: [
    'Creates a Service without a selector and the Endpoints that list its addresses, or an ExternalName ' +
      'Service. What is there already and was not made by this command is never taken over; the same ' +
      'command again changes nothing, and other addresses or ports replace the old ones.',
    'Endpoints are deprecated since Kubernetes 1.33; `--kind endpointslice` is the form without ' +
      'deprecation: it writes one EndpointSlice for each address family, which go when the Service goes.',
    'With several ports, those without a name get one, such as 80-tcp. A headless Service needs no port. ' +
      '`--dry-run=client -o yaml` needs no cluster, and `kubectl apply -f -` takes its output.',
  ].join('\n\n'),
  examples: [
    'kubectl endpoints create-external my-service --ip 139.59.205.180 --port 80',
    'kubectl endpoints create-external legacy-db --ip 192.0.2.10,192.0.2.11 --port pg:5432 --port metrics:9187:9188/TCP',
    'kubectl endpoints create-external my-service --ip 2001:db8::5 --port 443 --kind endpointslice',
    'kubectl endpoints create-external rtfm --external-name rtfm.co.ua',
    'kubectl endpoints create-external legacy-db --ip 192.0.2.10 --port 5432 --dry-run=client -o yaml',
  ],
  shared: ['connection'],
  flags: [
    { name: 'ip', type: 'list', commas: true, value: 'ADDRESS', summary: 'IPv4 or IPv6 address, or both' },
    {
      name: 'port',
      type: 'list',
      value: '[NAME:]PORT[:TARGETPORT][/PROTOCOL]',
      summary: 'Port of the Service, and the port of the addresses where it differs',
    },
    { name: 'external-name', type: 'string', value: 'HOST', summary: 'Host name instead of addresses' },
    { name: 'headless', type: 'boolean', summary: 'No cluster IP: DNS answers the addresses themselves' },
    {
      name: 'kind',
      type: 'string',
      value: 'KIND',
      choices: ['endpoints', 'endpointslice'],
      summary: 'What lists the addresses: endpoints (deprecated, yet the default) or endpointslice',
    },
    {
      name: 'labels',
      short: 'l',
      type: 'list',
      commas: true,
      value: 'KEY=VALUE',
      summary: 'Labels of all objects',
    },
    { name: 'annotation', type: 'list', value: 'KEY=VALUE', summary: 'Annotation of all objects' },
    {
      name: 'dry-run',
      type: 'string',
      value: 'none|client|server',
      bare: 'client',
      default: 'none',
      summary: 'Only show what would be written; "client" needs no cluster',
    },
    { name: 'output', short: 'o', type: 'string', value: 'yaml|json|name', summary: 'Show the objects' },
    { name: 'namespace', short: 'n', type: 'string', value: 'NAME', summary: 'Namespace of the Service' },
  ],
  run: (call, io) => run(call, io, openTEMP),
};

type Open = (flags: ConnectionFlags, io: IO) => Promise<Connection>;
const openTEMP: Open = async () => {
  throw new Error('TEMP');
};

/** What a run has read from its command line. */
interface Order {
  call: Call;
  options: ExternalOptions;
  dryRun: DryRun;
  /** Null: a line for each object, saying what became of it. */
  format: ObjectFormat | null;
}

/** @param open makes the connection, for all but a client dry run */
export async function run(call: Call, io: IO, open: Open): Promise<number> {
  const dryRun = readDryRun(call.flags.text('dry-run'));
  const order: Order = {
    call,
    options: readOptions(call),
    dryRun,
    format: readFormat(call.flags.given('output')),
  };
  warn(io, nameWarnings(order.options, call.flags.list('port')));
  if (dryRun === 'client') {
    show(order, io);
    return 0;
  }
  const connection = await open(call.connection, io);
  try {
    await create(order, connection, io);
  } finally {
    connection.close();
  }
  return 0;
}

function show({ options, dryRun, format }: Order, io: IO): void {
  const { service, backing } = buildObjects(options, options.namespace);
  warn(io, ownerWarnings(backing));
  const objects = [service, ...backing];
  const lines = objects.map((object) => resultLine(object, 'created', dryRun)).join('');
  io.stdout.write(format ? renderObjects(objects, format) : lines);
}

async function create(order: Order, connection: Connection, io: IO): Promise<void> {
  const { call, options, dryRun } = order;
  const namespace = options.namespace ?? connection.namespace;
  const wanted = buildObjects(options, namespace);
  const existing = await readExisting(connection, namespace, wanted);
  const kubectl = kubectlFor(call.flags, namespace);
  const writes = planWrites(wanted, existing, kubectl);
  await checkAccess(connection, namespace, writes);
  if (options.target.kind !== 'ExternalName') {
    warn(io, clusterIPWarnings(options, await readClusterIPs(connection, namespace)));
  }
  if (dryRun === 'server' && !existing.service) warn(io, ownerWarnings(wanted.backing));
  await writeAll(
    { ...order, kubectl },
    writes,
    write(connection, namespace, writes, dryRun === 'server'),
    io,
  );
}

async function writeAll(
  { call, dryRun, format, kubectl }: Order & { kubectl: Kubectl },
  writes: readonly Write[],
  outcomes: AsyncIterable<Outcome>,
  io: IO,
): Promise<void> {
  const done: Outcome[] = [];
  const lines = format ? io.stderr : io.stdout;
  try {
    for await (const outcome of outcomes) {
      done.push(outcome);
      if (format && outcome.result !== 'deleted') continue;
      lines.write(resultLine(outcome.object, outcome.result, dryRun));
    }
  } catch (error) {
    if (!(error instanceof UserError) || dryRun === 'server') throw error;
    const lost = error instanceof ConnectionError;
    const left = halfWritten(writes, done, lost, kubectl, kubectl(...sameCommand(call)));
    if (left === null) throw error;
    io.stderr.write(`${error.line}\n`);
    throw new UserError(left);
  }
  if (!format) return;
  const kept = done.filter(({ result }) => result !== 'deleted').map(({ object }) => object);
  io.stdout.write(renderObjects(kept, format));
}

function resultLine(object: ApiObject, result: Outcome['result'], dryRun: DryRun): string {
  return `${resourceName(object)} ${result}${MODE[dryRun]}\n`;
}

function warn(io: IO, warnings: readonly string[]): void {
  for (const warning of warnings) io.stderr.write(`Warning: ${warning}\n`);
}
