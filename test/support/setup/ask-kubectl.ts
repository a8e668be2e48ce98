import type { TestProject } from 'vitest/node';
import { findKubectl, type Kubectl } from '../find-kubectl.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Null: there is none, and what needs it is skipped. */
    kubectl: Kubectl | null;
    /** Whether what is recorded is recorded anew: `vitest -u`. */
    updating: boolean;
  }
}

/** Asked once for the whole run, for all projects. */
export default function setup(project: TestProject): void {
  const { kubectl, skipped } = findKubectl();
  if (skipped) process.stderr.write(`${skipped}\n`);
  project.provide('kubectl', kubectl);
  project.provide('updating', project.config.snapshotOptions.updateSnapshot === 'all');
}
