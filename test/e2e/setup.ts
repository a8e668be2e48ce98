import type { TestProject } from 'vitest/node';
import { assets, available, start } from './control-plane.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Null: there is none, and the tests are skipped. */
    cluster: { directory: string; existing: boolean; controllers: boolean } | null;
  }
}

/** One control plane for the whole run. */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  if (!available) {
    process.stderr.write(`e2e skipped: no etcd and kube-apiserver in ${assets} (KUBEBUILDER_ASSETS)\n`);
    project.provide('cluster', null);
    return undefined;
  }
  const { stop, ...cluster } = await start();
  if (!cluster.controllers)
    process.stderr.write(`e2e: without kube-controller-manager, as none is in ${assets}\n`);
  project.provide('cluster', cluster);
  return stop;
}
