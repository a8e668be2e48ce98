/** Finds a program in PATH, as Go's exec.LookPath does. */
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { posix, win32 } from 'node:path';
import type { IO } from '../../model/io.ts';

type SearchPath = Pick<IO, 'env' | 'platform'>;

/** Go's default where PATHEXT is not set. */
const DEFAULT_PATHEXT = '.com;.exe;.bat;.cmd';

/** @returns the program's path; null if there is none */
export async function lookPath(command: string, { env, platform }: SearchPath): Promise<string | null> {
  const windows = platform === 'win32';
  const { join, delimiter } = windows ? win32 : posix;
  const folders = /[/\\]/.test(command) ? [''] : (env.PATH ?? '').split(delimiter).filter(Boolean);
  const extensions = windows ? extensionsOf(command, env.PATHEXT || DEFAULT_PATHEXT) : [''];
  for (const folder of folders)
    for (const extension of extensions) {
      const path = (folder === '' ? command : join(folder, command)) + extension;
      if (await isExecutable(path, windows)) return path;
    }
  return null;
}

function extensionsOf(command: string, pathExt: string): readonly string[] {
  const all = pathExt.toLowerCase().split(';').filter(Boolean);
  return all.includes(win32.extname(command).toLowerCase()) ? ['', ...all] : all;
}

async function isExecutable(path: string, windows: boolean): Promise<boolean> {
  try {
    if (!(await stat(path)).isFile()) return false;
    if (!windows) await access(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
