/** The layout of JSON reports. */
import { describe, expect, test } from 'vitest';
import { reportText } from '../../../src/render/json/report-text.ts';
import { renderReport } from '../../../src/render/render-report.ts';
import { withoutHealthy } from '../../../src/report/filter.ts';
import { publish } from '../../support/controllers.ts';
import { evaluateObjects } from '../../support/evaluate.ts';
import { node, pod, type Raw, service } from '../../support/objects.ts';

describe('a value', () => {
  test.each<[string, object]>([
    ['empty', {}],
    ['nested', { a: [], b: {}, c: [[1, [2]], { d: null, e: true }], 'with "quotes"': 'x\n\u2028' }],
    ['long', { list: Array.from({ length: 200 }, (_, i) => ({ i, text: 'x'.repeat(i) })) }],
  ])('%s: is what JSON.parse reads', (_, value) => {
    expect(JSON.parse(reportText(value))).toEqual(value);
  });

  test('small objects and lists stand on one line', () => {
    expect(reportText({ name: 'x'.repeat(150), ref: { kind: 'Pod', name: 'a' }, list: ['a', 'b'] })).toBe(
      `{\n  "name": "${'x'.repeat(150)}",\n  "ref": {"kind": "Pod", "name": "a"},\n  "list": ["a", "b"]\n}\n`,
    );
  });

  test('control characters reach no terminal', () => {
    expect(reportText({ a: '\u001b[2J\u009b' })).toBe('{"a": "\\u001b[2J\\u009b"}\n');
  });
});

test('five broken Services among many are less than 8 kB, with --only-problems', async () => {
  const namespace = 'team-00';
  const name = (i: number) => `api-${String(i).padStart(4, '0')}`;
  const podOf = (i: number, ready: 'True' | 'False', extra = {}) =>
    pod(`${name(i)}-7d9f8c6b54-x2x5q`, {
      namespace,
      labels: { app: name(i) },
      ips: [`10.1.${i}.1`],
      ready,
      ...extra,
    });
  const serviceOf = (i: number, spec = {}) =>
    service(
      { selector: { app: name(i) }, ports: [{ name: 'http', port: 80, targetPort: 8080 }], ...spec },
      { name: name(i), namespace },
    );
  const waiting = {
    statuses: [
      {
        name: 'app',
        ready: false,
        restartCount: 9,
        state: {
          waiting: { reason: 'CrashLoopBackOff', message: 'back-off 5m0s restarting failed container' },
        },
      },
    ],
  };
  const broken: Raw[] = [
    serviceOf(1, { selector: { app: 'Api-0001' } }),
    podOf(1, 'True'),
    serviceOf(2, { selector: { app: 'nothing' } }),
    serviceOf(3, { ports: [{ name: 'http', port: 80, targetPort: 'web' }] }),
    podOf(3, 'True'),
    ...[4, 5].flatMap((i) => [serviceOf(i), podOf(i, 'False', waiting)]),
  ];
  const healthy = Array.from({ length: 50 }, (_, i) => [serviceOf(i + 10), podOf(i + 10, 'True')]).flat();
  const report = await evaluateObjects(...publish(node(), ...broken, ...healthy));
  expect(report.summary).toMatchObject({ services: 55, unavailable: 5 });
  const style = { width: null, color: false, headers: true };
  const text = renderReport(
    withoutHealthy({ ...report, services: report.services.map((one) => ({ ...one, backends: null })) }),
    'json',
    style,
    'check',
  );
  expect(text.length).toBeLessThan(8000);
});
