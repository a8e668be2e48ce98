/**
 * Persists refreshed tokens in the kubeconfig (client-go, tools/clientcmd/config.go, Persist): once the provider has
 * rotated a refresh-token, the old one no longer works for kubectl either. client-node does not persist them.
 */
import { open, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileReason } from '../errors/file-error.ts';
import { setAuthProviderConfig } from './edit-kubeconfig.ts';

/** Waits about a second for another program that writes the file. */
const LOCK_TRIES = 10;
const LOCK_WAIT_MS = 100;

/**
 * @param file the kubeconfig with the user's entry
 * @param settings to add or replace in the config of the user's auth-provider
 * @throws {Error} with a message of one line; the file is unchanged
 */
export async function persistAuthConfig(
  file: string,
  user: string,
  settings: Record<string, string>,
): Promise<void> {
  const lock = `${file}.lock`;
  await acquireLock(lock);
  try {
    const text = await readFile(file, 'utf8');
    await replaceFile(await realpath(file), setAuthProviderConfig(text, user, settings));
  } catch (error) {
    throw withReason(error, file);
  } finally {
    await rm(lock, { force: true });
  }
}

/** Creates the lock file that kubectl uses too. */
async function acquireLock(lock: string): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await (await open(lock, 'wx', 0)).close();
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw withReason(error, lock);
      if (tries === LOCK_TRIES) throw new Error(`open ${lock}: file exists`);
      await sleep(LOCK_WAIT_MS);
    }
  }
}

/** Replaces the file atomically; a file that cannot be renamed over, such as a bind mount, is overwritten. */
async function replaceFile(file: string, text: string): Promise<void> {
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

function withReason(error: unknown, file: string): Error {
  const { code } = error as NodeJS.ErrnoException;
  return code ? new Error(fileReason(error, file)) : (error as Error);
}
