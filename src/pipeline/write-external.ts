import { checkAccess } from '../cluster/writing/access-review.ts';
import { type WriteOutcome, writeObjects } from '../cluster/writing/apply.ts';
import { readClusterIPs } from '../cluster/writing/cluster-ips.ts';
import { readExisting } from '../cluster/writing/existing-objects.ts';
import { buildObjects } from '../external/build-objects.ts';
import type { DryRun } from '../external/dry-run.ts';
import type { ExternalFlags, ExternalOptions } from '../external/external-options.ts';
import { clusterIPWarnings, ownerWarnings } from '../external/external-warnings.ts';
import { partialWriteText } from '../external/partial-write.ts';
import { planWrites, type Write } from '../external/plan-writes.ts';
import { kubectlFor, repeatCommand } from '../external/suggested-commands.ts';
import type { Call } from '../model/command.ts';
import type { Connection } from '../model/connection.ts';
import { ConnectionError, UserError } from '../model/errors.ts';

/** A parsed create-external command. */
export interface ExternalRequest {
  call: Call<ExternalFlags>;
  options: ExternalOptions;
  dryRun: DryRun;
}

/** Receives warnings and outcomes as they occur. */
export interface WriteListener {
  warn(warnings: readonly string[]): Promise<void>;
  written(outcome: WriteOutcome): Promise<void>;
  /** A write failed after others succeeded; the error thrown next lists the objects that exist now. */
  failed(error: UserError): Promise<void>;
}

/**
 * Writes the Service and its endpoints, after it has read the existing objects, planned the writes and checked access.
 * @returns the outcome of each write
 * @throws {UserError} if this command or the server refuses
 */
export async function writeExternal(
  request: ExternalRequest,
  connection: Connection,
  listener: WriteListener,
): Promise<readonly WriteOutcome[]> {
  const { call, options, dryRun } = request;
  const namespace = options.namespace ?? connection.namespace;
  const wanted = buildObjects(options, namespace);
  const existing = await readExisting(connection, namespace, wanted);
  const writes = planWrites(wanted, existing, kubectlFor(call.connection, namespace));
  await checkAccess(connection, namespace, writes);
  if (options.target.kind !== 'ExternalName')
    await listener.warn(clusterIPWarnings(options, await readClusterIPs(connection, namespace)));
  if (dryRun === 'server' && !existing.service) await listener.warn(ownerWarnings(wanted.backing));
  const done: WriteOutcome[] = [];
  try {
    for await (const outcome of writeObjects(connection, namespace, writes, dryRun === 'server')) {
      done.push(outcome);
      await listener.written(outcome);
    }
    return done;
  } catch (error) {
    const message = partialWriteMessage(error, request, namespace, writes, done);
    if (message === null) throw error;
    await listener.failed(error as UserError);
    throw new UserError(message);
  }
}

/** Describes what exists after a failure and how to continue; null for a dry run, which writes nothing, or a defect. */
function partialWriteMessage(
  error: unknown,
  { call, dryRun }: ExternalRequest,
  namespace: string,
  writes: readonly Write[],
  done: readonly WriteOutcome[],
): string | null {
  if (!(error instanceof UserError) || dryRun === 'server') return null;
  const kubectl = kubectlFor(call.connection, namespace);
  return partialWriteText(
    writes,
    done,
    error instanceof ConnectionError,
    kubectl,
    kubectl(repeatCommand(call)),
  );
}
