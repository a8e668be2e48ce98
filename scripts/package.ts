/**
 * `npm run package`: writes an executable and an archive for each platform, krew manifests and checksums to dist/.
 * `--only linux-amd64` builds one platform; `--archive-only` uses executables that were built before; `--out FOLDER`
 * writes elsewhere.
 */
import { copyFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import packageJson from '../package.json' with { type: 'json' };
import { buildInfo } from './build-info.ts';
import { archive } from './package/archive.ts';
import { removeReleased, writeChecksums } from './package/checksums.ts';
import { compile } from './package/compile.ts';
import { type Archive, manifest, NAMES } from './package/manifest.ts';
import { NOTICES, notices, packagesOf, runtimePackage } from './package/notices.ts';
import { repository } from './package/repository.ts';
import { executableOf, nameOf, TARGETS, type Target } from './package/targets.ts';

const { version } = packageJson;
const root = join(import.meta.dirname, '..');
const build = buildInfo();
/** Without a commit, the earliest time of the zip format. */
const seconds = build ? Date.parse(build.date) / 1000 : Date.UTC(1980) / 1000;

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true, default: [] },
    'archive-only': { type: 'boolean', default: false },
    out: { type: 'string', default: 'dist' },
  },
});
const dist = resolve(root, values.out);
const unknown = values.only.filter((name) => !TARGETS.some((target) => nameOf(target) === name));
if (unknown.length > 0)
  throw new Error(`no platform ${unknown}; there are ${TARGETS.map(nameOf).join(', ')}`);
const targets = TARGETS.filter((target) => values.only.length === 0 || values.only.includes(nameOf(target)));

removeReleased(dist);
if (!values['archive-only']) for (const target of targets) await executable(target);
const archives: Archive[] = [];
for (const target of targets) archives.push(await archive(dist, target, version, seconds));
for (const name of NAMES)
  writeFileSync(join(dist, `${name}.yaml`), manifest({ name, version, repository: repository(), archives }));
writeChecksums(dist);

async function executable(target: Target): Promise<void> {
  const folder = join(dist, nameOf(target));
  rmSync(folder, { recursive: true, force: true });
  const files = await compile(target, join(folder, executableOf(target)), build);
  copyFileSync(join(root, 'LICENSE'), join(folder, 'LICENSE'));
  writeFileSync(join(folder, NOTICES), notices([runtimePackage(), ...packagesOf(files)]));
}
