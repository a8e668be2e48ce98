import { describe, expect, test } from 'vitest';
import { publish } from '../support/controllers.ts';
import {
  evaluateObjects,
  evaluateSnapshot,
  onlyFinding,
  onlyService,
  snapshotWithout,
  verdicts,
} from '../support/evaluate.ts';
import { event, headless, node, pod, type Raw, selectorless, service, workload } from '../support/objects.ts';

const RULE = 'selector-matches-no-pods';
const found = [`error ${RULE} Service/web`];

const cases: [string, Raw[], string[]][] = [
  ['a Pod has the labels', [service(), node(), pod()], []],
  ['no Pod at all', [service()], found],
  ['another label', [service(), pod('a1', { labels: { app: 'b' } })], found],
  ['one label too many', [service({ selector: { app: 'a', tier: 'web' } }), pod()], found],
  ['the Pod is in another namespace', [service(), pod('a1', { namespace: 'other' })], found],
  ['the value is empty, the key missing', [service({ selector: { tier: '' } }), pod()], found],
  ['headless', [service({ ...headless, ports: [] })], found],
  ['only finished Pods', [service(), node(), pod('a1', { phase: 'Succeeded' })], found],
  ['a finished Pod beside a living one', [service(), node(), pod('a1', { phase: 'Failed' }), pod('a2')], []],
  ['no selector', [selectorless({ ...headless, ports: [] })], ['error endpoints-missing Service/web']],
  [
    'ExternalName, where it is another finding',
    [service({ type: 'ExternalName', externalName: 'a.example.com' })],
    ['warning external-name-ignores-selector Service/web'],
  ],
  [
    'a workload is scaled to zero',
    [service(), workload('Deployment', 'a', { replicas: 0 })],
    ['info scaled-to-zero Service/web'],
  ],
  [
    'a manifest selects a Pod template',
    [service({}, { uid: '' }), workload('Deployment', 'a', { metadata: { uid: '' } })],
    [],
  ],
];

test.each(cases)('%s', async (_, objects, expected) => {
  expect(verdicts(await evaluateObjects(...publish(...objects)))).toEqual(expected);
});

describe('evidence', () => {
  const evidenceOf = async (...objects: Raw[]) =>
    onlyFinding(await evaluateObjects(...publish(...objects)), RULE);

  test('the labels, and what comes nearest to them', async () => {
    const two = service({ selector: { app: 'web', tier: 'front' } });
    const near = pod('near', { labels: { app: 'wbe', tier: 'front' } });
    const twin = pod('twin', { labels: { app: 'wbe', tier: 'front', more: 'x' } });
    const far = pod('far', { labels: { app: 'db' } });
    const finding = await evidenceOf(two, far, near, twin);
    expect(finding.message).toBe('Service web selects app=web,tier=front, but no Pod has these labels');
    expect(finding.detail).toEqual(['nearest: Pod near (1 more like it): app is "wbe", not "web"']);
    expect(finding.remedy).toMatchObject({ kind: 'fix', text: 'set app: wbe' });
    expect(finding.fix).toBe(`kubectl -n default patch service web -p '{"spec":{"selector":{"app":"wbe"}}}'`);
  });

  test('a label that no template has is set by something that runs: no change', async () => {
    const two = service({ selector: { app: 'a', role: 'replica' } });
    const owner = { ownerReferences: [{ kind: 'StatefulSet', name: 'a', uid: '1', controller: true }] };
    const [first, second] = ['a-0', 'a-1'].map((name, index) =>
      pod(name, { labels: { app: 'a', ...(index === 0 ? { role: 'master' } : {}) }, metadata: owner }),
    );
    for (const more of [[workload('StatefulSet', 'a')], []]) {
      const { detail, remedy } = await evidenceOf(two, first as Raw, second as Raw, ...more);
      expect(detail).toContain('no Pod template of the namespace has the label role; Pods have "master"');
      expect(remedy).toMatchObject({ kind: 'next', command: 'kubectl -n default get pods -L role' });
    }
  });

  test('a label that an operator sets', async () => {
    const labels = { app: 'a' };
    const owner = (kind: string, name: string) => ({
      ownerReferences: [{ kind, name, uid: '1', controller: true }],
    });
    const { remedy } = await evidenceOf(
      service({ selector: { app: 'a', role: 'replica' } }),
      workload('StatefulSet', 'a', { labels, metadata: owner('PostgresCluster', 'pg') }),
      pod('a-0', { labels, metadata: owner('StatefulSet', 'a') }),
    );
    expect(remedy.text).toContain('so PostgresCluster pg must');
  });

  test('a Pod template', async () => {
    const { detail, remedy } = await evidenceOf(
      service(),
      workload('StatefulSet', 'db', { labels: { app: 'A' } }),
    );
    expect(detail).toEqual([
      'nearest: the Pod template of StatefulSet db: app is "A", not "a" (letter case)',
      'tried and rejected: set app: A (the finding would remain)',
    ]);
    expect(remedy.kind).toBe('next');
  });

  test('finished Pods, with phase and reason', async () => {
    const evicted = pod('a2', { phase: 'Failed', reason: 'Evicted' });
    const { message, detail } = await evidenceOf(service(), pod('a1', { phase: 'Succeeded' }), evicted);
    expect(message).toBe('Service web selects app=a, but all 2 Pods with these labels are finished');
    expect(detail).toEqual(['Pod a1 is Succeeded', 'Pod a2 is Failed (Evicted)']);
  });

  test('a workload that cannot create its Pods', async () => {
    const quota = {
      type: 'ReplicaFailure',
      status: 'True',
      reason: 'FailedCreate',
      message: 'exceeded quota',
    };
    const { detail } = await evidenceOf(service(), workload('ReplicaSet', 'a', { conditions: [quota] }));
    expect(detail).toContain('ReplicaSet a cannot create its Pods (FailedCreate): exceeded quota');
  });

  test('nothing is near', async () => {
    const { detail, fix } = await evidenceOf(service(), pod('b1', { labels: { tier: 'web' } }));
    expect(detail).toEqual(['the only Pod in the namespace has no label with this key']);
    expect(fix).toBe('kubectl -n default get pods --show-labels');
  });
});

