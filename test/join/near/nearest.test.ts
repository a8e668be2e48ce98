import { describe, expect, test } from 'vitest';
import { decode } from '../../../src/decode/decode.ts';
import { editDistance, labelDifferences } from '../../../src/join/near/label-distance.ts';
import { NearestLabels } from '../../../src/join/near/nearest.ts';
import type { Pod } from '../../../src/model/objects/pod.ts';
import type { Workload } from '../../../src/model/objects/workload.ts';
import { pod, workload } from '../../support/objects.ts';

type Labels = Record<string, string>;
const podWith = (name: string, labels: Labels, phase = 'Running') =>
  decode(pod(name, { labels, phase }), 'default') as Pod;
const templateWith = (name: string, labels: Labels, controlled = false) => {
  const ownerReferences = controlled ? [{ kind: 'Deployment', name: 'x', uid: '1', controller: true }] : [];
  return decode(
    workload('ReplicaSet', name, { labels, metadata: { ownerReferences } }),
    'default',
  ) as Workload;
};

const declared = () => 'declared' as const;

const namesOf = (selector: Labels, pods: Pod[], workloads: Workload[] = []) =>
  new NearestLabels(pods, workloads)
    .find(selector, declared)
    .map(({ name, otherPods: alike }) => `${name}+${alike}`);

describe('order', () => {
  test('fewer differences first', () => {
    const pods = [podWith('two', { app: 'x', tier: 'y' }), podWith('one', { app: 'web', tier: 'y' })];
    expect(namesOf({ app: 'web', tier: 'front' }, pods)).toEqual(['one+0', 'two+0']);
  });

  test('then the values that are spelled most alike', () => {
    const pods = [podWith('a-far', { app: 'postgres' }), podWith('b-near', { app: 'wbe' })];
    expect(namesOf({ app: 'web' }, pods)).toEqual(['b-near+0', 'a-far+0']);
  });

  test('a missing key and another value are equally near, and a misspelled value is nearer', () => {
    const pods = [
      podWith('b-missing', { app: 'web' }),
      podWith('a-other', { app: 'web', tier: 'backend' }),
      podWith('z-typo', { app: 'web', tier: 'fornt' }),
    ];
    const selector = { app: 'web', tier: 'front' };
    expect(namesOf(selector, pods)).toEqual(['z-typo+0', 'a-other+0', 'b-missing+0']);
    const [typo, other, missing] = new NearestLabels(pods, []).find(selector, declared);
    expect(other?.rank).toEqual(missing?.rank);
    expect(other?.rank).not.toEqual(typo?.rank);
  });

  test('Pods that have the ports before those that do not', () => {
    const pods = [podWith('a-lacks', { app: 'web', tier: 'x' }), podWith('b-has', { app: 'web' })];
    const [first] = new NearestLabels(pods, []).find({ app: 'web', tier: 'front' }, (containers) =>
      containers === pods[1]?.containers ? 'declared' : 'missing',
    );
    expect(first).toMatchObject({ name: 'b-has', ports: 'declared' });
  });

  test('then by name', () => {
    const pods = [podWith('b', { app: 'wex' }), podWith('a', { app: 'wey' })];
    expect(namesOf({ app: 'web' }, pods)).toEqual(['a+0', 'b+0']);
  });
});

describe('who counts', () => {
  test('of very many Pods, those that share a label before those that share none', () => {
    const others = Array.from({ length: 600 }, (_, i) => podWith(`a${i}`, { app: `other-${i}` }));
    const pods = [...others, podWith('z', { app: 'elsewhere', tier: 'front' })];
    expect(namesOf({ app: 'web', tier: 'front' }, pods)[0]).toBe('z+0');
  });

  test('Pods with the same differences once', () => {
    const pods = [podWith('a', { app: 'x', n: '1' }), podWith('b', { app: 'x', n: '2' })];
    expect(namesOf({ app: 'web' }, pods)).toEqual(['a+1']);
  });

  test('no finished Pods', () => {
    const pods = [podWith('a', { app: 'x' }, 'Succeeded'), podWith('b', { app: 'x' }, 'Failed')];
    expect(namesOf({ app: 'web' }, pods)).toEqual([]);
  });

  test('nobody without any of the keys', () => {
    expect(namesOf({ app: 'web' }, [podWith('a', { tier: 'x' }), podWith('b', {})])).toEqual([]);
  });

  test('templates, but those of a ReplicaSet only where nobody controls it', () => {
    const workloads = [
      templateWith('own', { app: 'wbe' }),
      templateWith('of-deployment', { app: 'wex' }, true),
    ];
    expect(namesOf({ app: 'web' }, [], workloads)).toEqual(['own+0']);
  });

  test('a template beside its Pods is not one more', () => {
    expect(namesOf({ app: 'web' }, [podWith('a', { app: 'x' })], [templateWith('t', { app: 'x' })])).toEqual([
      'a+0',
    ]);
  });
});

