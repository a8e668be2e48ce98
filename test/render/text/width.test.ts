/** Recordings on terminals of several widths: only a name or a command that is longer itself makes a line longer. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { widthOf } from '../../../src/text/width.ts';
import { run } from '../../support/run-main.ts';

const folder = join(import.meta.dirname, '../../clusters');
const recordings = readdirSync(folder).filter((file) => file.endsWith('.json') && file !== 'expected.json');

test.each(['svc', 'pod', 'ingress'].flatMap((type) => [40, 80].map((columns) => [type, columns] as const)))(
  'describe %s in %i columns',
  async (type, columns) => {
    const tooLong: string[] = [];
    for (const file of recordings) {
      const argv = ['describe', type, '-f', join(folder, file)];
      const { stdout } = await run(argv, { columns, env: { NO_COLOR: '1' } });
      tooLong.push(...stdout.split('\n').filter((line) => isTooLong(line, columns)));
      expect(stdout).not.toMatch(/ $/m);
    }
    expect(tooLong).toEqual([]);
  },
);

function isTooLong(line: string, columns: number): boolean {
  if (widthOf(line) <= columns || /^ +kubectl /.test(line)) return false;
  // A value that follows its label, a bullet or nothing, and has no space to wrap at.
  return !/^( *[\w-]+( \w+)?:)? *(- |…)?\S+$/.test(line);
}
