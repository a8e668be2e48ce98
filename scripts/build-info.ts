/** The commit and date of a build. They depend on the commit alone, so that builds are reproducible. */
import { execFileSync } from 'node:child_process';

export interface Build {
  commit: string;
  /** The date of the commit, or SOURCE_DATE_EPOCH. */
  date: string;
}

/** Returns null outside of a Git repository. */
export function buildInfo(): Build | null {
  const commit = git('describe', '--always', '--dirty', '--abbrev=40', '--exclude=*');
  const seconds = process.env.SOURCE_DATE_EPOCH || git('log', '-1', '--format=%ct');
  if (!commit || !seconds) return null;
  return { commit, date: new Date(Number(seconds) * 1000).toISOString().replace('.000', '') };
}

/** The `define` option of esbuild and Bun that sets the constant BUILD. */
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
