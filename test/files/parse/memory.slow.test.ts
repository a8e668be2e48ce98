/** Items of any kind of list are reduced while they arrive, so memory stays that of a List. */
import { createWriteStream, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { podAt, services } from '../../../bench/objects.ts';
import { recordedPod } from '../../../bench/recorded.ts';
import { startTool, waitForExit } from '../../support/programs.ts';

/** 57 MB, of which little is used. */
const SIZE = { services: 30, pods: 3_000, compact: false };
const NOTE = 'is not used '.repeat(1_400);
const RUNS = 3;
/** Garbage collection is not deterministic; an implementation that keeps all text is at 1.4 or more. */
const MOST = 1.25;
/** Decompression needs memory of its own; an implementation that keeps all items is at 2.2 or more. */
const MOST_COMPRESSED = 1.6;

interface Wrapping {
  head: string;
  between: string;
  tail: string;
  item(pod: object): string;
}

const pod = (rest: object) => JSON.stringify({ apiVersion: 'v1', kind: 'Pod', ...rest });
const list = { between: ',', item: pod };
const typed = { between: ',', item: (rest: object) => JSON.stringify(rest) };

const WRAPPINGS: Record<string, Wrapping> = {
  list: { ...list, head: '{"apiVersion":"v1","kind":"List","items":[', tail: ']}' },
  'a typed list': {
    ...typed,
    head: '{"kind":"PodList","apiVersion":"v1","metadata":{},"items":[',
    tail: ']}',
  },
  'a typed list whose type is behind its items': {
    ...typed,
    head: '{"items":[',
    tail: '],"metadata":{},"kind":"PodList","apiVersion":"v1"}',
  },
  'a document a line': { head: '', between: '\n', tail: '\n', item: pod },
  'documents of several lines': {
    head: '',
    between: '\n',
    tail: '\n',
    item: (rest) => pod(rest).replaceAll(',"', ',\n "'),
  },
};

const folder = mkdtempSync(join(tmpdir(), 'kubectl-endpoints-memory-'));
const fileOf = (name: string) => join(folder, `${name.replaceAll(' ', '-')}.json`);

function* textOf({ head, between, tail, item }: Wrapping) {
  yield head;
  for (let nth = 0; nth < SIZE.pods; nth += 1) {
    const { metadata, spec, status } = recordedPod(podAt(nth, SIZE), nth);
    yield (nth > 0 ? between : '') + item({ metadata, spec: { ...spec, note: NOTE }, status });
  }
  yield tail;
}

beforeAll(async () => {
  writeFileSync(fileOf('service'), JSON.stringify(services(SIZE)[0]));
  for (const [name, wrapping] of Object.entries(WRAPPINGS))
    await pipeline(textOf(wrapping), createWriteStream(fileOf(name)));
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true }));

async function megabytesOf(name: string, input: 'file' | 'stdin'): Promise<number> {
  const stdin = input === 'stdin' ? openSync(fileOf(name), 'r') : 'ignore';
  const args = ['get', '-A', '-f', fileOf('service'), '-f', input === 'stdin' ? '-' : fileOf(name)];
  const spent = await waitForExit(startTool(args, { cwd: folder, env: {}, stdio: [stdin, 'pipe', 'pipe'] }));
  expect(spent).toMatchObject({ code: 0, stdout: expect.stringContaining(`/${SIZE.pods / SIZE.services} `) });
  return spent.megabytes;
}

const others = Object.keys(WRAPPINGS).filter((name) => name !== 'list');

// Only Linux records peak memory.
test
  .skipIf(process.platform !== 'linux')
  .each((['file', 'stdin'] as const).flatMap((input) => others.map((name) => [name, input] as const)))(
  '%s, from %s',
  { timeout: 120_000 },
  async (name, input) => {
    const most = name.includes('behind') ? MOST_COMPRESSED : MOST;
    const against: number[] = [];
    const spent: number[] = [];
    const ratio = () => Math.min(...spent) / Math.min(...against);
    do {
      against.push(await megabytesOf('list', input));
      spent.push(await megabytesOf(name, input));
    } while (ratio() > most && spent.length < RUNS);
    expect(ratio()).toBeLessThan(most);
  },
);
