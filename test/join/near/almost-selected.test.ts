import { expect, test } from 'vitest';
import { join } from '../../../src/join/join.ts';
import { lookUpPods } from '../../../src/join/lookup/pod-lookup.ts';
import { snapshotOf, snapshotWithout } from '../../support/evaluate.ts';
import { pod, type Raw, service } from '../../support/objects.ts';

type Labels = Record<string, string>;

/** `web: app a/b`: the Service, the label key, the selector's value and the Pod's; then how many Pods it selects. */
async function almost(labels: Labels, ...others: Raw[]): Promise<string[]> {
  const { services, cluster } = join(await snapshotOf(pod('p', { labels }), ...others));
  const [found] = lookUpPods(
    { services, cluster },
    cluster.all('Pod').filter(({ name }) => name === 'p'),
  );
  return (found?.almostSelectedBy ?? []).map(
    ({ service: { name }, difference: { key, wanted, has }, pods }) =>
      `${name}: ${key} ${wanted}/${has} ${pods}`,
  );
}

const selecting = (name: string, selector: Labels | null) => service({ selector }, { name });

test.each<[string, Labels, Raw[], string[]]>([
  ['a typing error', { app: 'wbe' }, [selecting('s', { app: 'web' })], ['s: app web/wbe 0']],
  ['upper case', { app: 'Web' }, [selecting('s', { app: 'web' })], ['s: app web/Web 0']],
  ['a label too few', { app: 'web' }, [selecting('s', { app: 'web', tier: 'x' })], ['s: tier x/null 0']],
  [
    'another key',
    { 'app.kubernetes.io/name': 'web' },
    [selecting('s', { app: 'web' })],
    ['s: app web/null 0'],
  ],
  ['something else', { app: 'db' }, [selecting('s', { app: 'web' })], []],
  ['two labels off', { app: 'wbe', tier: 'y' }, [selecting('s', { app: 'web', tier: 'x', a: 'b' })], []],
  ['selected: it is not almost', { app: 'web' }, [selecting('s', { app: 'web' })], []],
  ['no selector', { app: 'web' }, [selecting('s', null), selecting('t', {})], []],
  [
    'a name',
    { app: 'wbe' },
    [service({ type: 'ExternalName', externalName: 'x.example', selector: { app: 'web' } }, { name: 's' })],
    [],
  ],
  [
    'another namespace',
    { app: 'wbe' },
    [service({ selector: { app: 'web' } }, { name: 's', namespace: 'shop' })],
    [],
  ],
  [
    'one of several is mistyped',
    { app: 'wbe' },
    [
      selecting('s', { app: 'web' }),
      pod('q', { labels: { app: 'web' } }),
      pod('r', { labels: { app: 'web' } }),
    ],
    ['s: app web/wbe 2'],
  ],
  [
    'selected elsewhere: a Service with Pods of its own means others',
    { app: 'a', part: 'worker' },
    [
      selecting('own', { app: 'a', part: 'worker' }),
      selecting('s', { app: 'a', part: 'front' }),
      pod('q', { labels: { app: 'a', part: 'front' } }),
    ],
    [],
  ],
  [
    'selected elsewhere: a Service without Pods may mean it as well',
    { app: 'a', part: 'worker' },
    [selecting('own', { app: 'a', part: 'worker' }), selecting('s', { app: 'a', part: 'front' })],
    ['s: part front/worker 0'],
  ],
  [
    'finished Pods do not count',
    { app: 'wbe' },
    [selecting('s', { app: 'web' }), pod('q', { labels: { app: 'web' }, phase: 'Succeeded' })],
    ['s: app web/wbe 0'],
  ],
])('%s', async (_, labels, others, expected) => {
  expect(await almost(labels, ...others)).toEqual(expected);
});

test('of a finished Pod nothing is said', async () => {
  const { services, cluster } = join(
    await snapshotOf(selecting('s', { app: 'web' }), pod('p', { labels: { app: 'wbe' }, phase: 'Failed' })),
  );
  expect(lookUpPods({ services, cluster }, cluster.all('Pod'))[0]?.almostSelectedBy).toEqual([]);
});

test('where Pods are unread, nobody counts them', async () => {
  const snapshot = await snapshotWithout(
    {},
    selecting('s', { app: 'web' }),
    pod('p', { labels: { app: 'wbe' } }),
  );
  const unread = snapshot.readings.map((one) =>
    one.kind === 'Pod' ? { ...one, extent: 'unread' as const, reason: 'forbidden' } : one,
  );
  const { services, cluster } = join({ ...snapshot, readings: unread });
  expect(lookUpPods({ services, cluster }, cluster.all('Pod'))[0]?.almostSelectedBy).toMatchObject([
    { pods: null },
  ]);
});

test('Pods with the same labels are compared once', async () => {
  const pods = ['p', 'q'].map((name) => pod(name, { labels: { app: 'wbe' } }));
  const joined = join(await snapshotOf(...pods, selecting('s', { app: 'web' })));
  const [p, q] = lookUpPods(joined, joined.cluster.all('Pod'));
  expect(p?.almostSelectedBy).toHaveLength(1);
  expect(q?.almostSelectedBy).toBe(p?.almostSelectedBy);
});
