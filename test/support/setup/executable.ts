import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { compile } from '../../../scripts/package/compile.ts';
import { nameOf, ownTarget } from '../../../scripts/package/targets.ts';
import { isolated } from '../environment.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder of the build for this machine; null if there is no Bun for it, and the tests are skipped. */
    built: string | null;
    /** connector.mts, compiled as the plugin. */
    connector: string | null | undefined;
  }
}

/** Builds the executable once for all tests. */
export default async function setup(project: TestProject): Promise<(() => void) | undefined> {
  const target = ownTarget();
  if (!target) {
    process.stderr.write(`package skipped: no executable for ${process.platform} ${process.arch}\n`);
    project.provide('built', null);
    project.provide('connector', null);
    return undefined;
  }
  const folder = mkdtempSync(join(tmpdir(), 'kubectl-endpoints-package-'));
  const root = join(import.meta.dirname, '../../..');
  const words = ['scripts/package.ts', '--only', nameOf(target), '--out', folder];
  execFileSync(process.execPath, ['--disable-warning=ExperimentalWarning', ...words], {
    cwd: root,
    env: isolated(process.env, folder),
  });
  const connector = join(folder, 'connector/connector.exe');
  await compile(target, connector, null, 'test/support/package/connector.mts');
  project.provide('built', folder);
  project.provide('connector', connector);
  return () => rmSync(folder, { recursive: true, force: true });
}
