import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** The home directory of the tests: an empty folder that is removed after the run. */
    home: string;
  }
}

export default function setup(project: TestProject): () => void {
  const home = mkdtempSync(join(tmpdir(), 'kubectl-endpoints-home-'));
  project.provide('home', home);
  return () => rmSync(home, { recursive: true, force: true });
}
