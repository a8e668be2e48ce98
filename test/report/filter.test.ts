import { describe, expect, test } from 'vitest';
import type { Report, ServiceReport, Status } from '../../src/model/report/endpoints-report.ts';
import {
  ORDER_NAMES,
  type Order,
  STATUSES,
  sortedBy,
  withoutRules,
  withStatus,
} from '../../src/report/filter.ts';
import { publish } from '../support/controllers.ts';
import { evaluateObjects, evaluateSnapshot, snapshotWithout } from '../support/evaluate.ts';
import { endpoints, node, pod, selectorless, service } from '../support/objects.ts';

type Fields = Partial<Pick<ServiceReport, 'status' | 'ready' | 'age' | 'namespace'>>;

/** A report on Services that differ in these fields only. */
async function reportOn(services: Record<string, Fields>): Promise<Report> {
  const {
    services: [one],
    ...report
  } = await evaluateObjects(service());
  const all = Object.entries(services).map(([name, fields]) => ({
    ...(one as ServiceReport),
    name,
    ...fields,
  }));
  return { ...report, services: all };
}

const ready = (routable: number, backends: number) => ({ ready: { routable, backends } });
const order = async (by: Order, services: Record<string, Fields>) =>
  sortedBy(await reportOn(services), by).services.map(({ name }) => name);

describe('the order', () => {
  test('by name: the namespace first', async () => {
    const namespaces = {
      b: { namespace: 'x' },
      a: { namespace: 'y' },
      c: { namespace: 'x' },
      B: { namespace: 'x' },
    };
    expect(await order('name', namespaces)).toEqual(['B', 'b', 'c', 'a']);
  });

  test('by status: the worst first', async () => {
    const statuses: Status[] = ['Healthy', 'ExternalName', 'Unknown', 'Degraded', 'Unavailable'];
    const services = Object.fromEntries(statuses.map((status, i) => [`s${i}`, { status }]));
    expect(await order('status', services)).toEqual(['s4', 's3', 's2', 's1', 's0']);
    expect(STATUSES.toSorted()).toEqual(statuses.toSorted());
  });

  test('by ready: the smallest share first, none at all last', async () => {
    const services = {
      a: { ready: null },
      b: ready(2, 2),
      c: ready(1, 2),
      d: ready(1, 10),
      e: ready(0, 3),
      f: ready(0, 0),
      g: { ready: null },
      h: ready(5, 5),
    };
    expect(await order('ready', services)).toEqual(['e', 'f', 'd', 'c', 'b', 'h', 'a', 'g']);
  });

  test('by age: the youngest first, unknown last', async () => {
    const services = { a: { age: null }, b: { age: 500 }, c: { age: 0 }, d: { age: null }, e: { age: 70 } };
    expect(await order('age', services)).toEqual(['c', 'e', 'b', 'a', 'd']);
  });

  test.each(ORDER_NAMES)('by %s: equal ones by name, the given report is left as it is', async (by) => {
    const report = await reportOn({ c: {}, a: {}, b: { namespace: 'a' } });
    const before = structuredClone(report);
    const sorted = sortedBy(report, by);
    expect(sorted.services.map(({ name }) => name)).toEqual(['b', 'a', 'c']);
    expect(report).toEqual(before);
    expect({ ...sorted, services: [] }).toEqual({ ...report, services: [] });
  });
});

const alias = selectorless({ type: 'ExternalName', externalName: 'x.example.com' }, { name: 'alias' });
const mixed = () =>
  evaluateObjects(
    ...publish(
      service({ selector: { app: 'none' } }, { name: 'broken' }),
      service({ selector: { app: 'none' } }, { name: 'web', namespace: 'x' }),
      service({}, { name: 'web' }),
      service({ type: 'LoadBalancer' }, { name: 'half' }),
      node(),
      pod(),
      alias,
    ),
    endpoints([], { name: 'orphan' }),
  );

describe('by status', () => {
  const shown = ({ services, findings }: Report) => ({
    services: services.map(({ namespace, name }) => `${namespace}/${name}`),
    findings: findings.map(({ rule, service }) => `${rule} ${service}`),
  });

  test('none is all', async () => {
    const report = await mixed();
    expect(withStatus(report, [])).toEqual(report);
    expect(report.findings.map(({ service }) => service)).toContain(null);
  });

  test('of several', async () => {
    const report = withStatus(await mixed(), ['Unavailable', 'ExternalName']);
    expect(shown(report)).toEqual({
      services: ['default/alias', 'default/broken', 'x/web'],
      findings: ['selector-matches-no-pods broken', 'selector-matches-no-pods web'],
    });
    expect(report.summary).toEqual({
      ...{ services: 3, healthy: 0, degraded: 0, unavailable: 2, externalName: 1, unknown: 0 },
      ...{ errors: 2, warnings: 0, infos: 0 },
    });
  });

  test('the findings of Services of the same name are theirs', async () => {
    const report = withStatus(await mixed(), ['Healthy']);
    expect(shown(report)).toEqual({
      services: ['default/half', 'default/web'],
      findings: ['load-balancer-pending half'],
    });
  });

  test('what was skipped stays', async () => {
    const report = evaluateSnapshot(
      await snapshotWithout({ Pod: 'no' }, ...publish(service(), node(), pod())),
    );
    expect(report.skipped).not.toEqual([]);
    expect(withStatus(report, ['Healthy'])).toMatchObject({ services: [], skipped: report.skipped });
  });
});

describe('without rules', () => {
  test('none', async () => {
    const report = await mixed();
    expect(withoutRules(report, new Set())).toBe(report);
  });

  test('nowhere a trace of them, but in the status', async () => {
    const report = await mixed();
    const without = withoutRules(report, new Set(['selector-matches-no-pods', 'orphan-endpoints']));
    expect(without.findings.map(({ rule }) => rule)).toEqual(['load-balancer-pending']);
    expect(without.services.flatMap(({ findings }) => findings)).toEqual(['load-balancer-pending']);
    expect(without.services.map(({ status }) => status)).toEqual(report.services.map(({ status }) => status));
    expect(without.summary).toEqual({ ...report.summary, errors: 0, warnings: 1 });
  });

  test('in rows too', async () => {
    const report = await evaluateObjects(...publish(service(), node(), pod('a1', { ready: 'False' })));
    const rows = ({ services }: Report) => services[0]?.backends?.map(({ findings }) => findings);
    expect(rows(report)).toEqual([['pod-not-ready']]);
    expect(rows(withoutRules(report, new Set(['pod-not-ready'])))).toEqual([[]]);
    const listless = { ...report, services: report.services.map((one) => ({ ...one, backends: null })) };
    expect(withoutRules(listless, new Set(['x'])).services[0]?.backends).toBeNull();
  });

  test('nor that they were skipped', async () => {
    const report = evaluateSnapshot(
      await snapshotWithout({ Pod: 'no' }, ...publish(service(), node(), pod())),
    );
    const rules = (one: Report) => one.skipped.map(({ rule }) => rule);
    expect(rules(report)).toContain('pod-not-ready');
    expect(rules(withoutRules(report, new Set(['pod-not-ready'])))).toEqual(
      rules(report).filter((rule) => rule !== 'pod-not-ready'),
    );
  });
});
