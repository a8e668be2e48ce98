import { describe, expect, test } from 'vitest';
import { decode } from '../../../src/decode/decode.ts';
import { editDistance } from '../../../src/join/near/label-distance.ts';
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

const namesOf = (selector: Labels, pods: Pod[], workloads: Workload[] = []) =>
  new NearestLabels(pods, workloads).find(selector).map(({ name, otherPods: alike }) => `${name}+${alike}`);

describe('order', () => {
  test('fewer differences first', () => {
    const pods = [podWith('two', { app: 'x', tier: 'y' }), podWith('one', { app: 'web', tier: 'y' })];
    expect(namesOf({ app: 'web', tier: 'front' }, pods)).toEqual(['one+0', 'two+0']);
  });

  test('then the values that are spelled most alike', () => {
    const pods = [podWith('a-far', { app: 'postgres' }), podWith('b-near', { app: 'wbe' })];
    expect(namesOf({ app: 'web' }, pods)).toEqual(['b-near+0', 'a-far+0']);
  });

  test('a value of another spelling is nearer than a key that is missing', () => {
    const pods = [podWith('a-missing', { app: 'web' }), podWith('b-other', { app: 'web', tier: 'backend' })];
    expect(namesOf({ app: 'web', tier: 'front' }, pods)).toEqual(['b-other+0', 'a-missing+0']);
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
      { key: 'app', wanted: 'web', has: 'x', similar: null },
      { key: 'tier', wanted: 'b', has: null, similar: null },
    ],
  ],
  [{ tier: 'b', App: 'x' }, [{ key: 'app', wanted: 'web', has: null, similar: { key: 'App', value: 'x' } }]],
  [
    { tier: 'b', name: 'web' },
    [{ key: 'app', wanted: 'web', has: null, similar: { key: 'name', value: 'web' } }],
  ],
  [{ tier: 'b', app: '' }, [{ key: 'app', wanted: 'web', has: '', similar: null }]],
])('the differences of %j', (labels, differences) => {
  expect(
    new NearestLabels([podWith('a', labels as unknown as Labels)], []).find({ app: 'web', tier: 'b' })[0]
      ?.differences,
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
  expect(new NearestLabels([podWith('a', labels)], []).find(selector)[0]?.close).toBe(close);
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
])('from %j to %j: %d', (a, b, distance) => {
  expect(editDistance(a, b)).toBe(distance);
  expect(editDistance(b, a)).toBe(distance);
});
