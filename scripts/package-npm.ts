/**
 * `npm run package:npm`: packs the npm package into dist/, or into `--out FOLDER`. Its package.json has nothing that
 * only a checkout needs: npm warns of packages with a `prepare` script.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import packageJson from '../package.json' with { type: 'json' };
import { withRepository } from './package/repository.ts';

const ONLY_CHECKOUT = ['scripts', 'devDependencies', 'devEngines', 'allowScripts'];
const published = Object.fromEntries(
  Object.entries(packageJson).filter(([key]) => !ONLY_CHECKOUT.includes(key)),
);

const { values } = parseArgs({ options: { out: { type: 'string', default: 'dist' } } });
const root = join(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'kubectl-endpoints-pack-'));
try {
  const [{ files }] = JSON.parse(pack(root, '--dry-run', '--json'));
  for (const { path } of files) cpSync(join(root, path), join(folder, path));
  const write = (file: string, text: string) => writeFileSync(join(folder, file), withRepository(text));
  write('package.json', `${JSON.stringify(published, null, 2)}\n`);
  write('README.md', readFileSync(join(root, 'README.md'), 'utf8'));
  process.stdout.write(pack(folder, '--pack-destination', resolve(root, values.out)));
} finally {
  rmSync(folder, { recursive: true });
}

function pack(cwd: string, ...flags: string[]): string {
  // npm is a script on Windows, which only a shell runs.
  return execFileSync('npm', ['pack', '--ignore-scripts', ...flags], {
    cwd,
    encoding: 'utf8',
    shell: process.platform === 'win32',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}