describe('the remedy', () => {
  const remedyOf = async (...objects: Raw[]) =>
    onlyFinding(await evaluateObjects(...publish(node(), ...objects)), RULE).remedy;
  const named = [{ port: 80, targetPort: 'http', protocol: 'TCP' }];
  const http = [{ name: 'http', containerPort: 8080 }];
  const selecting = (
    selector: object,
    spec: Record<string, unknown> = {},
    metadata: Record<string, unknown> = {},
  ) => service({ selector, ...spec }, metadata);
  const ofWorkload = (name: string, labels: Record<string, string>, ports: object[] = []) => [
    workload('Deployment', name, { labels, ports: ports as Record<string, unknown>[] }),
    workload('ReplicaSet', `${name}-1`, {
      labels,
      metadata: { ownerReferences: [{ kind: 'Deployment', name, uid: '1', controller: true }] },
    }),
    pod(`${name}-1-x`, {
      labels,
      ports: ports as Record<string, unknown>[],
      metadata: { ownerReferences: [{ kind: 'ReplicaSet', name: `${name}-1`, uid: '1', controller: true }] },
    }),
  ];

  const fix = (text: string) => ({ kind: 'fix', tested: true, text });
  const next = (text: unknown) => ({ kind: 'next', tested: false, text });

  test.each<[string, Raw[], object]>([
    ['a typing error', [selecting({ app: 'web' }), ...ofWorkload('w', { app: 'wbe' })], fix('set app: wbe')],
    [
      'a typing error, and the Pods lack the port',
      [selecting({ app: 'web' }, { ports: named }), ...ofWorkload('w', { app: 'wbe' })],
      next(expect.stringContaining('select labels of an existing Pod template')),
    ],
    [
      'two typing errors that are equally near',
      [selecting({ app: 'web' }), ...ofWorkload('v', { app: 'wbe' }), ...ofWorkload('w', { app: 'ewb' })],
      next('Deployment v and Deployment w are equally near: select the labels of one of them'),
    ],
    [
      'two that are equally near, and one has the port',
      [
        selecting({ app: 'web' }, { ports: named }),
        ...ofWorkload('v', { app: 'wbe' }),
        ...ofWorkload('w', { app: 'ewb' }, http),
      ],
      fix('set app: ewb'),
    ],
    [
      'one label too many',
      [
        selecting({ app: 'web', tier: 'front' }),
        ...ofWorkload('w', { app: 'web' }),
        ...ofWorkload('db', { app: 'db', tier: 'back' }),
      ],
      fix('remove tier'),
    ],
    [
      'one label too many, without which another workload is selected: the template lacks it',
      [
        selecting({ app: 'shop', component: 'web' }, { ports: named }),
        ...ofWorkload('shop-web', { app: 'shop' }, http),
        ...ofWorkload('shop-task', { app: 'shop', component: 'task' }),
      ],
      next(
        'add component: web to the labels in the Pod template of Deployment shop-web, if the Service should select its Pods',
      ),
    ],
    [
      'another value, of Pods that have the port: they may be another variant',
      [
        selecting({ app: 'pg', role: 'replica' }, { ports: named }),
        ...ofWorkload('pg', { app: 'pg', role: 'primary' }, http),
      ],
      next(expect.stringContaining('select labels of an existing Pod template')),
    ],
    [
      'another value, which the Service has as its own label',
      [
        selecting({ app: 'web', tier: 'front' }, { ports: named }, { labels: { tier: 'edge' } }),
        ...ofWorkload('w', { app: 'web', tier: 'edge' }, http),
      ],
      fix('set tier: edge'),
    ],
    [
      'another value under a key that differs in letter case',
      [selecting({ App: 'web' }), ...ofWorkload('db', { app: 'db' })],
      next(expect.stringContaining('select labels of an existing Pod template')),
    ],
    [
      'a short word of the value is another one',
      [selecting({ app: 'db-rw' }), ...ofWorkload('db-ro', { app: 'db-ro' })],
      next(expect.stringContaining('select labels of an existing Pod template')),
    ],
    [
      'a word with another beginning may be its opposite',
      [selecting({ app: 'db', ha: 'active' }), ...ofWorkload('db', { app: 'db', ha: 'inactive' })],
      next(expect.stringContaining('select labels of an existing Pod template')),
    ],
    [
      'a similar value, of the Pods of another Service',
      [
        selecting({ app: 'users' }, {}, { name: 'users' }),
        selecting({ app: 'user' }, {}, { name: 'user' }),
        ...ofWorkload('user', { app: 'user' }),
      ],
      next(expect.stringContaining('select labels of an existing Pod template')),
    ],
    [
      'one label too many, without which it selects what another Service does',
      [
        selecting({ app: 'shop', part: 'worker' }),
        selecting({ app: 'shop' }, {}, { name: 'shop' }),
        ...ofWorkload('shop', { app: 'shop' }),
        ...ofWorkload('db', { app: 'db', part: 'db' }),
      ],
      next(
        'add part: worker to the labels in the Pod template of Deployment shop, if the Service should select its Pods',
      ),
    ],
    [
      'one label too many, without which it selects the Pods of another Service',
      [
        selecting({ app: 'shop', part: 'worker' }),
        selecting({ app: 'shop', layer: 'web' }, {}, { name: 'shop' }),
        ...ofWorkload('shop', { app: 'shop', layer: 'web' }),
        ...ofWorkload('db', { app: 'db', part: 'db' }),
      ],
      next(
        'add part: worker to the labels in the Pod template of Deployment shop, if the Service should select its Pods',
      ),
    ],
    [
      'a release of that name, whose Pods declare no port',
      [selecting({ app: 'shop' }), ...ofWorkload('db', { 'app.kubernetes.io/instance': 'shop' })],
      next(
        'add app: shop to the labels in the Pod template of Deployment db, if the Service should select its Pods',
      ),
    ],
    [
      'a typing error, and the Pods belong to a Job',
      [
        selecting({ app: 'web' }),
        pod('job-x', {
          labels: { app: 'wbe' },
          metadata: { ownerReferences: [{ kind: 'Job', name: 'job', uid: '1', controller: true }] },
        }),
      ],
      next(expect.stringContaining('select labels of an existing Pod template')),
    ],
    [
      'the hash of a ReplicaSet, which a controller adds',
      [
        selecting({ app: 'api', 'rollouts-pod-template-hash': '7d9f' }),
        ...ofWorkload('api', { app: 'api', 'rollouts-pod-template-hash': '6c8d' }),
      ],
      next(expect.stringContaining('see why nothing sets rollouts-pod-template-hash')),
    ],
    [
      'the hash of a template that no controller of Kubernetes has',
      [
        selecting({ app: 'api', 'rollouts-pod-template-hash': '7d9f' }),
        { ...workload('Rollout', 'api', { labels: { app: 'api' } }), apiVersion: 'argoproj.io/v1alpha1' },
      ],
      next(expect.stringContaining('so Rollout api must')),
    ],
    [
      'a label that a custom resource gives its Pods',
      [
        selecting({ cluster: 'db', role: 'primary' }),
        pod('db-1', {
          labels: { cluster: 'db', role: 'replica' },
          metadata: { ownerReferences: [{ kind: 'Cluster', name: 'db', uid: '1', controller: true }] },
        }),
      ],
      next(expect.stringContaining('so Cluster db must')),
    ],
    [
      'another value, of Pods that declare no port',
      [selecting({ app: 'web', tier: 'front' }), ...ofWorkload('w', { app: 'web', tier: 'edge' })],
      next(expect.stringContaining('select labels of an existing Pod template')),
    ],
    [
      'another value, by which another Service selects',
      [
        selecting({ app: 'shop', part: 'cart' }, { ports: named }),
        selecting({ app: 'shop', part: 'pay' }, { ports: named }, { name: 'pay' }),
        ...ofWorkload('pay', { app: 'shop', part: 'pay' }, http),
      ],
      next(expect.stringContaining('select labels of an existing Pod template')),
    ],
    [
      'a typing error that two workloads share',
      [selecting({ app: 'web' }), ...ofWorkload('v', { app: 'wbe' }), ...ofWorkload('w', { app: 'wbe' })],
      next(expect.stringContaining('select labels of an existing Pod template')),
    ],
    [
      'the workload cannot create its Pods',
      [selecting({ app: 'web' }), workload('ReplicaSet', 'w', { labels: { app: 'web' } })],
      next('see why ReplicaSet w has no Pods'),
    ],
    [
      'an ordinal that the StatefulSet lacks',
      [
        selecting({ 'statefulset.kubernetes.io/pod-name': 'db-2' }),
        workload('StatefulSet', 'db', { labels: { app: 'db' }, replicas: 2 }),
      ],
      next('select a Pod that StatefulSet db has'),
    ],
  ])('%s', async (_, objects, remedy) => {
    expect(await remedyOf(...objects)).toMatchObject(remedy);
  });

  test('the ordinals that there are', async () => {
    const { detail } = onlyFinding(
      await evaluateObjects(
        selecting({ 'statefulset.kubernetes.io/pod-name': 'db-7' }),
        workload('StatefulSet', 'db', { labels: { app: 'db' }, replicas: 5 }),
      ),
      RULE,
    );
    expect(detail).toContain('StatefulSet db has 5 replicas: db-0 to db-4');
  });
});

