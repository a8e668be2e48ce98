/** The text of `get`: one line per Service. */
import { describe, expect, test } from 'vitest';
import { renderReport } from '../../../src/render/render-report.ts';
import { publish } from '../../support/controllers.ts';
import { evaluateObjects, evaluateSnapshot, snapshotOf, snapshotWithout } from '../../support/evaluate.ts';
import {
  CREATED,
  dualStack,
  endpoint,
  endpoints,
  headless,
  node,
  pod,
  type Raw,
  selectorless,
  service,
  slice,
  subset,
  toNamed,
  workload,
} from '../../support/objects.ts';

const style = { width: null, color: false, headers: true, namespaces: true };
type Rendered = Parameters<typeof renderReport>[0];

/** The rows of a table, keyed by column. */
function rowsOf(report: Rendered, format: 'table' | 'wide' = 'table'): Record<string, string>[] {
  const [head = [], ...rows] = renderReport(report, format, style, 'get')
    .trimEnd()
    .split('\n')
    .map((line) => line.split(/ {3,}/));
  return rows.map((row) => Object.fromEntries(head.map((name, i) => [name, row[i] ?? ''])));
}

const rowOf = async (format: 'table' | 'wide', objects: readonly Raw[]) =>
  rowsOf(await evaluateObjects(...publish(...objects)), format)[0] ?? {};

const n1 = node();
const a1 = pod();
const a2 = pod('a2', { ips: ['10.0.0.2'] });
const down = (name: string, n: number) => pod(name, { ready: 'False', ips: [`10.0.0.${n}`] });
const named = { ports: [{ name: 'http', containerPort: 8080 }] };
const two = (second: object = { port: 9100, targetPort: 9100 }) => ({
  ports: [
    { name: 'web', port: 80, targetPort: 8080 },
    { name: 'metrics', ...second },
  ],
});
const alias = { type: 'ExternalName', externalName: 'db.example.com', clusterIP: '', clusterIPs: [] };
const idle = workload('Deployment', 'a', { replicas: 0 });

test('the columns', async () => {
  const report = await evaluateObjects(...publish(service(), n1, a1));
  const heads = (format: 'table' | 'wide', namespaces: boolean) =>
    renderReport(report, format, { ...style, namespaces }, 'get')
      .split('\n', 1)[0]
      ?.split(/ {3,}/);
  const shown = ['NAME', 'STATUS', 'READY', 'TYPE', 'PORTS', 'FINDINGS', 'AGE'];
  expect(heads('table', false)).toEqual(shown);
  expect(heads('table', true)).toEqual(['NAMESPACE', ...shown]);
  expect(heads('wide', false)).toEqual([...shown.slice(0, 4), 'CLUSTER-IP', ...shown.slice(4), 'SELECTOR']);
});

describe('READY', () => {
  test.each<[string, string, Raw[]]>([
    ['1/1', 'a ready Pod', [service(), n1, a1]],
    ['1/2', 'one of two', [service(), n1, a1, down('a2', 2)]],
    ['0/2', 'none of two', [service(), n1, down('a1', 1), down('a2', 2)]],
    ['0/0', 'no Pod', [service()]],
    ['2/2', 'several ports, all served', [service(two()), n1, a1, a2]],
    [
      '0/2',
      'several ports, the last is not served',
      [service(two({ port: 1, targetPort: 'x' })), n1, a1, a2],
    ],
    [
      '1/2',
      'several ports, one is served by one of two',
      [service(two({ port: 1, targetPort: 'http' })), n1, pod('a1', named), a2],
    ],
    ['1/1', 'two families of one Pod', [service(dualStack), n1, pod('a1', { ips: ['10.0.0.1', 'fd00::1'] })]],
    ['1/2', 'headless', [service({ ...headless, ...two() }), n1, a1, down('a2', 2)]],
    ['2/2', 'headless without ports', [service({ ...headless, ports: [] }), n1, a1, a2]],
    ['0/0', 'headless without anything', [service({ ...headless, ports: [] })]],
    [
      '2/2',
      'addresses without Pods',
      [selectorless(), slice([endpoint(['192.0.2.1']), endpoint('192.0.2.2')])],
    ],
    ['1/2', 'Endpoints by hand', [selectorless(), endpoints([subset(['192.0.2.1', '!192.0.2.2'])])]],
    ['0/0', 'without a selector or addresses', [selectorless()]],
    ['<none>', 'ExternalName', [selectorless(alias)]],
    ['1/1', 'a finished Pod beside', [service(), n1, a1, pod('a2', { phase: 'Failed' })]],
  ])('%s: %s', async (ready, _, objects) => {
    expect((await rowOf('table', objects)).READY).toBe(ready);
  });

  test.each([
    ['EndpointSlice', '<unknown>', '<unknown>', 'Unknown'],
    ['Pod', '<unknown>', '1/1', 'Unknown'],
    ['Endpoints', '1/1', '1/1', 'Healthy'],
  ] as const)('without %ss: %s with a selector, %s without', async (kind, selecting, without, status) => {
    const objects = publish(
      service({}, { name: 'a' }),
      n1,
      a1,
      selectorless({}, { name: 'b' }),
      slice([endpoint('192.0.2.1')], { name: 'b-1', service: 'b' }),
    );
    const rows = rowsOf(evaluateSnapshot(await snapshotWithout({ [kind]: 'no' }, ...objects)));
    expect(rows.map(({ READY }) => READY)).toEqual([selecting, without]);
    expect(rows[0]?.STATUS).toBe(status);
  });
});

