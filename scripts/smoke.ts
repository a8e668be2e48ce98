/**
 * `node scripts/smoke.ts ARCHIVE`: unpacks an archive for this platform and runs the executable.
 * It needs Node only, no packages.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const [archive = ''] = process.argv.slice(2);
const root = join(import.meta.dirname, '..');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const folder = mkdtempSync(join(tmpdir(), 'kubectl-endpoints-smoke-'));
const executable = join(folder, process.platform === 'win32' ? 'kubectl-endpoints.exe' : 'kubectl-endpoints');
const recorded = ['describe', 'svc', 'my-service', '-f', join(root, 'demo/cluster.json')];

// The tar of Windows reads zip archives too.
run('tar', ['-xf', resolve(archive), '-C', folder]);
expect(['version'], {}, `kubectl-endpoints v${version}\n`);
const described = run(executable, recorded);
if (!described.includes('selector-matches-no-pods')) throw new Error(`describe says:\n${described}`);
expect(recorded, { BUN_BE_BUN: '1' }, described);
expect(recorded, { BUN_OPTIONS: '--version' }, described);
expect(recorded, { NODE_OPTIONS: '--no-such-flag' }, described);
writeFileSync(join(folder, '.env'), 'BUN_OPTIONS=--version\n');
writeFileSync(join(folder, 'bunfig.toml'), 'preload = ["./missing.js"]\n');
expect(recorded, {}, described);
rmSync(folder, { recursive: true });
process.stdout.write(`${archive}: works\n`);

function expect(args: readonly string[], env: Record<string, string>, wanted: string): void {
  const printed = run(executable, args, env);
  if (printed !== wanted) throw new Error(`${args.join(' ')} with ${JSON.stringify(env)} says:\n${printed}`);
}

function run(program: string, args: readonly string[], env: Record<string, string> = {}): string {
  const { status, error, stdout, stderr } = spawnSync(program, args, {
    cwd: folder,
    env: { ...process.env, ...env },
    encoding: 'utf8',
  });
  if (status !== 0 || stderr !== '') throw new Error(`${program}: ${error ?? status}\n${stderr}`);
  return stdout;
}
