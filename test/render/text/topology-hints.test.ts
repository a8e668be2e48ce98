/** Backends that kube-proxy chooses on some Nodes only. */
import { expect, test } from 'vitest';
import { renderReport } from '../../../src/render/render-report.ts';
import { evaluateObjects } from '../../support/evaluate.ts';
import {
  CONTROLLER,
  endpoint,
  endpoints,
  node,
  pod,
  type Raw,
  service,
  slice,
} from '../../support/objects.ts';
import { run } from '../../support/run-main.ts';

const zones = (...names: string[]) => ({ forZones: names.map((name) => ({ name })) });
const nodes = (...names: string[]) => ({ forNodes: names.map((name) => ({ name })) });

const to = (name: string) => ({ kind: 'Pod', namespace: 'default', name });

/** A Pod for each of the hints. */
function objects(...hints: object[]): Raw[] {
  const named = hints.map((hint, i) => ({ hint, name: `a${i + 10}`, ip: `10.0.0.${i + 1}` }));
  return [
    service({ trafficDistribution: 'PreferSameZone' }),
    node('n1', { zone: 'za' }),
    ...named.map(({ name, ip }) => pod(name, { ips: [ip] })),
    endpoints([
      { addresses: named.map(({ name, ip }) => ({ ip, targetRef: to(name) })), ports: [{ port: 8080 }] },
    ]),
    slice(
      named.map(({ hint, name, ip }) =>
        endpoint(ip, 'TTF', {
          nodeName: 'n1',
          hints: hint,
          targetRef: to(name),
        }),
      ),
      { managedBy: CONTROLLER },
    ),
  ];
}

async function describeText(width: number | null, format: 'table' | 'wide', ...hints: object[]) {
  const report = await evaluateObjects(...objects(...hints));
  return renderReport(report, format, { width, color: false, headers: true }, 'describe');
}

test('STATUS has one zone, or the count of Nodes', async () => {
  expect(await describeText(80, 'table', zones('za'), zones('zb', 'zc'))).toMatch(
    / routed from za +a10 .*\n.* routed from zb and 1 more +a11 /,
  );
  expect(await describeText(80, 'table', nodes('n1'), nodes('n1', 'n2'))).toMatch(
    / routed from 1 Node +a10 .*\n.* routed from 2 Nodes +a11 /,
  );
});

test('-o wide has all of them in HINTS', async () => {
  const text = await describeText(null, 'wide', zones('zb', 'zc'), { ...zones('za'), ...nodes('n1') });
  expect(text).toMatch(/ SLICE +HINTS\n/);
  expect(text).toMatch(/ a10 .* zb,zc\n/);
  expect(text).toMatch(/ a11 .* za,node\/n1\n/);
});

test('HINTS is left out where they are not in effect', async () => {
  expect(await describeText(null, 'wide', zones('zb'))).not.toContain('HINTS');
});

test('of many backends these count as routed ones', async () => {
  const text = await describeText(80, 'table', ...Array.from({ length: 22 }, () => zones('za')));
  expect(text).toMatch(/80\/TCP +routed from za +22 Pods\n/);
});

test('the header of a Pod says it', async () => {
  const stdin = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects(zones('za'), zones('zb')) });
  const { stdout } = await run(['describe', 'pod', 'a10', '-f', '-'], { stdin });
  expect(stdout).toMatch(/^Status: +routed from some Nodes, 1 Service port$/m);
});
