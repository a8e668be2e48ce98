import { test as base, expect, inject } from 'vitest';
import type { Report } from '../../../src/model/report/endpoints-report.ts';
import { Namespace } from './namespace.ts';
import { waitFor } from './wait.ts';

const cluster = inject('cluster');

const testInNamespace = base.extend('namespace', async ({ task: _ }, { onCleanup }) => {
  if (!cluster) throw new Error('no cluster');
  const namespace = await Namespace.create(cluster.directory);
  if (cluster.existing) onCleanup(() => namespace.remove());
  // Where admission asks for it, no Pod is let in before.
  if (cluster.controllers) await waitFor(() => namespace.find('serviceaccounts/default'));
  return namespace;
});

/** A test in a namespace of its own. */
export const test = testInNamespace.skipIf(!cluster);

/** One that needs EndpointSlices made from selectors, mirrored Endpoints or garbage collected. */
export const testWithControllers = testInNamespace.skipIf(!cluster?.controllers);

/** One that needs Services with addresses of both families as well. */
export const testWithDualStack = testInNamespace.skipIf(!cluster?.controllers || !cluster.dualStack);

/** What a report says of the only Service in scope, in few words. */
export const verdict = ({ services, findings }: Report) => ({
  status: services[0]?.status,
  findings: findings.map(
    ({ severity, rule, subject }) => `${severity} ${rule} ${subject.kind}/${subject.name}`,
  ),
});

/** `describe` finds nothing wrong, once the controllers have caught up. */
export async function expectHealthy(namespace: Namespace, service: string): Promise<void> {
  const read = async () => verdict(await namespace.report('describe', 'svc', service));
  await waitFor(async () => (await read()).status === 'Healthy').catch(() => {});
  expect(await read()).toEqual({ status: 'Healthy', findings: [] });
}
