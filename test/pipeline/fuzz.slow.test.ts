/** Random input: no crash, no raw control characters, a defined exit code, and an end. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dump, load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { FORMAT_NAMES } from '../../src/render/render-report.ts';
import { findRawCharacter, HOSTILE_STRINGS } from '../support/hostile-strings.ts';
import { parseFlowchart } from '../support/mermaid.ts';
import { mutateRecordings } from '../support/mutated-recordings.ts';
import { Random } from '../support/random.ts';
import { run } from '../support/run-main.ts';

const ROUNDS = Number(process.env.FUZZ ?? 2_000);
const FIRST_SEED = Number(process.env.FUZZ_SEED ?? 1);
/** Milliseconds per command on a busy machine. */
const LIMIT_MS = 5_000;
const BATCH = 250;

const clusters = join(import.meta.dirname, '../clusters');
const RECORDINGS = readdirSync(clusters)
  .filter((name) => name !== 'expected.json')
  .map((name) => readFileSync(join(clusters, name), 'utf8'));

/** The documented exit codes, by command. */
const CODES: Record<string, readonly number[]> = { describe: [0, 1], get: [0, 1], check: [0, 1, 2] };

interface Case {
  argv: string[];
  stdin: string;
  columns: number | undefined;
  color: boolean;
}

function caseOf(seed: number): Case {
  const random = new Random(seed);
  const text = mutateRecordings(random.some(RECORDINGS, 1, 3), random);
  const color = random.chance(0.5);
  const command = random.pick(Object.keys(CODES));
  const argv = [command, '-f', '-', '-o', random.pick(FORMAT_NAMES), '--color', color ? 'always' : 'never'];
  for (const [flag, values] of Object.entries(FLAGS[command] ?? {}))
    if (random.chance(0.05)) argv.push(`--${flag}=${random.pick(values)}`);
  if (command === 'describe' && random.chance(0.5)) argv.push(...lookup(text, random));
  else if (random.chance(0.1)) argv.push('svc', random.pick(HOSTILE_STRINGS));
  return {
    argv,
    stdin: random.chance(0.1) ? asYaml(text) : text,
    columns: random.pick([80, 200, undefined]),
    color,
  };
}

/** Reverse lookups: of all objects, of one name, or of addresses in the text. */
function lookup(text: string, random: Random): string[] {
  const type = random.pick(['pod', 'ingress', 'ip']);
  if (type === 'ip') {
    const addresses = text.match(/\b\d+\.\d+\.\d+\.\d+\b|\bfd00:[\da-f:]+/g) ?? [];
    return [
      type,
      random.pick([...addresses, '::ffff:10.0.0.1']),
      random.pick(['10.0.0.1', ...HOSTILE_STRINGS]),
    ];
  }
  return random.chance(0.8) ? [type] : [type, random.pick(HOSTILE_STRINGS)];
}

const SCOPE = {
  namespace: HOSTILE_STRINGS,
  selector: HOSTILE_STRINGS,
  'no-headers': ['true'],
  'all-namespaces': ['true'],
};

const FLAGS: Record<string, Record<string, readonly string[]>> = {
  describe: SCOPE,
  get: { ...SCOPE, 'sort-by': ['name', 'status', 'ready', 'age'], status: ['Degraded', ...HOSTILE_STRINGS] },
  check: { ...SCOPE, 'fail-on': ['never', 'info', 'warning'], ignore: ['pod-not-ready', ...HOSTILE_STRINGS] },
};

/** Converts to YAML, unless the text is not JSON or is nested too deeply. */
function asYaml(text: string): string {
  try {
    return dump(JSON.parse(text), { noRefs: true });
  } catch {
    return text;
  }
}

async function check(seed: number): Promise<void> {
  const { argv, stdin, columns, color } = caseOf(seed);
  const began = performance.now();
  const { code, stdout, stderr } = await run(argv, { stdin, ...(columns !== undefined && { columns }) });
  const took = performance.now() - began;
  const format = argv[4] as string;
  const wrong = {
    internal: /error: internal/.exec(stderr)?.input ?? null,
    code: CODES[argv[0] as string]?.includes(code) ? null : code,
    stdout: findRawCharacter(stdout, { color: color && (format === 'table' || format === 'wide') }),
    stderr: findRawCharacter(stderr, { color: false }),
    unreadable: stdout === '' ? null : await unreadable(stdout, format),
    took: took < LIMIT_MS ? null : took,
  };
  const said = Object.values(wrong).some((one) => one !== null) ? { seed, argv, ...wrong } : null;
  expect(said).toBeNull();
}

async function unreadable(stdout: string, format: string): Promise<string | null> {
  try {
    if (format === 'json') JSON.parse(stdout);
    if (format === 'yaml') load(stdout);
    if (format === 'mermaid') await parseFlowchart(stdout);
    return null;
  } catch (error) {
    return String(error);
  }
}

describe(`${ROUNDS} mutated recordings`, () => {
  const batches = Array.from({ length: Math.ceil(ROUNDS / BATCH) }, (_, index) => FIRST_SEED + index * BATCH);
  test.each(batches)('from seed %i', { timeout: 600_000 }, async (first) => {
    for (let seed = first; seed < Math.min(first + BATCH, FIRST_SEED + ROUNDS); seed += 1) await check(seed);
  });
});
