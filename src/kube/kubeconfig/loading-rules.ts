/**
 * Finds, reads and merges kubeconfig files as client-go does (tools/clientcmd/loader.go). Replaces client-node's
 * loader, which fails for a missing or empty file of a list and for a name that occurs in two files.
 */
import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { UserError } from '../../model/errors.ts';
import type { IO } from '../../model/io.ts';
import { fileReason } from '../errors/file-error.ts';
import { homeDir } from './home-dir.ts';
import type { Cluster, Context, User } from './kubeconfig-types.ts';
import { type ConfigFile, loadingError, parseConfig } from './parse-kubeconfig.ts';

export interface Kubeconfig {
  currentContext: string;
  contexts: ReadonlyMap<string, Context>;
  clusters: ReadonlyMap<string, Cluster>;
  users: ReadonlyMap<string, User>;
  /** The path of the file that each user is from. */
  userFiles: ReadonlyMap<string, string>;
}

type LoadedFile = ConfigFile & { path: string };

/**
 * Paths in the entries are absolute. The result is empty if no file exists.
 * @param explicit the value of `--kubeconfig`, which must exist; empty if not given
 * @throws {UserError} for a file that cannot be read or parsed
 */
export async function loadKubeconfig(explicit: string, io: IO): Promise<Kubeconfig> {
  const paths = explicit === '' ? await defaultPaths(io) : [explicit];
  const files = await Promise.all(paths.map((path) => loadFile(path, explicit !== '', io)));
  return merge(files.filter((file) => file !== null));
}

async function defaultPaths(io: IO): Promise<readonly string[]> {
  const { KUBECONFIG: list = '' } = io.env;
  if (list === '') return [join(await homeDir(io), '.kube', 'config')];
  const listed = list.split(io.platform === 'win32' ? ';' : ':').filter((path) => path !== '');
  return [...new Set(listed)];
}

async function loadFile(path: string, mustExist: boolean, io: IO): Promise<LoadedFile | null> {
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
  // A bare name is looked up in PATH; client-node resolves a relative path against the working directory.
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

/** The first file with a name wins the whole entry, and the first with a current-context wins that. */
function merge(files: readonly LoadedFile[]): Kubeconfig {
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
