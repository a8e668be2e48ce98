import type { TestProject } from 'vitest/node';
import { assets } from '../binaries.ts';
import { available, type ControlPlane, start } from '../e2e/control-plane.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Null if there is none; the tests are skipped. */
    cluster: Omit<ControlPlane, 'stop'> | null;
  }
}

/** Starts one control plane for all tests. */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  if (!available) {
    process.stderr.write(`e2e skipped: no etcd and kube-apiserver in ${assets} (KUBEBUILDER_ASSETS)\n`);
    project.provide('cluster', null);
    return undefined;
  }
  const { stop, ...cluster } = await start();
  if (!cluster.controllers) process.stderr.write(`e2e: no kube-controller-manager in ${assets}\n`);
  project.provide('cluster', cluster);
  return stop;
}
