/** `npm run package`: an executable for each platform, into dist/. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildInfo } from './build-info.ts';
import { compile } from './package/compile.ts';
import { executableOf, nameOf, TARGETS } from './package/targets.ts';

const dist = join(import.meta.dirname, '../dist');
const { values } = parseArgs({ options: { only: { type: 'string', multiple: true, default: [] } } });
const targets = TARGETS.filter((target) => !values.only.length || values.only.includes(nameOf(target)));
const build = buildInfo();

for (const target of targets) {
  const folder = join(dist, nameOf(target));
  rmSync(folder, { recursive: true, force: true });
  compile(target, join(folder, executableOf(target)), build);
}
