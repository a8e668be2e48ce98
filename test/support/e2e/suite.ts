import { test as base, expect, inject } from 'vitest';
import type { JsonReport } from '../../../src/model/report/json-report.ts';
import { Namespace } from './namespace.ts';
import { waitFor } from './wait.ts';

const cluster = inject('cluster');

const testInNamespace = base.extend('namespace', async ({ task: _ }, { onCleanup }) => {
  if (!cluster) throw new Error('no cluster');
  const namespace = await Namespace.create(cluster.directory);
  if (cluster.existing) onCleanup(() => namespace.remove());
  // Admission rejects Pods before their ServiceAccount exists.
  if (cluster.controllers) await waitFor(() => namespace.find('serviceaccounts/default'));
  return namespace;
});

/** A test with its own namespace. */
export const test = testInNamespace.skipIf(!cluster);

/** A test that needs kube-controller-manager. */
export const testWithControllers = testInNamespace.skipIf(!cluster?.controllers);

/** A test that needs kube-controller-manager and dual-stack Services. */
export const testWithDualStack = testInNamespace.skipIf(!cluster?.controllers || !cluster.dualStack);

/** Summarizes the report of a single Service. */
export const verdict = ({ services, findings }: JsonReport) => ({
  status: services[0]?.status,
  findings: findings.map(
    ({ severity, name, subject }) => `${severity} ${name} ${subject.kind}/${subject.name}`,
  ),
});

/** Expects that `describe` has no findings once the controllers have caught up. */
export async function expectHealthy(namespace: Namespace, service: string): Promise<void> {
  const read = async () => verdict(await namespace.report('describe', 'svc', service));
  await waitFor(async () => (await read()).status === 'Healthy').catch(() => {});
  expect(await read()).toEqual({ status: 'Healthy', findings: [] });
}
