import { createReadStream, type Dirent } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { UserError } from '../model/errors.ts';
import type { IO } from '../model/io.ts';
import { unreadDirectories } from '../text/list.ts';
import { patchFiles } from './kustomize-patches.ts';

/**
 * Opens the arguments of `-f`: files, directories (with `-R` recursively), `-` for standard input.
 * @param skipped is filled with what is not read
 * @throws {UserError} in kubectl's words for a path that cannot be read
 */
export async function* readSources(
  { files, recursive, standardInput = 'standard input' }: Sources,
  io: IO,
  skipped: SkippedInput,
): AsyncIterable<InputFile> {
  for (const name of files) {
    if (name === '-') yield { file: standardInput, named: true, isPatch: false, chunks: bytesOf(io.stdin) };
    else
      for await (const { file, read } of readAhead(filesAt(name, recursive, io, skipped), io))
        yield {
          file,
          named: file === name,
          isPatch: skipped.patches.has(file),
          chunks: contents(file, read, io),
        };
  }
}

/** The arguments of `-f`. */
interface Sources {
  files: readonly string[];
  recursive: boolean;
  standardInput?: string;
}

/** What of the directories is not read. */
export interface SkippedInput {
  directories: number;
  kustomizations: string[];
  /** The files that kustomizations name as patches; what is in them is no object. */
  patches: Set<string>;
  /** Files in the templates of a Helm chart, which are no manifests before Helm renders them. */
  chartTemplates: string[];
}

/** A file of the input, open. */
export interface InputFile {
  file: string;
  /** By an argument; false: it was found in a directory. */
  named: boolean;
  /** A kustomization names it as a patch. */
  isPatch: boolean;
  chunks: AsyncIterable<Buffer>;
}

/** kustomize knows its files by their name. */
const isKustomization = (file: string) => /^(?:kustomization\.ya?ml|Kustomization)$/.test(basename(file));

async function* filesAt(
  name: string,
  recursive: boolean,
  io: IO,
  skipped: SkippedInput,
): AsyncIterable<string> {
  if (!(await isDirectory(name, io))) {
    yield name;
    return;
  }
  const root = resolve(io.cwd, name);
  const entries = await readdir(root, { withFileTypes: true, recursive }).catch(pathError(name));
  const found = entries
    .filter((entry) => entry.isFile() || entry.isSymbolicLink())
    .filter((entry) => /\.(json|ya?ml)$/.test(entry.name))
    .map((entry) => join(name, relative(root, entry.parentPath), entry.name))
    .sort();
  const kustomizations = found.filter(isKustomization);
  skipped.kustomizations.push(...kustomizations);
  for (const file of await patchFiles(kustomizations, io)) skipped.patches.add(file);
  const isTemplate = chartTemplates(found);
  skipped.chartTemplates.push(...found.filter(isTemplate));
  const files = found.filter((file) => !isKustomization(file) && !isTemplate(file));
  const unread = recursive ? 0 : entries.filter(isUnreadDirectory).length;
  skipped.directories += unread;
  if (files.length === 0)
    throw new UserError(
      `error reading [${name}]: recognized file extensions are [.json .yaml .yml]${unreadDirectories(unread)}`,
    );
  yield* files;
}

/** The files below `templates` of a directory with a `Chart.yaml`. */
function chartTemplates(files: readonly string[]): (file: string) => boolean {
  const directories = files
    .filter((file) => basename(file) === 'Chart.yaml')
    .map((file) => join(dirname(file), 'templates', sep));
  return directories.length === 0
    ? () => false
    : (file) => directories.some((directory) => file.startsWith(directory));
}

/** Hidden ones, such as .git, hold no manifests. */
const isUnreadDirectory = (entry: Dirent) => entry.isDirectory() && !entry.name.startsWith('.');

async function isDirectory(name: string, io: IO): Promise<boolean> {
  return (await stat(resolve(io.cwd, name)).catch(pathError(name))).isDirectory();
}

/** The files that are read while others are parsed. */
const MOST_AHEAD = 8;
/** Larger files are read in parts. */
const MOST_WHOLE = 512 * 1024;

/** Begins to read small files before they are asked for. */
async function* readAhead(files: AsyncIterable<string>, io: IO): AsyncIterable<FileAhead> {
  const ahead: FileAhead[] = [];
  for await (const file of files) {
    ahead.push({ file, read: readSmall(resolve(io.cwd, file)) });
    if (ahead.length >= MOST_AHEAD) yield ahead.shift() as FileAhead;
  }
  yield* ahead;
}

interface FileAhead {
  file: string;
  /** Null: the file is large, no file but a pipe, or it cannot be read. */
  read: Promise<Buffer | null>;
}

async function readSmall(path: string): Promise<Buffer | null> {
  try {
    const found = await stat(path);
    return found.isFile() && found.size <= MOST_WHOLE ? await readFile(path) : null;
  } catch {
    return null;
  }
}

async function* contents(file: string, read: Promise<Buffer | null>, io: IO): AsyncIterable<Buffer> {
  const whole = await read;
  if (whole) {
    yield whole;
    return;
  }
  try {
    yield* createReadStream(resolve(io.cwd, file), { highWaterMark: 256 * 1024 });
  } catch (error) {
    pathError(file)(error as NodeJS.ErrnoException);
  }
}

function pathError(name: string): (error: NodeJS.ErrnoException) => never {
  return (error) => {
    if (error.code === 'ENOENT' && /^https?:\/\//.test(name))
      throw new UserError(
        `-f does not read URLs; use a pipe: curl -fsSL ${name} | kubectl endpoints COMMAND -f -`,
      );
    if (error.code === 'ENOENT') throw new UserError(`the path "${name}" does not exist`);
    throw new UserError(`the path "${name}" cannot be read: ${error.code ?? error.message}`);
  };
}

async function* bytesOf(input: IO['stdin']): AsyncIterable<Buffer> {
  for await (const chunk of input) yield Buffer.from(chunk as string);
}
