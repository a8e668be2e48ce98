/** test/support/controllers.ts publishes what the real controllers did in each recording. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import expected from './clusters/expected.json' with { type: 'json' };
import { publish } from './support/controllers.ts';
import { evaluateObjects } from './support/evaluate.ts';
import type { Raw } from './support/objects.ts';

/** Rules whose recordings lack endpoints that the controllers should have published. */
const MISTAKES = ['pod-not-published', 'readiness-out-of-date', 'stale-address', 'endpoints-frozen'];
const published = Object.entries(expected)
  .filter(([, { findings }]) => !findings.some(([rule = '']) => MISTAKES.includes(rule)))
  .map(([name]) => name);

test.each(published)('%s', async (name) => {
  const file = join(import.meta.dirname, `clusters/${name}.json`);
  const { items } = JSON.parse(readFileSync(file, 'utf8')) as { items: Raw[] };
  const published = publish(...items.filter((object) => !isPublished(object)));
  expect(await rowsOf(published)).toEqual(await rowsOf(items));
});

function isPublished({ kind, metadata }: Raw): boolean {
  const { labels = {} } = metadata;
  if (kind === 'Endpoints') return labels['endpoints.kubernetes.io/managed-by'] === 'endpoint-controller';
  const by = labels['endpointslice.kubernetes.io/managed-by'] ?? '';
  return kind === 'EndpointSlice' && /^endpointslice(mirroring)?-controller\.k8s\.io$/.test(by);
}

async function rowsOf(objects: Raw[]) {
  const { services } = await evaluateObjects(...objects);
  return services.map(({ status, backends }) => ({
    status,
    backends: backends?.map(({ slice: _, ...backend }) => backend),
  }));
}
