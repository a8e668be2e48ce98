import type { Call } from '../model/command.ts';
import { UserError } from '../model/errors.ts';
import type { IO } from '../model/io.ts';
import type { Report } from '../model/report.ts';
import type { Query } from '../model/snapshot.ts';
import { buildReport } from '../report/build.ts';
import { type Judged, judged, readAndJudge } from './judged.ts';
import { parseTargets } from './targets.ts';

export interface Inspection {
  report: Report;
  /** One error for each Service that was named and does not exist, and for each manifest that no server would take. */
  missing: readonly UserError[];
  /** What of the scope was kept from us, in a line; else empty. */
  limited: string;
  /** Where it was looked, for the line that says nothing was found; null: everywhere. */
  namespace: string | null;
}

/**
 * The pipeline of describe, get and check: read, join, judge, report.
 * @param withBackends the joined table as well: to describe
 */
export async function inspect(call: Call, io: IO, withBackends: boolean): Promise<Inspection> {
  const query = { ...queryOf(call), byPrefix: withBackends };
  const files = call.flags.list('filename');
  if (files.length === 0 && call.flags.given('filename') !== null)
    throw new UserError('error: the path "" does not exist');
  // Only the half that is needed is loaded.
  return files.length > 0
    ? inspectFiles(call, query, files, io, withBackends)
    : inspectCluster(call, query, io, withBackends);
}

async function inspectCluster(call: Call, query: Query, io: IO, withBackends: boolean): Promise<Inspection> {
  const [{ connect }, { readCluster }, { showProgress }] = await Promise.all([
    import('../cluster/connect.ts'),
    import('../cluster/read.ts'),
    import('./progress.ts'),
  ]);
  const progress = showProgress(io, call.connection.verbosity);
  const connection = await connect(call.connection, progress.io);
  const namespace = call.flags.on('all-namespaces') ? null : connection.namespace;
  const options = { chunkSize: chunkSizeOf(call), progress: progress.tell };
  try {
    const read = () => readCluster(connection, { ...query, namespace }, options);
    const { result, ...found } = await readAndJudge(read);
    const { missing, limited } = result;
    return { report: reportOf(found, withBackends), missing, limited, namespace };
  } finally {
    progress.end();
    connection.close();
  }
}

function reportOf({ joined, judgement, source }: Judged, withBackends: boolean): Report {
  return buildReport(joined, judgement, source, withBackends);
}

/** @throws {UserError} for what is no count */
function chunkSizeOf({ flags }: Call): number {
  const text = flags.text('chunk-size');
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new UserError(
    `error: invalid argument "${text}" for "--chunk-size" flag: a number of objects, or 0 for all at once`,
  );
}

async function inspectFiles(
  call: Call,
  query: Query,
  files: readonly string[],
  io: IO,
  withBackends: boolean,
) {
  const { readFiles } = await import('../files/read.ts');
  const namespace = call.flags.on('all-namespaces') ? null : call.flags.given('namespace');
  const snapshot = await readFiles(
    {
      ...query,
      namespace,
      files,
      recursive: call.flags.on('recursive'),
      defaultNamespace: call.flags.given('namespace') ?? 'default',
    },
    io,
  );
  const report = reportOf(judged(snapshot), withBackends);
  const found = new Set(report.services.map(({ name }) => name));
  const byPrefix = query.names.length === 1 && found.size > 0;
  const missing = (byPrefix ? [] : query.names)
    .filter((name) => !found.has(name))
    .map((name) => new UserError(`Error from server (NotFound): services "${name}" not found`));
  return { report, missing: [...snapshot.refused, ...missing], limited: '', namespace };
}

/** @throws {UserError} for scope flags that contradict each other */
function queryOf({ args, flags }: Call): Query {
  const { type, names } = parseTargets(args);
  if (type !== 'service')
    throw new UserError(`error: this version looks at Services only, not at type "${args[0]}"`);
  const selector = flags.text('selector');
  if (names.length > 0 && selector !== '')
    throw new UserError('error: name cannot be provided when a selector is specified');
  if (names.length > 0 && flags.on('all-namespaces'))
    throw new UserError('error: a resource cannot be retrieved by name across all namespaces');
  return { namespace: null, names, selector };
}
