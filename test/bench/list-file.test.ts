import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { writeListFile } from '../../bench/list-file.ts';
import { run } from '../support/run-main.ts';

test.for([false, true])(
  'of the generated cluster nothing is amiss but what crashes, compact: %s',
  async (compact) => {
    const directory = await mkdtemp(join(tmpdir(), 'list-file-'));
    onTestFinished(() => rm(directory, { recursive: true }));
    const file = join(directory, 'cluster.json');
    await writeListFile(file, { services: 30, pods: 310, compact }, new AbortController().signal);

    const written = JSON.parse(await readFile(file, 'utf8'));
    expect(Object.groupBy(written.items, ({ kind }: { kind: string }) => kind).Pod).toHaveLength(310);

    const { stdout } = await run(['check', '-f', file, '-o', 'json']);
    const { services, findings } = JSON.parse(stdout);
    expect(services).toHaveLength(30);
    expect(findings.map(({ name }: { name: string }) => name)).toEqual(Array(3).fill('pod-not-ready'));
  },
);