describe('FINDINGS', () => {
  test.each<[string, string, Raw[]]>([
    ['<none>', 'nothing', [service(), n1, a1]],
    ['pod-not-ready', 'several of one kind', [service(), n1, a1, down('a2', 2), down('a3', 3)]],
    [
      'target-port-unresolved,pod-not-ready',
      'an error before a warning',
      [service(two({ port: 1, targetPort: 'x' })), n1, a1, down('a2', 2)],
    ],
    [
      'pod-not-ready,load-balancer-pending',
      'by severity, not by name',
      [service({ type: 'LoadBalancer' }), n1, down('a1', 1)],
    ],
    ['<none>', 'info only', [service(headless), n1, a1]],
    ['scaled-to-zero', 'info only, where nothing else says why it is Unavailable', [service(), idle]],
  ])('%s: %s', async (findings, _, objects) => {
    expect((await rowOf('table', objects)).FINDINGS).toBe(findings);
  });

  test('those of severity info, last, where it is wide', async () => {
    expect((await rowOf('wide', [service(), idle])).FINDINGS).toBe('scaled-to-zero');
    const objects = [service({ ...headless, type: 'ClusterIP' }), n1, a1, down('a2', 2)];
    expect((await rowOf('table', objects)).FINDINGS).toBe('pod-not-ready');
    expect((await rowOf('wide', objects)).FINDINGS).toBe('pod-not-ready,headless-port-differs');
  });

  test('each in its own line', async () => {
    const other = service({}, { namespace: 'x' });
    const report = await evaluateObjects(
      ...publish(service(), n1, a1, other),
      endpoints([], { name: 'orphan' }),
    );
    expect(report.findings.map(({ rule }) => rule)).toContain('orphan-endpoints');
    expect(rowsOf(report).map(({ NAMESPACE, FINDINGS }) => [NAMESPACE, FINDINGS])).toEqual([
      ['default', '<none>'],
      ['x', 'selector-matches-no-pods'],
    ]);
  });
});

describe('the other columns', () => {
  const nodePort = {
    ports: [
      { port: 80, nodePort: 30080 },
      { name: 'b', port: 53, protocol: 'UDP' },
    ],
  };

  test.each<[string, string, Raw]>([
    ['TYPE', 'ClusterIP', service()],
    ['TYPE', 'ClusterIP', service(headless)],
    ['TYPE', 'ExternalName', selectorless(alias)],
    ['PORTS', '80/TCP', service(toNamed())],
    ['PORTS', '80:30080/TCP,53/UDP', service(nodePort)],
    ['PORTS', '<none>', service({ ...headless, ports: [] })],
    ['STATUS', 'Unavailable', service()],
    ['STATUS', 'ExternalName', selectorless(alias)],
    ['CLUSTER-IP', '10.96.0.7', service()],
    ['CLUSTER-IP', '10.96.0.7,fd00::7', service(dualStack)],
    ['CLUSTER-IP', 'None', service(headless)],
    ['CLUSTER-IP', '<none>', selectorless(alias)],
    ['SELECTOR', 'app=a,tier=b', service({ selector: { app: 'a', tier: 'b' } })],
    ['SELECTOR', '<none>', selectorless()],
  ])('%s %s', async (column, cell, object) => {
    expect((await rowOf('wide', [object]))[column]).toBe(cell);
  });
});

