/**
 * Finds, reads and merges kubeconfig files as client-go does (tools/clientcmd/loader.go). Replaces client-node's
 * loader, which stops at a missing or empty file of a list and at a name that two files have.
 */
import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { UserError } from '../../model/errors.ts';
import type { IO } from '../../model/io.ts';
import { fileReason } from '../errors/file-error.ts';
import { homeOf } from './home.ts';
import type { Cluster, Context, User } from './kubeconfig-entries.ts';
import { type ConfigFile, loadingError, parseConfig } from './kubeconfig-file.ts';

export interface Kubeconfig {
  currentContext: string;
  contexts: ReadonlyMap<string, Context>;
  clusters: ReadonlyMap<string, Cluster>;
  users: ReadonlyMap<string, User>;
  /** The file that each user is from. */
  userFiles: ReadonlyMap<string, string>;
}

/** Where it was read from, too. */
type ReadFile = ConfigFile & { path: string };

/**
 * Paths in the entries are absolute. Without any file, the result is empty.
 * @param explicit the value of `--kubeconfig`: a file that has to exist; empty when not given
 * @throws {UserError} for a file that cannot be read or understood
 */
export async function loadKubeconfig(explicit: string, io: IO): Promise<Kubeconfig> {
  const paths = explicit === '' ? await defaultPaths(io) : [explicit];
  const files = await Promise.all(paths.map((path) => readConfig(path, explicit !== '', io)));
  return merge(files.filter((file) => file !== null));
}

async function defaultPaths(io: IO): Promise<readonly string[]> {
  const { KUBECONFIG: list = '' } = io.env;
  if (list === '') return [join(await homeOf(io), '.kube', 'config')];
  const listed = list.split(io.platform === 'win32' ? ';' : ':').filter((path) => path !== '');
  return [...new Set(listed)];
}

async function readConfig(path: string, mustExist: boolean, io: IO): Promise<ReadFile | null> {
  const file = resolve(io.cwd, path);
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    if (missing && !mustExist) return null;
    if (missing) throw new UserError(`stat ${path}: no such file or directory`);
    throw loadingError(path, fileReason(error, path));
  }
  return { ...withAbsolutePaths(parseConfig(bytes, path), dirname(file)), path: file };
}

function withAbsolutePaths(file: ConfigFile, directory: string): ConfigFile {
  const absolute = (path: string) => resolve(directory, path);
  return {
    ...file,
    clusters: (file.clusters ?? []).map(({ name = '', cluster }) => ({
      name,
      cluster: withPaths(cluster ?? {}, ['certificate-authority'], absolute),
    })),
    users: (file.users ?? []).map(({ name = '', user }) => ({
      name,
      user: userWithPaths(user ?? {}, absolute),
    })),
  };
}

function userWithPaths(user: User, absolute: (path: string) => string): User {
  const withFiles = withPaths(user, ['client-certificate', 'client-key', 'tokenFile'], absolute);
  const command = user.exec?.command;
  // A bare name is looked up in PATH; client-node takes a relative path as relative to the working directory.
  if (!command || !/[/\\]/.test(command)) return withFiles;
  return { ...withFiles, exec: { ...user.exec, command: absolute(command) } };
}

function withPaths<T extends object, K extends keyof T>(
  entry: T,
  keys: readonly K[],
  absolute: (path: string) => string,
): T {
  const paths = keys.filter((key) => entry[key]).map((key) => [key, absolute(String(entry[key]))]);
  return { ...entry, ...Object.fromEntries(paths) };
}

/** The first file that has a name decides over the whole entry; the first that names a current context, over that. */
function merge(files: readonly ReadFile[]): Kubeconfig {
  return {
    currentContext: files.find((file) => file['current-context'])?.['current-context'] ?? '',
    contexts: firstWins(
      files.flatMap(({ contexts = [] }) => contexts.map((c) => [c.name ?? '', c.context ?? {}])),
    ),
    clusters: firstWins(
      files.flatMap(({ clusters = [] }) => clusters.map((c) => [c.name ?? '', c.cluster ?? {}])),
    ),
    users: firstWins(files.flatMap(({ users = [] }) => users.map((u) => [u.name ?? '', u.user ?? {}]))),
    userFiles: firstWins(files.flatMap(({ users = [], path }) => users.map((u) => [u.name ?? '', path]))),
  };
}

const firstWins = <T>(entries: readonly (readonly [string, T])[]) => new Map(entries.toReversed());
