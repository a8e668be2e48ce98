import type { ReadCall } from '../commands/shared/shared-flags.ts';
import type { EarlierManifests, FileInput } from '../files/read-files.ts';
import type { Connection } from '../model/connection.ts';
import { NotFoundError, UserError } from '../model/errors.ts';
import type { IO, Progress } from '../model/io.ts';
import type { ClusterSnapshot, EvidenceRequest, Query } from '../model/snapshot.ts';
import { withNearestNames } from './nearest-names.ts';

/** A command that reads Services, with its query and its terminal. */
export interface LoadRequest {
  call: ReadCall;
  io: IO;
  query: Query;
  /** Shows progress on a terminal. */
  showProgress(io: IO, verbosity: number): Progress;
}

/** A source of snapshots: a cluster or files. */
interface SnapshotSource {
  /** The namespace in scope; null: all. */
  namespace: string | null;
  /** Reads a new snapshot. */
  read(): Promise<LoadedSnapshot>;
  close(): void;
}

/** A snapshot, and what its source reports about reading it. */
export interface LoadedSnapshot {
  snapshot: ClusterSnapshot;
  /** One error for each named Service that does not exist, and for each manifest that a server would reject. */
  missing: readonly UserError[];
  /** A line about the part of the scope that could not be read; else empty. */
  scopeNotice: string;
  /** The files that were read and those that were not; null for a cluster. */
  input: FileInput | null;
  /** Files: the same input with the first of two manifests of one object. */
  earlier?: EarlierManifests | null;
  /** Reads additional objects that explain findings; null for files, which are always read completely. */
  evidence: ((wanted: EvidenceRequest) => Promise<ClusterSnapshot>) | null;
}

/** Opens the files of `-f`, what `-k` builds, or else the cluster. Imports only the code that it needs. */
export async function openSource(request: LoadRequest): Promise<SnapshotSource> {
  const { call, io } = request;
  const files = filesOf(call);
  const chunkSize = chunkSizeOf(call);
  const directory = call.flags.kustomize;
  if (directory === null)
    return files.length > 0 ? openFiles(request, files) : openCluster(request, chunkSize);
  if (files.length > 0) throw new UserError('only one of -f and -k can be specified');
  const { buildKustomization } = await import('./kustomize.ts');
  const { command, output } = await buildKustomization(directory, io);
  const stdin = (async function* () {
    yield output;
  })();
  return openFiles({ ...request, io: { ...io, stdin } }, ['-'], command);
}

/** Splits `-f a,b` as kubectl does. */
function filesOf({ flags: { filename } }: ReadCall): string[] {
  const files = filename.flatMap((value) => value.split(',')).filter(Boolean);
  if (filename.length > 0 && files.length === 0) throw new UserError('the path "" does not exist');
  return files;
}

async function openCluster(
  { call, io, query, showProgress }: LoadRequest,
  chunkSize: number,
): Promise<SnapshotSource> {
  const [{ connect }, { readCluster }] = await Promise.all([
    import('../kube/connect.ts'),
    import('../cluster/reading/read-cluster.ts'),
  ]);
  const progress = showProgress(io, call.connection.verbosity);
  const connection = await connect(call.connection, progress.io);
  const namespace = readsAllNamespaces(call, query) ? null : connection.namespace;
  return {
    namespace,
    read: async () => {
      try {
        const loaded = await readCluster(
          connection,
          { ...query, namespace },
          { chunkSize, progress: progress.update },
        );
        return { ...loaded, missing: await withNearestServices(loaded.missing, connection), input: null };
      } catch (error) {
        if (!(error instanceof NotFoundError)) throw error;
        const [nearest = error] = await withNearestServices([error], connection);
        throw nearest;
      }
    },
    close: () => {
      progress.end();
      connection.close();
    },
  };
}

/** Loaded only for an error: a Service that exists costs nothing. */
async function withNearestServices(errors: readonly UserError[], connection: Connection) {
  if (errors.length === 0) return errors;
  return (await import('./nearest-services.ts')).withNearestServices(errors, connection);
}

/** An address does not imply a namespace. */
function readsAllNamespaces({ flags }: ReadCall, { subject }: Query): boolean {
  return flags.allNamespaces || (subject?.kind === 'address' && !flags.namespace);
}

/** @throws {UserError} unless it is a count */
function chunkSizeOf({ flags }: ReadCall): number {
  const text = flags.chunkSize;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new UserError(
    `invalid argument "${text}" for "--chunk-size" flag: must be a number of objects, or 0 to read whole lists`,
  );
}

async function openFiles(
  { call: { flags }, io, query }: LoadRequest,
  files: readonly string[],
  standardInput = 'standard input',
): Promise<SnapshotSource> {
  const { readFiles } = await import('../files/read-files.ts');
  const namespace = flags.allNamespaces ? null : flags.namespace || null;
  const { recursive } = flags;
  const defaultNamespace = flags.namespace || 'default';
  return {
    namespace,
    read: async () => {
      const snapshot = await readFiles(
        { ...query, namespace, files, recursive, defaultNamespace, standardInput },
        io,
      );
      return {
        snapshot,
        missing: [
          ...snapshot.invalid,
          ...withNearestNames(snapshot.missing, snapshot.objects.Service, namespace, snapshot.source),
        ],
        scopeNotice: '',
        input: snapshot.input,
        earlier: snapshot.earlier,
        evidence: null,
      };
    },
    close: () => {},
  };
}
