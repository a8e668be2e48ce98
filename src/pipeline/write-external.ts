import { checkAccess } from '../cluster/writing/access-review.ts';
import { type Outcome, write } from '../cluster/writing/apply.ts';
import { readClusterIPs } from '../cluster/writing/cluster-ips.ts';
import { readExisting } from '../cluster/writing/existing-objects.ts';
import { print } from '../commands/shared/print.ts';
import { type ApiObject, buildObjects } from '../external/build-objects.ts';
import { type DryRun, MODE } from '../external/dry-run.ts';
import type { ExternalFlags, ExternalOptions } from '../external/external-options.ts';
import { clusterIPWarnings, ownerWarnings } from '../external/external-warnings.ts';
import { kubectlFor, sameCommand } from '../external/follow-up.ts';
import { halfWritten } from '../external/partial-write.ts';
import { planWrites, type Write } from '../external/plan-writes.ts';
import type { Call } from '../model/command.ts';
import type { Connection } from '../model/connection.ts';
import { ConnectionError, UserError } from '../model/errors.ts';
import type { IO } from '../model/io.ts';
import { type ObjectFormat, renderObjects, resourceName } from '../render/render-objects.ts';
import { escapeLines, escapeText } from '../text/escape.ts';

/** A command line of create-external, read. */
export interface Order {
  call: Call<ExternalFlags>;
  options: ExternalOptions;
  dryRun: DryRun;
  /** Null: a line for each object, saying what became of it. */
  format: ObjectFormat | null;
}

/**
 * Looks at what is there, decides, asks whether it is allowed, and only then writes.
 * @throws {UserError} for a refusal, ours or the server's
 */
export async function writeExternal(order: Order, connection: Connection, io: IO): Promise<void> {
  const { call, options, dryRun } = order;
  const namespace = options.namespace ?? connection.namespace;
  const wanted = buildObjects(options, namespace);
  const existing = await readExisting(connection, namespace, wanted);
  const writes = planWrites(wanted, existing, kubectlFor(call.connection, namespace));
  await checkAccess(connection, namespace, writes);
  if (options.target.kind !== 'ExternalName') {
    await warn(io, clusterIPWarnings(options, await readClusterIPs(connection, namespace)));
  }
  if (dryRun === 'server' && !existing.service) await warn(io, ownerWarnings(wanted.backing));
  const done: Outcome[] = [];
  try {
    for await (const outcome of write(connection, namespace, writes, dryRun === 'server')) {
      done.push(outcome);
      await tell(outcome, order, io);
    }
  } catch (error) {
    throw await explained(error, order, namespace, { writes, done }, io);
  }
  if (!order.format) return;
  const kept = done.filter(({ result }) => result !== 'deleted').map(({ object }) => object);
  await print(renderObjects(kept, order.format), io.stdout);
}

/** Where objects are asked for, stdout has nothing else: what they do not show goes to stderr. */
async function tell({ object, result }: Outcome, { format, dryRun }: Order, io: IO): Promise<void> {
  const line = resultLine(object, result, dryRun);
  if (!format) await print(line, io.stdout);
  else if (result === 'deleted') await print(line, io.stderr);
}

/** The last line says what exists now, behind what the server said; a dry run leaves nothing to explain. */
async function explained(
  error: unknown,
  { call, dryRun }: Order,
  namespace: string,
  { writes, done }: { writes: readonly Write[]; done: readonly Outcome[] },
  io: IO,
): Promise<unknown> {
  if (!(error instanceof UserError) || dryRun === 'server') return error;
  const kubectl = kubectlFor(call.connection, namespace);
  const lost = error instanceof ConnectionError;
  const left = halfWritten(writes, done, lost, kubectl, kubectl(sameCommand(call)));
  if (left === null) return error;
  await print(`${escapeLines(error.line)}\n`, io.stderr);
  return new UserError(left);
}

export function resultLine(object: ApiObject, result: Outcome['result'], dryRun: DryRun): string {
  return `${resourceName(object)} ${result}${MODE[dryRun]}\n`;
}

export async function warn(io: IO, warnings: readonly string[]): Promise<void> {
  await print(warnings.map((warning) => `Warning: ${escapeText(warning)}\n`).join(''), io.stderr);
}
