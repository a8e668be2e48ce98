import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** The home of who runs the tests: a folder that the run begins with, empty, and removes. */
    home: string;
  }
}

export default function setup(project: TestProject): () => void {
  const home = mkdtempSync(join(tmpdir(), 'kubectl-endpoints-home-'));
  project.provide('home', home);
  return () => rmSync(home, { recursive: true, force: true });
}
