/**
 * `npm run release:dry`: builds and checks all files of a release in dist/, without publishing them.
 * The release runs it with `--archive-only`, after the executables for macOS are signed.
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import packageJson from '../package.json' with { type: 'json' };
import { archiveName } from './package/archive.ts';
import { writeChecksums } from './package/checksums.ts';
import { ownTarget } from './package/targets.ts';

const { version } = packageJson;
const tag = process.env.GITHUB_REF_NAME ?? `v${version}`;
if (tag !== `v${version}`) throw new Error(`package.json is at ${version}, not at ${tag}`);

run('npm', 'run', 'package', '--', ...process.argv.slice(2));
run('npm', 'run', 'package:npm');
run('npm', 'run', 'sbom');
writeChecksums('dist');
const own = ownTarget();
if (own) run(process.execPath, 'scripts/smoke.ts', join('dist', archiveName(own, version)));
validate();
process.stdout.write(readFileSync('dist/checksums.txt', 'utf8'));
if (!readFileSync('CHANGELOG.md', 'utf8').includes(`## [${version}]`))
  process.stderr.write(`CHANGELOG.md has no section ${version} yet\n`);

/** Runs krew's validate-krew-manifest, which requires that a file has the name of its plugin. */
function validate(): void {
  const program = [process.env.VALIDATE_KREW_MANIFEST ?? '', ...onPath('validate-krew-manifest')].find(
    existsSync,
  );
  if (!program) {
    process.stderr.write('the manifests are not validated: no validate-krew-manifest on PATH\n');
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'kubectl-endpoints-krew-'));
  for (const file of readdirSync('dist').filter((name) => name.endsWith('.yaml'))) {
    copyFileSync(join('dist', file), join(folder, file));
    run(program, '-manifest', join(folder, file), '-skip-install');
  }
  rmSync(folder, { recursive: true });
}

function onPath(program: string): string[] {
  return (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, program));
}

function run(program: string, ...args: string[]): void {
  execFileSync(program, args, { stdio: 'inherit' });
}
