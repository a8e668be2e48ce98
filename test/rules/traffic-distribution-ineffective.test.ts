import { expect, test } from 'vitest';
import { statusText } from '../../src/render/text/cells.ts';
import {
  evaluateObjects,
  evaluateSnapshot,
  onlyFinding,
  snapshotWithout,
  verdicts,
} from '../support/evaluate.ts';
import {
  CONTROLLER,
  endpoint,
  endpoints,
  headless,
  node,
  pod,
  type Raw,
  service,
  slice,
  subset,
} from '../support/objects.ts';

const RULE = 'traffic-distribution-ineffective';
const found = [`info ${RULE} Service/web`];
const spread = (spec: object = {}) => service({ trafficDistribution: 'PreferSameZone', ...spec });
const toPod = (name: string, hints: object | null, more: object = {}) => ({
  ...more,
  nodeName: 'n1',
  hints,
  targetRef: { kind: 'Pod', namespace: 'default', name },
});
const zones = (...names: string[]) => ({ forZones: names.map((name) => ({ name })) });
const nodes = (...names: string[]) => ({ forNodes: names.map((name) => ({ name })) });
const world = (web: Raw, ...hints: (object | null)[]) => [
  web,
  node('n1', { zone: 'za' }),
  ...hints.map((_, at) => pod(`a${at}`, { ips: [`10.0.0.${at}`] })),
  endpoints([subset(hints.map((_, at) => `10.0.0.${at}`))]),
  slice(
    hints.map((hint, at) => endpoint(`10.0.0.${at}`, 'TTF', toPod(`a${at}`, hint))),
    { managedBy: CONTROLLER },
  ),
];

const cases: [string, Raw[], string[]][] = [
  ['no wish', world(service(), null), []],
  ['a hint for each', world(spread(), zones('za'), zones('za')), []],
  ['one lacks a hint', world(spread(), zones('za'), null), found],
  ['all lack hints', world(spread(), null), found],
  ['no Node is in the zone', world(spread(), zones('zb')), found],
  ['one hint names the zone of a Node', world(spread(), zones('za'), zones('zb')), []],
  ['hints for Nodes', world(spread(), nodes('n1'), nodes('n2')), []],
  ['hints for Nodes that are not there', world(spread(), nodes('n9')), found],
  ['some for Nodes, some for zones', world(spread(), nodes('n1'), zones('za')), found],
];

test.each(cases)('%s', async (_, objects, expected) => {
  expect(verdicts(await evaluateObjects(...objects))).toEqual(expected);
});

test('DNS knows no hints', async () => {
  const report = await evaluateObjects(...world(spread(headless), null));
  expect(verdicts(report)).not.toContain(found[0]);
});

test('it names the endpoint', async () => {
  const report = await evaluateObjects(...world(spread(), zones('za'), null));
  expect(onlyFinding(report, RULE)).toMatchObject({
    message: 'trafficDistribution: PreferSameZone of Service web has no effect: endpoints lack hints',
    detail: ['without a hint: 10.0.0.1 (Pod a1), which has no zone'],
  });
});

test('Nodes that were not read may be in the zone', async () => {
  const report = evaluateSnapshot(
    await snapshotWithout({ Node: 'forbidden' }, ...world(spread(), zones('zb'))),
  );
  expect(verdicts(report)).toEqual([]);
});

test('where hints are in effect, a row says whose clients it serves', async () => {
  const report = await evaluateObjects(...world(spread(), zones('za'), zones('zb', 'zc')));
  const [service] = report.services;
  const rows = service?.backends?.filter(({ pod }) => pod !== null);
  expect(rows?.map(statusText)).toEqual(['routed from za', 'routed from zb and 1 more']);
  expect(service?.facts).toContainEqual({
    label: 'Distribution',
    lines: ['PreferSameZone, topology hints are in effect'],
  });
});

test('where they are not, it serves all', async () => {
  const report = await evaluateObjects(...world(spread(), zones('za'), null));
  const [service] = report.services;
  const rows = service?.backends?.filter(({ pod }) => pod !== null);
  expect(rows?.map(statusText)).toEqual(['routed', 'routed']);
  expect(service?.facts).toContainEqual({
    label: 'Distribution',
    lines: ['PreferSameZone, has no effect'],
  });
});