test('Pods unread: skipped, and Unknown only while something is routed', async () => {
  const unread = { Pod: 'pods is forbidden' };
  const report = evaluateSnapshot(await snapshotWithout(unread, ...publish(service(), node(), pod())));
  expect(report.findings).toEqual([]);
  expect(report.skipped).toContainEqual({ rule: RULE, reason: 'pods is forbidden' });
  expect(onlyService(report).status).toBe('Unknown');
});

test('workloads unread: found, and the evidence says what may be behind it', async () => {
  const report = evaluateSnapshot(await snapshotWithout({ Workload: 'forbidden' }, ...publish(service())));
  expect(onlyFinding(report, RULE).detail).toContain(
    'a workload may be scaled to zero, but workloads could not be read: forbidden',
  );
  expect(report.skipped.map(({ rule }) => rule)).toEqual(['scaled-to-zero', 'stateful-set-without-names']);
});

describe('a workload that cannot create its Pods', () => {
  const refused = (message: string) => ({
    conditions: [{ type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate', message }],
  });
  const quota = 'pods "a" is forbidden: exceeded quota';
  const detailOf = async (...objects: Raw[]) =>
    onlyFinding(await evaluateObjects(...publish(service(), ...objects)), RULE).detail;

  test('is told once, though its ReplicaSet says the same', async () => {
    const owner = { ownerReferences: [{ kind: 'Deployment', name: 'web', uid: '1', controller: true }] };
    const detail = await detailOf(
      workload('Deployment', 'web', refused(quota)),
      workload('ReplicaSet', 'web-1', { ...refused(quota), metadata: owner }),
    );
    expect(detail.filter((line) => line.includes(quota))).toEqual([
      `Deployment web cannot create its Pods (FailedCreate): ${quota}`,
    ]);
  });

  test('a StatefulSet tells it by an Event', async () => {
    const set = workload('StatefulSet', 'web');
    expect(await detailOf(set, event(set, 'FailedCreate', quota))).toContain(
      `StatefulSet web cannot create its Pods (FailedCreate): ${quota}`,
    );
  });

  test.each([
    ['https://web.default.svc:443/mutate', true],
    ['https://web.other.svc:443/mutate', false],
    ['https://web-2.default.svc:443/mutate', false],
  ])('the webhook at %s is served by the Service: %s', async (url, own) => {
    const message = `failed calling webhook "a.example": Post "${url}?timeout=10s": no endpoints available`;
    const detail = await detailOf(workload('Deployment', 'web', refused(message)));
    expect(detail.some((line) => line.includes('this Service itself serves'))).toBe(own);
  });
});
