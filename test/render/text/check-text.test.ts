/** The text of `check`: in full, or above 20 findings on a terminal a line each. */
import { describe, expect, test } from 'vitest';
import { renderReport } from '../../../src/render/render-report.ts';
import { publish } from '../../support/controllers.ts';
import { evaluateObjects } from '../../support/evaluate.ts';
import { node, pod, type Raw, service, toNamed } from '../../support/objects.ts';

/** Services without Pods, and one with two Pods that lack its port and one with two Pods that are not ready. */
function objects(broken: number): Raw[] {
  const two = (app: string, ready: 'True' | 'False', first: number) =>
    [1, 2].map((n) => pod(`${app}-${n}`, { labels: { app }, ready, ips: [`10.0.${first}.${n}`] }));
  return publish(
    ...Array.from({ length: broken }, (_, i) =>
      service({ selector: { app: `none-${i}` } }, { name: `gone-${String(i).padStart(2, '0')}` }),
    ),
    service({ ...toNamed(), selector: { app: 'u' } }, { name: 'unresolved', namespace: 'default' }),
    service({ selector: { app: 'd' } }, { name: 'down' }),
    node(),
    ...two('u', 'True', 1),
    ...two('d', 'False', 2),
  );
}

const lines = async (broken: number, width: number | null, format: 'table' | 'wide' = 'table') => {
  const report = await evaluateObjects(...objects(broken));
  return renderReport(report, format, { width, color: false, headers: true }, 'check').trimEnd().split('\n');
};

describe('more than 20 findings', () => {
  test('on a terminal: a line each, the first of the report last, and totals of what is printed', async () => {
    const printed = await lines(30, 100);
    expect(printed.slice(0, 32).map((line) => line.split(/ {2,}/).slice(0, 3))).toEqual([
      ['error', 'target-port-unresolved', 'default/unresolved'],
      ...Array.from({ length: 30 }, (_, i) => [
        'error',
        'selector-matches-no-pods',
        `default/gone-${String(29 - i).padStart(2, '0')}`,
      ]),
      ['error', 'pod-not-ready', 'default/down'],
    ]);
    expect(printed.slice(32)).toEqual([
      '',
      '  1 error    pod-not-ready             2 Pods in 1 namespace',
      '  30 errors  selector-matches-no-pods  30 Services in 1 namespace',
      '  1 error    target-port-unresolved    2 Pods in 1 namespace',
      '',
      '32 Services: 32 unavailable; 32 errors, 0 warnings, 0 infos',
      'Details: -n NAMESPACE, the name of a Service, or -o wide',
    ]);
  });

  test.each([40, 60, 80, 100, 120, 200])('%i columns are enough for every line', async (width) => {
    for (const line of await lines(30, width)) expect(line.length).toBeLessThanOrEqual(width);
  });

  test('the sentence is shortened where there is room for a part of it, and no name is', async () => {
    expect((await lines(30, 94))[1]).toMatch(
      /^error {2}selector-matches-no-pods {2}default\/gone-29 {5}Service gone-29 selects .*…$/,
    );
    expect((await lines(30, 80))[0]).toBe('error  target-port-unresolved    default/unresolved');
  });

  test('it is not cut within a character', async () => {
    const lone = /[\ud800-\udbff](?![\udc00-\udfff])/;
    const ports = [{ port: 80, targetPort: '🦊'.repeat(100) }];
    const odd = publish(
      service({ ports, selector: { app: 'odd' } }, { name: 'odd' }),
      pod('odd', { labels: { app: 'odd' } }),
    );
    const report = await evaluateObjects(...objects(30), ...odd);
    for (const width of [120, 121, 122, 123]) {
      const text = renderReport(report, 'table', { width, color: false, headers: true }, 'check');
      expect(text).toContain('🦊…');
      expect(text).not.toMatch(lone);
    }
  });

  test.each([
    ['in a pipe', null, 'table'],
    ['with -o wide', 100, 'wide'],
  ] as const)('%s: in full', async (_, width, format) => {
    const printed = await lines(30, width, format);
    expect(printed.filter((line) => line.startsWith('Service default/'))).toHaveLength(32);
  });
});

test('20 findings: in full', async () => {
  const printed = await lines(18, 100);
  expect(printed.filter((line) => line.startsWith('Service default/'))).toHaveLength(20);
});

test('the summary counts the findings as they are printed, and their Pods', async () => {
  expect((await lines(0, null)).at(-1)).toBe(
    '2 Services: 2 unavailable; 2 errors on 4 Pods, 0 warnings, 0 infos',
  );
  expect((await lines(1, null)).at(-1)).toBe('3 Services: 3 unavailable; 3 errors, 0 warnings, 0 infos');
});
