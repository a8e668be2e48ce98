/**
 * Writes what an identity provider gave back to the kubeconfig (client-go, tools/clientcmd/config.go, Persist): a
 * refresh-token that it has replaced is of no use any more, to kubectl neither. client-node does not.
 */
import { open, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileReason } from '../errors/file-error.ts';
import { withSettings } from '../kubeconfig/kubeconfig-edit.ts';

/** How long another program may take to write the same file. */
const LOCK_TRIES = 10;
const LOCK_WAIT_MS = 100;

/**
 * @param file the kubeconfig that has the user
 * @param settings of the user's auth-provider, which are added or replaced
 * @throws {Error} in a line, with the file as it was
 */
export async function persist(file: string, user: string, settings: Record<string, string>): Promise<void> {
  const lock = `${file}.lock`;
  await acquire(lock);
  try {
    const text = await readFile(file, 'utf8');
    await replace(await realpath(file), withSettings(text, user, settings));
  } catch (error) {
    throw reasoned(error, file);
  } finally {
    await rm(lock, { force: true });
  }
}

/** As kubectl does: the file beside it exists as long as one writes. */
async function acquire(lock: string): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await (await open(lock, 'wx', 0)).close();
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw reasoned(error, lock);
      if (tries === LOCK_TRIES) throw new Error(`open ${lock}: file exists`);
      await sleep(LOCK_WAIT_MS);
    }
  }
}

/** Whole or not at all; where the file cannot be exchanged, a mount of its own for example, it is written over. */
async function replace(file: string, text: string): Promise<void> {
  const { mode } = await stat(file);
  const next = `${file}.new`;
  try {
    await writeFile(next, text, { mode: mode & 0o777, flag: 'wx', flush: true });
    await rename(next, file);
  } catch {
    await rm(next, { force: true });
    await writeFile(file, text, { flush: true });
  }
}

function reasoned(error: unknown, file: string): Error {
  const { code } = error as NodeJS.ErrnoException;
  return code ? new Error(fileReason(error, file)) : (error as Error);
}
