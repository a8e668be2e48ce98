import { UserError } from '../model/errors.ts';
import type { IO } from '../model/io.ts';
import type { Query } from '../model/snapshot.ts';
import type { JoinedCluster } from '../model/view.ts';
import { type Judged, judged, type Picked, readAndJudge } from './judged.ts';
import type { ReadCall } from './shared-flags.ts';

/** What of all that was joined is looked at. */
export type Pick = (joined: JoinedCluster, namespace: string | null) => Picked;

const everything: Pick = (joined) => ({ joined, isAbout: () => true });

export interface Gathered extends Judged {
  /** One error for each Service that was named and does not exist, and for each manifest that no server would take. */
  missing: readonly UserError[];
  /** What of the scope was kept from us, in a line; else empty. */
  limited: string;
  /** Where it was looked; null: everywhere. */
  namespace: string | null;
}

/**
 * Reads, joins and judges: from the cluster, or from files.
 * @param pick which of the joined Services it is about; all, where none is given
 */
export async function gather(call: ReadCall, io: IO, query: Query, pick = everything): Promise<Gathered> {
  const files = filesOf(call);
  // Only the half that is needed is loaded.
  return files.length > 0 ? gatherFiles(call, query, files, io, pick) : gatherCluster(call, query, io, pick);
}

/** As in kubectl, `-f a,b` is two files. */
function filesOf({ flags: { filename } }: ReadCall): string[] {
  const files = filename.flatMap((value) => value.split(',')).filter(Boolean);
  if (filename.length > 0 && files.length === 0) throw new UserError('error: the path "" does not exist');
  return files;
}

async function gatherCluster(call: ReadCall, query: Query, io: IO, pick: Pick): Promise<Gathered> {
  const [{ connect }, { readCluster }, { showProgress }] = await Promise.all([
    import('../cluster/connect.ts'),
    import('../cluster/read.ts'),
    import('./progress.ts'),
  ]);
  const progress = showProgress(io, call.connection.verbosity);
  const connection = await connect(call.connection, progress.io);
  const namespace = isEverywhere(call, query) ? null : connection.namespace;
  const options = { chunkSize: chunkSizeOf(call), progress: progress.tell };
  try {
    const read = () => readCluster(connection, { ...query, namespace }, options);
    const { result, ...found } = await readAndJudge(
      read,
      (joined) => pick(joined, namespace),
      io.interrupted,
    );
    const { missing, limited } = result;
    return { ...found, missing, limited, namespace };
  } finally {
    progress.end();
    connection.close();
  }
}

/** Nobody knows in which namespace an address is. */
function isEverywhere({ flags }: ReadCall, { subject }: Query): boolean {
  return flags.allNamespaces || (subject?.kind === 'address' && flags.namespace === null);
}

/** @throws {UserError} for what is no count */
function chunkSizeOf({ flags }: ReadCall): number {
  const text = flags.chunkSize;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new UserError(
    `error: invalid argument "${text}" for "--chunk-size" flag: a number of objects, or 0 for all at once`,
  );
}

async function gatherFiles(
  call: ReadCall,
  query: Query,
  files: readonly string[],
  io: IO,
  pick: Pick,
): Promise<Gathered> {
  const { readFiles } = await import('../files/read.ts');
  const namespace = call.flags.allNamespaces ? null : call.flags.namespace;
  const snapshot = await readFiles(
    {
      ...query,
      namespace,
      files,
      recursive: call.flags.recursive,
      defaultNamespace: call.flags.namespace ?? 'default',
    },
    io,
  );
  const found = judged(snapshot, (joined) => pick(joined, namespace));
  return { ...found, missing: [...snapshot.refused, ...snapshot.missing], limited: '', namespace };
}
