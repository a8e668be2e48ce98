import type { TestProject } from 'vitest/node';
import { findKubectl, type Kubectl } from '../find-kubectl.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Null if there is none; tests that need it are skipped. */
    kubectl: Kubectl | null;
    /** True for `vitest -u`, which records anew. */
    updating: boolean;
  }
}

/** Finds kubectl once for all projects. */
export default function setup(project: TestProject): void {
  const { kubectl, skipped } = findKubectl();
  if (skipped) process.stderr.write(`${skipped}\n`);
  project.provide('kubectl', kubectl);
  project.provide('updating', project.config.snapshotOptions.updateSnapshot === 'all');
}