describe('AGE', () => {
  const ageAt = async (time: string | null, metadata: Record<string, unknown> = {}) => {
    const snapshot = await snapshotOf(...publish(service({}, metadata), n1, a1));
    return rowsOf(evaluateSnapshot({ ...snapshot, live: true, time }))[0]?.AGE;
  };

  test.each([
    ['2026-01-01T00:00:09Z', '9s'],
    ['2026-01-01T00:05:12Z', '5m12s'],
    ['2026-01-13T01:00:00Z', '12d'],
    [CREATED, '0s'],
    ['2025-12-31T23:59:00Z', '<invalid>'],
  ])("by the server's clock, at %s: %s", async (time, age) => {
    expect(await ageAt(time)).toBe(age);
  });

  test('unknown without a clock, or without a beginning', async () => {
    expect(await ageAt(null)).toBe('<unknown>');
    expect(await ageAt('2026-01-02T00:00:00Z', { creationTimestamp: undefined })).toBe('<unknown>');
    expect(await ageAt('2026-01-02T00:00:00Z', { creationTimestamp: 'then' })).toBe('<unknown>');
  });
});

describe('on a terminal', () => {
  const objects = [
    service({ type: 'LoadBalancer' }, { name: 'a-service-with-quite-a-long-name' }),
    service({ selector: { app: 'b' } }, { name: 'b' }),
  ];
  const linesAt = async (width: number, format: 'table' | 'wide' = 'table') =>
    renderReport(await evaluateObjects(...publish(...objects)), format, { ...style, width }, 'get').split(
      '\n',
    );

  test('80 columns: the columns that say least go, and one finding stands for all', async () => {
    const lines = await linesAt(80);
    expect(lines).toEqual([
      'NAMESPACE  NAME                              STATUS       READY',
      'default    a-service-with-quite-a-long-name  Unavailable  0/0',
      '  FINDINGS: selector-matches-no-pods (+1)',
      'default    b                                 Unavailable  0/0',
      '  FINDINGS: selector-matches-no-pods',
      '',
    ]);
  });

  test('110 columns: one line each', async () => {
    expect(await linesAt(110)).toEqual([
      'NAMESPACE  NAME                              STATUS       READY  PORTS   FINDINGS',
      'default    a-service-with-quite-a-long-name  Unavailable  0/0    80/TCP  selector-matches-no-pods (+1)',
      'default    b                                 Unavailable  0/0    80/TCP  selector-matches-no-pods',
      '',
    ]);
  });

  test.each(['table', 'wide'] as const)('200 columns: %s in one line each', async (format) => {
    const lines = await linesAt(200, format);
    expect(lines).toHaveLength(objects.length + 2);
    expect(lines).toEqual(await linesAt(Number.POSITIVE_INFINITY, format));
  });

  test('what is well is plain, what is broken red, and the columns stay where they are', async () => {
    const broken = service({ selector: { app: 'b' } }, { name: 'b' });
    const report = await evaluateObjects(...publish(service(), n1, a1, broken));
    const plain = renderReport(report, 'table', style, 'get');
    const colored = renderReport(report, 'table', { ...style, color: true }, 'get');
    const red = (text: string) => `\u001b[31m${text}\u001b[39m`;
    expect(colored).toContain(`${red('Unavailable')}   ${red('0/0')}`);
    expect(colored).toContain('Healthy       1/1');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colors
    expect(colored.replaceAll(/\u001b\[\d+m/g, '')).toBe(plain);
  });

  test('nothing reaches it raw', async () => {
    const report = await evaluateObjects(
      service({ selector: { app: '\u001b[2J' } }, { name: 'w\u001b[31m\nx' }),
    );
    const text = renderReport(report, 'wide', style, 'get');
    expect(text.split('\n')).toHaveLength(3);
    expect(text).not.toContain('\u001b');
    expect(text).toContain(String.raw`w^[[31m\nx`);
  });
});
