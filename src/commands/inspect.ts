import type { ReadResult } from '../cluster/read.ts';
import { join } from '../join/join.ts';
import type { Call } from '../model/command.ts';
import { UserError } from '../model/errors.ts';
import type { IO } from '../model/io.ts';
import type { Report } from '../model/report.ts';
import type { ClusterSnapshot, Query } from '../model/snapshot.ts';
import { buildReport } from '../report/build.ts';
import { evidenceWanted, judge, mayBeLag } from '../rules/run.ts';
import { parseTargets } from './targets.ts';

/** Controllers are done within a second or two, where they run at all. */
const LAG_PAUSE_MS = 1_000;

export interface Inspection {
  report: Report;
  /** One error for each Service that was named and does not exist. */
  missing: readonly UserError[];
  /** Where it was looked, for the line that says nothing was found; null: everywhere. */
  namespace: string | null;
}

/** The pipeline of describe, get and check: read, join, judge, report. */
export async function inspect(call: Call, io: IO, withBackends: boolean): Promise<Inspection> {
  const query = queryOf(call);
  const files = call.flags.list('filename');
  if (files.length === 0 && call.flags.given('filename') !== null)
    throw new UserError('error: the path "" does not exist');
  // Only the half that is needed is loaded.
  return files.length > 0
    ? inspectFiles(call, query, files, io, withBackends)
    : inspectCluster(call, query, io, withBackends);
}

async function inspectCluster(call: Call, query: Query, io: IO, withBackends: boolean): Promise<Inspection> {
  const [{ connect }, { readCluster }] = await Promise.all([
    import('../cluster/connect.ts'),
    import('../cluster/read.ts'),
  ]);
  const connection = await connect(call.connection, io);
  const namespace = call.flags.on('all-namespaces') ? null : connection.namespace;
  try {
    const read = () => readCluster(connection, { ...query, namespace });
    const { snapshot, missing } = await readWithEvidence(await read(), read);
    return { report: reportOf(snapshot, withBackends), missing, namespace };
  } finally {
    connection.close();
  }
}

async function readWithEvidence(first: ReadResult, again: () => Promise<ReadResult>) {
  let result = first;
  let judgement = judge(join(result.snapshot));
  if (mayBeLag(judgement, result.snapshot.time)) {
    await new Promise((resolve) => setTimeout(resolve, LAG_PAUSE_MS));
    result = await again();
    judgement = judge(join(result.snapshot));
  }
  const wanted = evidenceWanted(judgement);
  return wanted.size === 0 ? result : { ...result, snapshot: await result.evidence(wanted) };
}

function reportOf(snapshot: ClusterSnapshot, withBackends: boolean): Report {
  const joined = join(snapshot);
  return buildReport(joined.services, judge(joined), snapshot.source, withBackends);
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
  const report = reportOf(snapshot, withBackends);
  const found = new Set(report.services.map(({ name }) => name));
  const byPrefix = query.names.length === 1 && found.size > 0;
  const missing = (byPrefix ? [] : query.names)
    .filter((name) => !found.has(name))
    .map((name) => new UserError(`Error from server (NotFound): services "${name}" not found`));
  return { report, missing, namespace };
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
