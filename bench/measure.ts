/** Runs programs one at a time and measures time and memory. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

export interface Program {
  /** The name in the table. */
  name: string;
  command: readonly string[];
  /** The exit codes of a successful run; default 0. */
  codes?: readonly number[];
}

/** Null fields were not measured. */
export interface Cost {
  /** Seconds from start to exit. */
  wall: number;
  /** Seconds of CPU time, user and system, of all threads. */
  cpu: number | null;
  /** Peak resident set size in bytes. */
  memory: number | null;
}

const GNU_TIME = '/usr/bin/time';
export const hasGnuTime = existsSync(GNU_TIME) && isGnu(GNU_TIME);

function isGnu(time: string): boolean {
  try {
    return execFileSync(time, ['--version'], { encoding: 'utf8', stdio: 'pipe' }).includes('GNU');
  } catch {
    return false;
  }
}

/** Runs each program once per round and returns the medians. */
export async function compare(bench: Bench, programs: readonly Program[], rounds: number): Promise<Cost[]> {
  const costs = programs.map((): Cost[] => []);
  for (let round = 1; round <= rounds; round += 1) {
    for (const [index, program] of programs.entries()) {
      bench.log(`round ${round} of ${rounds}: ${program.name}`);
      costs[index]?.push((await run(bench, program)).cost);
    }
  }
  return costs.map((ofOne) => ({
    wall: median(ofOne.map(({ wall }) => wall)),
    cpu: medianOfKnown(ofOne.map(({ cpu }) => cpu)),
    memory: medianOfKnown(ofOne.map(({ memory }) => memory)),
  }));
}

/**
 * Runs a program once and discards its stdout.
 * @throws {Error} with the stderr of a program that fails
 */
export async function run(
  { directory, signal }: Bench,
  { name, command, codes = [0] }: Program,
): Promise<{ cost: Cost; stderr: string }> {
  signal.throwIfAborted();
  const report = join(directory, 'time');
  const timed = hasGnuTime ? [GNU_TIME, '-q', '-o', report, '-f', '%U %S %M', ...command] : [...command];
  const [program = '', ...args] = timed;
  const begin = performance.now();
  // A process group of its own, so that killing GNU time also kills the program.
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'], detached: hasGnuTime });
  const end = () => child.pid && process.kill(hasGnuTime ? -child.pid : child.pid, 'SIGKILL');
  signal.addEventListener('abort', end);
  const stderrText = text(child.stderr);
  try {
    const [code] = await once(child, 'exit');
    const wall = (performance.now() - begin) / 1000;
    const stderr = await stderrText;
    signal.throwIfAborted();
    if (!codes.includes(code)) throw new Error(`${name} ended with ${code}:\n${stderr.trimEnd()}`);
    return { cost: { wall, ...(hasGnuTime ? parse(report) : { cpu: null, memory: null }) }, stderr };
  } finally {
    signal.removeEventListener('abort', end);
  }
}

function parse(report: string): Pick<Cost, 'cpu' | 'memory'> {
  const [user = 0, system = 0, kibibytes = 0] = readFileSync(report, 'utf8').trim().split(' ').map(Number);
  return { cpu: user + system, memory: kibibytes * 1024 };
}

/** For an even number of values, the mean of the middle two. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.slice(Math.ceil(sorted.length / 2) - 1, Math.floor(sorted.length / 2) + 1);
  return middle.reduce((sum, value) => sum + value, 0) / middle.length;
}

function medianOfKnown(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length > 0 ? median(known) : null;
}

/** The context of a benchmark run. */
export interface Bench {
  /** Temporary; removed at the end. */
  directory: string;
  /** Aborted by Ctrl-C. */
  signal: AbortSignal;
  /** Reports progress on stderr. */
  log(text: string): void;
}
