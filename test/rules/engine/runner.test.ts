import { readdirSync } from 'node:fs';
import { join as joinPath } from 'node:path';
import { describe, expect, test } from 'vitest';
import { join } from '../../../src/join/join.ts';
import { RULES } from '../../../src/rules/engine/catalogue.ts';
import { evidenceRequest, mayBeLag, runRules } from '../../../src/rules/engine/runner.ts';
import { publish } from '../../support/controllers.ts';
import { snapshotOf } from '../../support/evaluate.ts';
import { endpoints, node, pod, type Raw, selectorless, service, subset } from '../../support/objects.ts';

const filesIn = (folder: string) => readdirSync(joinPath(import.meta.dirname, folder));

describe('the catalogue', () => {
  test('one rule, one file, one test, of the same name', () => {
    const names = RULES.map(({ name }) => name).sort();
    const filesOf = (folder: string) => filesIn(folder).filter((file) => file.endsWith('.ts'));
    expect(filesOf('../../../src/rules').sort()).toEqual(names.map((name) => `${name}.ts`));
    expect(filesOf('..').sort()).toEqual(names.map((name) => `${name}.test.ts`));
  });

  test.each(RULES)('the severities of $name are in order, the highest first', ({ severities }) => {
    const all = ['error', 'warning', 'info'] as const;
    expect(severities).toEqual(all.filter((one) => severities.includes(one)));
  });
});

const judged = async (time: string | null, ...objects: Raw[]) =>
  runRules(join({ ...(await snapshotOf(...objects)), time }));

test('evidence is read once, of the namespaces and kinds that the findings ask for', async () => {
  const down = pod('a1', { ready: 'False' });
  const elsewhere = [service({}, { namespace: 'x' }), pod('b', { namespace: 'x', labels: {} })];
  const wanted = evidenceRequest(await judged(null, ...publish(service(), node(), down, ...elsewhere)));
  expect([...(wanted?.kinds ?? [])].map(([namespace, kinds]) => [namespace, [...kinds]])).toEqual([
    ['default', ['Event']],
    ['x', ['Pod', 'Workload', 'Event']],
  ]);
  expect(wanted?.selectors).toEqual([{ app: 'a' }]);
});

test('nothing found, nothing wanted', async () => {
  expect(evidenceRequest(await judged(null, ...publish(service(), node(), pod())))).toBe(null);
});

describe('a claim that a controller lags, about a change that is', () => {
  const written = (managedFields: object[]) => [
    selectorless(),
    endpoints([subset(['192.0.2.1'])], { managedFields }),
  ];
  const changed = [{ time: '2026-01-02T00:00:00Z' }];
  test.each<[string, string | null, Raw[], boolean]>([
    ['9 s old', '2026-01-02T00:00:09Z', written(changed), true],
    ['10 s old', '2026-01-02T00:00:10Z', written(changed), false],
    ['from the future', '2026-01-01T23:59:59Z', written(changed), true],
    ['from a file: no clock', null, written(changed), false],
    ['the Service, made after it', '2026-01-01T00:00:05Z', written([{ time: '2025-01-01T00:00:00Z' }]), true],
    [
      'no claim of that kind',
      '2026-01-02T00:00:01Z',
      publish(service(), node(), pod('a1', { ready: 'False' })),
      false,
    ],
  ])('%s', async (_, time, objects, lag) => {
    expect(mayBeLag(await judged(time, ...objects), time)).toBe(lag);
  });
});
