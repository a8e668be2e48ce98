import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { UserError } from '../model/errors.ts';
import type { IO } from '../model/io.ts';

/**
 * The texts behind `-f`: files, directories (`-R`: with what is below), `-` for standard input.
 * @throws {UserError} in kubectl's words for a path that cannot be read
 */
export async function* readSources(
  names: readonly string[],
  recursive: boolean,
  io: IO,
): AsyncIterable<{ file: string; text: string }> {
  for (const name of names) {
    if (name === '-') yield { file: 'standard input', text: await readAll(io.stdin) };
    else for await (const file of filesAt(name, recursive, io)) yield { file, text: await readOne(file, io) };
  }
}

async function* filesAt(name: string, recursive: boolean, io: IO): AsyncIterable<string> {
  if (!(await isDirectory(name, io))) {
    yield name;
    return;
  }
  const root = resolve(io.cwd, name);
  const entries = await readdir(root, { withFileTypes: true, recursive }).catch(failed(name));
  const files = entries
    .filter((entry) => entry.isFile() && /\.(json|ya?ml)$/.test(entry.name))
    .map((entry) => join(name, relative(root, entry.parentPath), entry.name))
    .sort();
  if (files.length === 0)
    throw new UserError(`error: error reading [${name}]: recognized file extensions are [.json .yaml .yml]`);
  yield* files;
}

async function isDirectory(name: string, io: IO): Promise<boolean> {
  return (await stat(resolve(io.cwd, name)).catch(failed(name))).isDirectory();
}

async function readOne(file: string, io: IO): Promise<string> {
  return (await readFile(resolve(io.cwd, file)).catch(failed(file))).toString('utf8');
}

function failed(name: string): (error: NodeJS.ErrnoException) => never {
  return (error) => {
    if (error.code === 'ENOENT') throw new UserError(`error: the path "${name}" does not exist`);
    throw new UserError(`error: the path "${name}" cannot be read: ${error.code ?? error.message}`);
  };
}

async function readAll(input: AsyncIterable<Uint8Array | string>): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of input)
    text += typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
  return text + decoder.decode();
}