test.each([
  [
    { app: 'x' },
    [
      { key: 'app', wanted: 'web', has: 'x', similar: null, typo: null },
      { key: 'tier', wanted: 'b', has: null, similar: null, typo: null },
    ],
  ],
  [
    { tier: 'b', App: 'x' },
    [{ key: 'app', wanted: 'web', has: null, similar: { key: 'App', value: 'x' }, typo: null }],
  ],
  [
    { tier: 'b', name: 'web' },
    [{ key: 'app', wanted: 'web', has: null, similar: { key: 'name', value: 'web' }, typo: 0 }],
  ],
  [{ tier: 'b', app: '' }, [{ key: 'app', wanted: 'web', has: '', similar: null, typo: null }]],
])('the differences of %j', (labels, differences) => {
  expect(
    new NearestLabels([podWith('a', labels as unknown as Labels)], []).find(
      { app: 'web', tier: 'b' },
      declared,
    )[0]?.differences,
  ).toEqual(differences);
});

test.each<[string, Labels, Labels, boolean]>([
  ['a typing error', { app: 'nginx' }, { app: 'ngnix' }, true],
  ['another application', { app: 'web' }, { app: 'postgres' }, false],
  ['case', { app: 'MyApp' }, { app: 'myapp' }, true],
  ['a label too many', { app: 'web', tier: 'x' }, { app: 'web' }, true],
  ['one of three', { a: '1', b: '2', c: '3' }, { a: '1' }, false],
  ['the key renamed', { app: 'web' }, { 'app.kubernetes.io/name': 'web' }, true],
])('close: %s', (_, selector, labels, close) => {
  expect(new NearestLabels([podWith('a', labels)], []).find(selector, declared)[0]?.close).toBe(close);
});

test.each<[string, Labels, Labels, boolean]>([
  ['two letters swapped', { app: 'nginx' }, { app: 'ngnix' }, true],
  ['case', { app: 'MyApp' }, { app: 'myapp' }, true],
  ['two of six letters', { app: 'worker' }, { app: 'wroekr' }, true],
  ['three letters', { app: 'ts-login-service' }, { app: 'ts-train-service' }, false],
  ['most of a short value', { tier: 'web' }, { tier: 'api' }, false],
  ['another number', { shard: 'shard-1' }, { shard: 'shard-2' }, false],
  ['another version', { version: '1.10.0' }, { version: '1.1.0' }, false],
  ['a key that is missing', { app: 'web' }, { tier: 'x' }, false],
  ['the key renamed', { app: 'web' }, { 'app.kubernetes.io/name': 'web' }, true],
])('a typing error: %s', (_, selector, labels, typo) => {
  expect(labelDifferences(selector, labels)[0]?.typo != null).toBe(typo);
});

test.each([
  ['', '', 0],
  ['web', 'web', 0],
  ['web', 'wbe', 1],
  ['nginx', 'ngnix', 1],
  ['abcd', 'badc', 2],
  ['web', '', 3],
  ['web', 'we', 1],
  ['a', 'b', 1],
  ['app-aaab-server', 'app-aaab-sevrer', 1],
  ['xabcy', 'xbacdy', 2],
  ['aab', 'ab', 1],
  ['abc', 'ca', 3],
])('from %j to %j: %d', (a, b, distance) => {
  expect(editDistance(a, b)).toBe(distance);
  expect(editDistance(b, a)).toBe(distance);
  for (const most of [0, 1, 2, 3]) expect(editDistance(a, b, most) <= most, `${most}`).toBe(distance <= most);
});
