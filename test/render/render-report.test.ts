import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import type { JsonReport } from '../../src/model/report/json-report.ts';
import { FORMAT_NAMES, renderReport } from '../../src/render/render-report.ts';
import { publish } from '../support/controllers.ts';
import { evaluateObjects } from '../support/evaluate.ts';
import { headless, node, pod, type Raw, selectorless, service, toNamed } from '../support/objects.ts';

const style = { width: null, color: false, headers: true };
const down = (name: string, n: number) => pod(name, { ready: 'False', ips: [`10.0.0.${n}`] });

const rendered = async (
  format: (typeof FORMAT_NAMES)[number],
  view: 'describe' | 'check',
  ...objects: Raw[]
) => renderReport(await evaluateObjects(...publish(...objects)), format, style, view);

describe('json', () => {
  const keys = {
    report: ['apiVersion', 'kind', 'source', 'services', 'findings', 'omittedFindings', 'skipped', 'summary'],
    service: [
      'namespace',
      'name',
      'type',
      'clusterIPs',
      'ipFamilies',
      'headless',
      'selector',
      'externalName',
      'backendSource',
      'filledBy',
      'creationTimestamp',
      'status',
      'statusReason',
      'readyCount',
      'backendCount',
      'ports',
      'backends',
      'findingNames',
    ],
    port: ['name', 'port', 'protocol', 'targetPort', 'nodePort', 'appProtocol', 'readyCount', 'backendCount'],
    backend: [
      'address',
      'port',
      'portName',
      'protocol',
      'servicePort',
      'pod',
      'node',
      'zone',
      'phase',
      'ready',
      'reason',
      'endpointsState',
      'endpointSliceState',
      'endpointSlice',
      'routable',
      'findingNames',
    ],
    finding: [
      'name',
      'severity',
      'namespace',
      'service',
      'subject',
      'message',
      'evidence',
      'remedy',
      'file',
      'line',
    ],
    summary: [
      'services',
      'healthy',
      'degraded',
      'unavailable',
      'externalName',
      'unknown',
      'errors',
      'warnings',
      'infos',
    ],
  };

  test('has exactly these keys, in this order, and none is missing because it is empty', async () => {
    const report = JSON.parse(
      await rendered('json', 'describe', service(), node(), down('a1', 1)),
    ) as JsonReport;
    const [service0] = report.services;
    expect(Object.keys(report)).toEqual(keys.report);
    expect(Object.keys(service0 ?? {})).toEqual(keys.service);
    expect(Object.keys(service0?.ports[0] ?? {})).toEqual(keys.port);
    expect(Object.keys(service0?.backends?.[0] ?? {})).toEqual(keys.backend);
    expect(Object.keys(report.findings[0] ?? {})).toEqual(keys.finding);
    expect(Object.keys(report.summary)).toEqual(keys.summary);
  });

  test('of a Service without anything', async () => {
    const { services } = JSON.parse(
      await rendered('json', 'describe', selectorless({ ...headless, ports: [] })),
    ) as JsonReport;
    expect(services).toMatchObject([{ selector: null, externalName: null, ports: [], backends: [] }]);
  });

  test('stays faithful to what text has to escape, and YAML is the same data', async () => {
    const nasty = pod('a1', {
      ready: 'False',
      statuses: [{ name: 'main', state: { waiting: { reason: 'X', message: '\u001b[2J\nä' } } }],
    });
    const report = JSON.parse(await rendered('json', 'check', service(), node(), nasty)) as JsonReport;
    expect(report.findings[0]?.evidence[0]).toBe('container "main" is waiting (X: \u001b[2J\nä)');
    expect(load(await rendered('yaml', 'check', service(), node(), nasty))).toEqual(report);
    const text = await rendered('table', 'check', service(), node(), nasty);
    expect(text).toContain(String.raw`container "main" is waiting (X: ^[[2J\nä)`);
  });
});

test.each(FORMAT_NAMES)('%s ends with one newline', async (format) => {
  for (const view of ['describe', 'check'] as const)
    expect(await rendered(format, view, service())).toMatch(/[^\n]\n$/);
});

describe('equal causes stand together', () => {
  const pods = [1, 2, 3].map((n) => down(`a${n}`, n));

  test('in text', async () => {
    const text = await rendered('table', 'check', service(), node(), ...pods);
    expect(text).toContain(
      '  error  3 Pods are not Ready: the status shows no cause\n    pod-not-ready  Pod/a1, Pod/a2, Pod/a3\n',
    );
    expect(text.match(/pod-not-ready/g)).toHaveLength(1);
    expect(text).toContain('1 Service: 1 unavailable; 1 error on 3 Pods, 0 warnings, 0 infos');
  });

  test('not in JSON', async () => {
    const { findings } = JSON.parse(
      await rendered('json', 'check', service(), node(), ...pods),
    ) as JsonReport;
    expect(findings).toHaveLength(3);
  });

  test('not those of another cause', async () => {
    const other = pod('a4', { ready: 'False', ips: ['10.0.0.4'], gates: ['a/b'] });
    const text = await rendered('table', 'check', service(), node(), ...pods, other);
    expect(text.match(/pod-not-ready/g)).toHaveLength(2);
  });
});

describe('the STATUS of a row', () => {
  const statusOf = async (...objects: Raw[]) => {
    const text = await rendered('table', 'describe', ...objects);
    return text
      .split('\n')
      .filter((line) => line.startsWith('80/TCP'))
      .map((line) => line.split(/ {3,}/)[1]);
  };

  test.each<[string, Raw[], string[]]>([
    ['ready', [service(), node(), pod()], ['routed']],
    ['not ready', [service(), node(), down('a1', 1)], ['not ready']],
    [
      'terminating and serving, alone',
      [service(), node(), pod('a1', { deleted: true })],
      ['routed, terminating'],
    ],
    [
      'terminating beside a ready one',
      [service(), node(), pod('a1', { deleted: true }), pod('a2', { ips: ['10.0.0.2'] })],
      ['terminating', 'routed'],
    ],
    ['a finding', [service(toNamed()), node(), pod()], ['target-port-unresolved']],
    ['no Pod', [service()], ['no endpoints']],
  ])('%s', async (_, objects, statuses) => {
    expect(await statusOf(...objects)).toEqual(statuses);
  });
});

test('check shows info only when wide, describe always', async () => {
  const idle = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'a', namespace: 'default', uid: '1' },
    spec: { replicas: 0, template: { metadata: { labels: { app: 'a' } } } },
  };
  const shows = async (format: 'table' | 'wide', view: 'describe' | 'check') =>
    (await rendered(format, view, service(), idle)).includes('scaled-to-zero');
  expect([
    await shows('table', 'check'),
    await shows('wide', 'check'),
    await shows('table', 'describe'),
  ]).toEqual([false, true, true]);
});
