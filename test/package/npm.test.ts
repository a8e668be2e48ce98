/** The package as npm installs it. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, test as base, beforeAll, expect } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { kubectl } from '../support/kubectl.ts';
import { root, run } from '../support/package/built.ts';

const folder = mkdtempSync(join(tmpdir(), 'kubectl-endpoints-npm-'));
const tarball = join(folder, `kubectl-endpoints-${packageJson.version}.tgz`);
const bin = join(folder, 'prefix/bin');
const script = ['--disable-warning=ExperimentalWarning', 'scripts/package-npm.ts'];
const npm = (...args: string[]) =>
  execFileSync('npm', [...args, '--offline', '--no-audit', '--no-fund'], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
const test = process.platform === 'win32' ? base.skip : base;

beforeAll(() => {
  // `npm test` builds the bundle first.
  execFileSync(process.execPath, [...script, '--out', folder], { cwd: root, stdio: 'ignore' });
  npm('install', '--global', '--prefix', join(folder, 'prefix'), tarball);
});
afterAll(() => rmSync(folder, { recursive: true }));

test('it has the bundle, the launchers and the licenses, in less than 300 kB', () => {
  const [packed] = JSON.parse(npm('pack', tarball, '--dry-run', '--json'));
  const files = packed.files.map(({ path }: { path: string }) => path);
  const others = files.filter((path: string) => !/^dist\/bundle\/(main\.js|chunks\/[^/]+\.js)$/.test(path));
  expect(others.sort()).toEqual([
    'LICENSE',
    'README.md',
    'bin/kubectl-endpoints',
    'bin/kubectl_complete-endpoints',
    'bin/package.json',
    'dist/bundle/THIRD-PARTY-NOTICES.txt',
    'package.json',
  ]);
  expect(packed.size).toBeLessThan(300_000);
});

test('its package.json has nothing of development: npm warns of scripts', async () => {
  const installed = join(folder, 'prefix/lib/node_modules/kubectl-endpoints/package.json');
  expect(Object.keys(JSON.parse(readFileSync(installed, 'utf8'))).sort()).toEqual([
    'bin',
    'bugs',
    'description',
    'engines',
    'files',
    'homepage',
    'keywords',
    'license',
    'name',
    'repository',
    'type',
    'version',
  ]);
  const words = ['install', '--global', '--prefix', join(folder, 'again'), tarball, '--offline'];
  const { code, stderr } = await run('npm', words, { cwd: folder });
  expect({ code, warned: stderr.includes('install-scripts') }).toEqual({ code: 0, warned: false });
});

test('it installs both names, and nothing beside itself', async () => {
  expect(readdirSync(bin).sort()).toEqual(['kubectl-endpoints', 'kubectl_complete-endpoints']);
  expect(readdirSync(join(folder, 'prefix/lib/node_modules'))).toEqual(['kubectl-endpoints']);
  const version = `kubectl-endpoints v${packageJson.version}\n`;
  expect(await run(join(bin, 'kubectl-endpoints'), ['version'])).toEqual({
    code: 0,
    stdout: version,
    stderr: '',
  });
});

(kubectl ? test : test.skip)('kubectl finds it', async () => {
  const env = { PATH: [bin, process.env.PATH].join(delimiter) };
  const args = ['endpoints', 'describe', 'svc', 'nginx-svc', '-f', join(root, 'demo/cluster.json')];
  expect(await run(kubectl ?? '', args, { env })).toMatchObject({ code: 0, stderr: '' });
});

test('it runs through npx', async () => {
  const words = ['--offline', '--yes', '--package', tarball, 'kubectl-endpoints', 'version'];
  const { code, stdout } = await run('npx', words, { cwd: folder });
  expect({ code, stdout }).toEqual({ code: 0, stdout: `kubectl-endpoints v${packageJson.version}\n` });
});

test.each(['22.18.0', '20.20.2', '18.20.8', '12.22.12'])('on Node %s one line says so', async (old) => {
  const pretend = join(folder, 'pretend.cjs');
  writeFileSync(
    pretend,
    `Object.defineProperty(process.versions, 'node', { value: '${old}' });
    Object.defineProperty(process, 'version', { value: 'v${old}' });`,
  );
  const words = ['--require', pretend, join(bin, 'kubectl-endpoints'), 'version'];
  expect(await run(process.execPath, words)).toEqual({
    code: 1,
    stdout: '',
    stderr: `error: kubectl-endpoints needs Node 22.19 or newer, this is v${old}\n`,
  });
});
