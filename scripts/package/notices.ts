/** The licenses of the packages in a bundle, found through the list of its source files. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

export const NOTICES = 'THIRD-PARTY-NOTICES.txt';

export interface Package {
  /** The key in package-lock.json. */
  folder: string;
  name: string;
  version: string;
  license: string;
  text: string;
}

/**
 * @param files relative to the root of the project
 * @throws {Error} for a package without a license text
 */
export function packagesOf(files: readonly string[]): Package[] {
  const folders = files.flatMap((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? []);
  return [...new Set(folders)].sort().map(packageIn);
}

function packageIn(folder: string): Package {
  const path = join(root, folder);
  const { name, version, license } = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'));
  const file = readdirSync(path).find((one) => /^(licen[cs]e|copying)/i.test(one));
  if (!license || !file) throw new Error(`no license in ${folder}`);
  return { folder, name, version, license, text: readFileSync(join(path, file), 'utf8').trim() };
}

/** The runtime in an executable. Its package has no license text, so tools/bun has that of its repository. */
export function runtimePackage(): Package {
  const folder = join(root, 'tools/bun');
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const text = readFileSync(join(folder, 'LICENSE.md'), 'utf8').trim();
  const license = 'MIT, and those of what it links (below)';
  return { folder: 'tools/bun', name: 'Bun (https://bun.com)', version, license, text };
}

export function notices(packages: readonly Package[]): string {
  const parts = packages.map(({ name, version, license, text }) =>
    [`${name} ${version}`, `License: ${license}`, '', text.replaceAll('\r\n', '\n')].join('\n'),
  );
  const intro = 'kubectl-endpoints is licensed as the file LICENSE says. It contains:';
  return `${[intro, ...parts].join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}
