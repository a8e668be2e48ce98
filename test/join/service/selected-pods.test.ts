import { describe, expect, test } from 'vitest';
import type { Obstacle } from '../../../src/model/view/selected-pod.ts';
import { publish } from '../../support/controllers.ts';
import { viewOf } from '../../support/evaluate.ts';
import {
  dualStack,
  manifest,
  node,
  pod,
  type Raw,
  service,
  toNamed,
  workload,
} from '../../support/objects.ts';

describe('selection', () => {
  const labels = (labels: Record<string, string>) => pod('a1', { labels });
  test.each<[string, Record<string, string> | null, Raw, boolean]>([
    ['all labels', { app: 'a', tier: 'b' }, labels({ app: 'a', tier: 'b', more: 'c' }), true],
    ['one of two', { app: 'a', tier: 'b' }, labels({ app: 'a' }), false],
    ['another value', { app: 'a' }, labels({ app: 'A' }), false],
    ['an empty value', { app: '' }, labels({ app: '' }), true],
    ['an empty value, the key missing', { app: '' }, labels({}), false],
    ['a key that every object has', { constructor: 'a' }, labels({}), false],
    ['another namespace', { app: 'a' }, pod('a1', { namespace: 'other' }), false],
    ['an empty selector selects nothing', {}, labels({ app: 'a' }), false],
    ['no selector', null, labels({ app: 'a' }), false],
  ])('%s', async (_, selector, given, selected) => {
    expect((await viewOf(service({ selector }), given)).pods).toHaveLength(selected ? 1 : 0);
  });

  test('who has one label of each of two others is not selected', async () => {
    const pods = [
      pod('a1', { labels: { app: 'a', tier: 'x' } }),
      pod('a2', { labels: { app: 'b', tier: 'b' } }),
    ];
    expect((await viewOf(service({ selector: { app: 'a', tier: 'b' } }), ...pods)).pods).toEqual([]);
  });

  test('who is alive is neither finished nor terminating', async () => {
    const pods = [
      pod('a1'),
      pod('a2', { phase: 'Failed' }),
      pod('a3', { deleted: true }),
      pod('a4', { ready: 'False' }),
    ];
    const view = await viewOf(service(), ...pods);
    expect([view.pods.length, view.live.length]).toEqual([4, 2]);
  });
});

const named = service(toNamed());
const pnr = service({ publishNotReadyAddresses: true });
const gone = { node: 'gone' };
const all = { ...gone, ready: 'False', ips: [] as string[] } as const;

/** The obstacles of a Pod in order: each case has all later ones too. */
const ladder: [string, Raw[], Obstacle | null][] = [
  ['finished', [named, node(), pod('a1', { ...all, phase: 'Succeeded', deleted: true })], 'finished'],
  ['Failed', [named, node(), pod('a1', { ...all, phase: 'Failed', deleted: true })], 'finished'],
  ['terminating', [named, node(), pod('a1', { ...all, deleted: true })], 'terminating'],
  ['no address', [named, node(), pod('a1', all)], 'noAddress'],
  ['the Node is missing', [named, node(), pod('a1', { ...gone, ready: 'False' })], 'nodeMissing'],
  ['not ready', [named, node(), pod('a1', { ready: 'False' })], 'notReady'],
  ['not resolved', [named, node(), pod('a1', { ips: ['fd00::1'] })], 'unresolved'],
  ['no address of the family', [service(), node(), pod('a1', { ips: ['fd00::1'] })], 'familyUnserved'],
  ['one family of two is enough', [service(dualStack), node(), pod()], null],
  ['all is well', [service(), node(), pod()], null],
  [
    'publishNotReadyAddresses: neither the Node nor readiness counts',
    [pnr, node(), pod('a1', { ...gone, ready: 'False' })],
    null,
  ],
  ['publishNotReadyAddresses: an address does', [pnr, node(), pod('a1', all)], 'noAddress'],
];

test.each(ladder)('the first obstacle: %s', async (_, objects, obstacle) => {
  expect((await viewOf(...publish(...objects))).pods[0]?.obstacle).toBe(obstacle);
});

test('where no Node was read, none is missing', async () => {
  const objects = publish(service(), node(), pod()).filter(({ kind }) => kind !== 'Node');
  expect((await viewOf(...objects)).pods[0]?.obstacle).toBeNull();
});

describe('publication', () => {
  test('a Pod that belongs in the slices and is in none', async () => {
    const published = publish(service(), node(), pod());
    const { pods } = await viewOf(...published, pod('a2', { ips: ['10.0.0.2'] }));
    expect(pods.map(({ obstacle }) => obstacle)).toEqual([null, 'unpublished']);
  });

  test('in the slices for one port of two', async () => {
    const two = service({
      ports: [
        { name: 'a', port: 1 },
        { name: 'b', port: 2 },
      ],
    });
    const [, , , , slice] = publish(service({ ports: [{ name: 'a', port: 1 }] }), node(), pod());
    const { pods } = await viewOf(two, node(), pod(), slice as Raw);
    expect(pods[0]?.obstacle).toBe('unpublished');
  });

  test('is not checked where slices are unread, or for a manifest', async () => {
    expect((await viewOf(service(), node(), pod())).pods[0]?.obstacle).toBeNull();
    expect(
      (await viewOf(manifest(service()), manifest(workload('Deployment', 'a')))).pods[0]?.obstacle,
    ).toBeNull();
  });
});
