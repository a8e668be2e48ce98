/** What a build says of itself. It depends on the commit alone, so that a second build gives the same bytes. */
import { execFileSync } from 'node:child_process';

export interface Build {
  commit: string;
  /** When the commit was made, or SOURCE_DATE_EPOCH. */
  date: string;
}

/** Null outside of a repository, as in an unpacked source archive. */
export function buildInfo(): Build | null {
  const commit = git('describe', '--always', '--dirty', '--abbrev=40', '--exclude=*');
  const seconds = process.env.SOURCE_DATE_EPOCH || git('log', '-1', '--format=%ct');
  if (!commit || !seconds) return null;
  return { commit, date: new Date(Number(seconds) * 1000).toISOString().replace('.000', '') };
}

/** For `define` of esbuild and Bun: the constant BUILD in the code. */
export function defines(build: Build | null): Record<string, string> {
  return { BUILD: JSON.stringify(build) };
}

function git(...args: string[]): string {
  try {
    const cwd = import.meta.dirname;
    return execFileSync('git', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return '';
  }
}
