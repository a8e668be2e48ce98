/** Runs programs, one at a time, and says what they took. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

export interface Program {
  /** As the table calls it. */
  name: string;
  command: readonly string[];
  /** The exit codes of a run that has done its work; else only 0. */
  codes?: readonly number[];
}

/** Null: not measured. */
export interface Cost {
  /** Seconds, from before it is started to its exit. */
  wall: number;
  /** Seconds, of all its threads, in user and kernel mode. */
  cpu: number | null;
  /** Bytes resident at most. */
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

/** The medians of so many rounds, in each of which every program runs once. */
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

/** One run, its output unread. @throws with what the program says, if it fails */
export async function run(
  { directory, signal }: Bench,
  { name, command, codes = [0] }: Program,
): Promise<{ cost: Cost; stderr: string }> {
  signal.throwIfAborted();
  const report = join(directory, 'time');
  const timed = hasGnuTime ? [GNU_TIME, '-q', '-o', report, '-f', '%U %S %M', ...command] : [...command];
  const [program = '', ...args] = timed;
  const begin = performance.now();
  // A process group of its own, so that with GNU time ends what it times.
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'], detached: hasGnuTime });
  const end = () => child.pid && process.kill(hasGnuTime ? -child.pid : child.pid, 'SIGKILL');
  signal.addEventListener('abort', end);
  const said = text(child.stderr);
  try {
    const [code] = await once(child, 'exit');
    const wall = (performance.now() - begin) / 1000;
    const stderr = await said;
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

/** Of an even number of values, the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.slice(Math.ceil(sorted.length / 2) - 1, Math.floor(sorted.length / 2) + 1);
  return middle.reduce((sum, value) => sum + value, 0) / middle.length;
}

function medianOfKnown(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length > 0 ? median(known) : null;
}

/** What every part of a run needs. */
export interface Bench {
  /** For what is written on the way; removed at the end. */
  directory: string;
  /** Ctrl-C. */
  signal: AbortSignal;
  /** How far it is, on stderr. */
  log(text: string): void;
}
