import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** launch.mts and the sources, bundled so that a process starts in a third of the time. */
    launcher: string | undefined;
  }
}

/** Bundles the sources once for all tests. */
export default async function setup(project: TestProject): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), 'kubectl-endpoints-launcher-'));
  const launcher = join(folder, 'launch.mjs');
  await build({
    entryPoints: [join(import.meta.dirname, 'launch.mts')],
    outfile: launcher,
    bundle: true,
    format: 'esm',
    platform: 'node',
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    logLevel: 'warning',
  });
  project.provide('launcher', launcher);
  return () => rmSync(folder, { recursive: true, force: true });
}
