import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { main } from '../../../src/cli/main.ts';
import { readCluster } from '../../../src/cluster/reading/read-cluster.ts';
import { join } from '../../../src/join/join.ts';
import { statusError } from '../../../src/kube/errors/status-error.ts';
import { ConnectionError } from '../../../src/model/errors.ts';
import type { Kind } from '../../../src/model/objects/kinds.ts';
import type { JsonReport } from '../../../src/model/report/json-report.ts';
import type { ClusterSnapshot } from '../../../src/model/snapshot.ts';
import { evidenceRequest, mayBeLag, runRules } from '../../../src/rules/engine/runner.ts';
import { errorLineOf } from '../../support/connections.ts';
import { publish } from '../../support/controllers.ts';
import { evaluateSnapshot, onlyService, verdicts } from '../../support/evaluate.ts';
import { ioWithStdin } from '../../support/fake-io.ts';
import {
  CHANGED,
  CONTROLLER,
  endpoint,
  endpoints,
  event,
  headless,
  ingress,
  networkPolicy,
  node,
  pod,
  type Raw,
  selectorless,
  service,
  slice,
  subset,
  workload,
} from '../../support/objects.ts';
import { run } from '../../support/run-main.ts';
import { serve } from '../../support/servers/api-server.ts';
import { FakeCluster } from '../../support/servers/fake-cluster.ts';

const named = (...names: string[]) => ({ namespace: 'default', names, selector: '' });
const all = { namespace: 'default', names: [], selector: '' };
const everywhere = { namespace: null, names: [], selector: '' };

const hostNode = (name: string): Raw => {
  const made = node(name);
  return { ...made, metadata: { ...made.metadata, labels: { 'kubernetes.io/hostname': name } } };
};
/** A Service with a ready Pod on each of several Nodes. */
const onNodes = (count: number, spec: Record<string, unknown> = {}) => {
  const names = Array.from({ length: count }, (_, i) => `n${i + 1}`);
  const pods = names.map((name, i) => pod(`a${i + 1}`, { ips: [`10.0.0.${i + 1}`], node: name }));
  return publish(service(spec), ...names.map(hostNode), ...pods);
};

/** Reads a cluster, runs the rules and reads the evidence of their findings, as commands do. */
async function inspect(cluster: FakeCluster, query: Parameters<typeof readCluster>[1]) {
  const result = await readCluster(cluster, query);
  const wanted = evidenceRequest(runRules(join(result.snapshot)));
  const snapshot = wanted === null ? result.snapshot : await result.evidence(wanted);
  return { snapshot, report: evaluateSnapshot(snapshot), missing: result.missing };
}

/** Two Nodes with or without the hostname label, and one that does not exist. */
describe('Nodes that their label does not find are asked for by name', () => {
  const other = {
    ...node('n2'),
    metadata: { ...node('n2').metadata, labels: { 'kubernetes.io/hostname': 'x' } },
  };
  const pods = ['n1', 'n2', 'gone'].map((name, i) =>
    pod(`a${i + 1}`, { ips: [`10.0.0.${i + 1}`], node: name }),
  );
  const objects = publish(service(), hostNode('n1'), other, ...pods);

  test.each([
    ['by name', named('web')],
    ['over a namespace', all],
    ['over all namespaces', everywhere],
  ])('%s', async (_, query) => {
    const { report, snapshot } = await inspect(new FakeCluster(...objects), query);
    expect(snapshot.objects.Node.map(({ name }) => name).sort()).toEqual(['n1', 'n2']);
    expect(verdicts(report)).toEqual(['warning node-missing Pod/a3']);
  });
});

describe('what is asked of the server for one Service that is healthy', () => {
  const alias = selectorless({ type: 'ExternalName', externalName: 'db.example.com' });

  test.each<[string, Raw[], number, number]>([
    ['on 1 Node', onNodes(1), 6, 2],
    ['on 3 Nodes', onNodes(3), 6, 2],
    ['on 12 Nodes', onNodes(12), 6, 2],
    ['headless', publish(service({ ...headless, ports: [] }), hostNode('n1'), pod()), 6, 2],
    ['with a Local policy', onNodes(2, { internalTrafficPolicy: 'Local' }), 6, 2],
    ['without a selector', publish(selectorless(), endpoints([subset(['192.0.2.1'])])), 4, 2],
    ['ExternalName', [alias], 3, 1],
  ])('%s', async (_, objects, requests, rounds) => {
    const cluster = new FakeCluster(...objects);
    const { report } = await inspect(cluster, named('web'));
    expect(verdicts(report)).toEqual([]);
    expect(onlyService(report).status).toMatch(/^(Healthy|ExternalName)$/);
    expect({ requests: cluster.requests.length, rounds: cluster.rounds.length }).toEqual({
      requests,
      rounds,
    });
  });

  test('the paths', async () => {
    const cluster = new FakeCluster(...onNodes(1));
    await inspect(cluster, named('web'));
    expect(cluster.rounds.map((round) => round.map(decode))).toEqual([
      [
        '/api/v1/namespaces/default/services/web',
        '/api/v1/namespaces/default/endpoints/web',
        '/apis/discovery.k8s.io/v1/namespaces/default/endpointslices?limit=500&labelSelector=kubernetes.io/service-name=web',
      ],
      [
        '/api/v1/namespaces/default/pods?limit=500&labelSelector=app=a',
        '/apis/networking.k8s.io/v1/namespaces/default/networkpolicies?limit=500',
        '/api/v1/nodes/n1',
      ],
    ]);
  });
});

const decode = (path: string) => decodeURIComponent(path).replaceAll('+', ' ');

describe('Nodes', () => {
  const nodesAsked = async (...objects: Raw[]) => {
    const cluster = new FakeCluster(...objects);
    const { report } = await inspect(cluster, named('web'));
    return { asked: cluster.requests.map(decode).filter((path) => path.includes('/nodes')), report };
  };

  test('several at once, by their hostname label', async () => {
    const { asked } = await nodesAsked(...onNodes(3));
    expect(asked).toEqual(['/api/v1/nodes?limit=500&labelSelector=kubernetes.io/hostname in (n1,n2,n3)']);
  });

  test('those with another label follow by name', async () => {
    const [web, n1, , n3, ...rest] = onNodes(3);
    const { asked, report } = await nodesAsked(web as Raw, n1 as Raw, node('n2'), n3 as Raw, ...rest);
    expect(asked.slice(1)).toEqual(['/api/v1/nodes/n2']);
    expect(report.findings).toEqual([]);
  });

  test('more than a hundred: all of them in one list', async () => {
    expect((await nodesAsked(...onNodes(101))).asked).toEqual(['/api/v1/nodes?limit=500']);
  });

  test('twelve, together', async () => {
    expect((await nodesAsked(...onNodes(12))).asked).toEqual([expect.stringContaining('in (n1,n2,')]);
  });

  test('twelve of which the label finds none: all of them instead of one by one', async () => {
    const unlabelled = onNodes(12).map((object) =>
      object.kind === 'Node' ? { ...object, metadata: { ...object.metadata, labels: {} } } : object,
    );
    const { asked, report } = await nodesAsked(...unlabelled);
    expect(asked).toEqual([expect.stringContaining('in (n1,n2,'), '/api/v1/nodes?limit=500']);
    expect(verdicts(report)).toEqual([]);
  });

  test('a Local policy needs all of them', async () => {
    const objects = [...onNodes(1, { internalTrafficPolicy: 'Local' }), node('other')];
    const { asked, report } = await nodesAsked(...objects);
    expect(asked).toContain('/api/v1/nodes?limit=500');
    expect(verdicts(report)).toEqual(['warning nodes-without-local-endpoints Service/web']);
  });

  test.each([1, 3])('one of %i is missing', async (count) => {
    const objects = onNodes(count).filter(({ kind, metadata }) => kind !== 'Node' || metadata.name !== 'n1');
    const withoutIt = publish(...objects.filter(({ kind }) => !/^Endpoint/.test(kind)));
    const { report } = await nodesAsked(...withoutIt);
    expect(verdicts(report)).toEqual([`${count === 1 ? 'error' : 'warning'} node-missing Pod/a1`]);
  });
});

/** The ways in which a server refuses a request. */
const faults: [string, Error, string | RegExp][] = [
  [
    'forbidden',
    statusError(
      403,
      JSON.stringify({ kind: 'Status', reason: 'Forbidden', message: 'it is forbidden: User "x"' }),
    ),
    'it is forbidden: User "x"',
  ],
  ['absent', statusError(404, '404 page not found'), 'the server could not find the requested resource'],
  ['failed', statusError(500, 'etcdserver: leader changed'), /etcdserver: leader changed/],
  [
    'unreachable',
    new ConnectionError('net/http: request canceled (Client.Timeout exceeded)'),
    /Client.Timeout exceeded/,
  ],
];

const KEPT: [Kind, RegExp][] = [
  ['Endpoints', /\/endpoints(\/|\?|$)/],
  ['EndpointSlice', /\/endpointslices/],
  ['Pod', /\/pods/],
  ['Node', /\/nodes/],
  ['NetworkPolicy', /\/networkpolicies/],
  ['Ingress', /\/ingresses/],
  ['Workload', /\/apps\/v1\//],
  ['Workload', /\/deployments/],
  ['Workload', /\/replicationcontrollers/],
  ['Workload', /\/cronjobs/],
  ['Event', /\/events/],
  ['APIGroup', /^\/apis$/],
];

/** Objects of all kinds, in one namespace. */
const broken: [string, Raw[]][] = [
  ['healthy', onNodes(1)],
  ['healthy, three Nodes', onNodes(3)],
  ['by hand', publish(selectorless(), endpoints([subset(['192.0.2.1'])]))],
  ['not ready', publish(service(), hostNode('n1'), pod('a1', { ready: 'False' }))],
  ['no Pods', publish(service(), workload('Deployment', 'a', { labels: { app: 'b' } }))],
  ['scaled to zero', publish(service(), workload('Deployment', 'a', { replicas: 0 }))],
  ['isolated', [...onNodes(1), networkPolicy('np')]],
  [
    'stale',
    [selectorless(), slice([endpoint('10.0.0.1', 'uuu', { targetRef: { kind: 'Pod', name: 'gone' } })])],
  ],
  ['Node missing', publish(service(), pod())],
  [
    'not published',
    [service(), hostNode('n1'), pod(), endpoints([]), slice(null, { managedBy: CONTROLLER })],
  ],
];
const queries = [
  ['by name', named('web')],
  ['a namespace', all],
  ['all namespaces', everywhere],
] as const;

/** Queries with one refused resource each, if they read it at all. */
const refusable = await Promise.all(
  queries.flatMap(([how, query]) =>
    broken.map(async ([name, objects]) => {
      const cluster = new FakeCluster(...objects);
      const { report } = await inspect(cluster, query);
      const kept = KEPT.filter(([, path]) => cluster.requests.some((asked) => path.test(asked)));
      return kept.map(([kind, path]) => ({ how, query, name, objects, kind, path, full: report }));
    }),
  ),
);

describe.each(faults)('%s', (_, error, reason) => {
  test.each(refusable.flat())('$how, $name, $path', async ({ query, objects, kind, path, full }) => {
    const outcomes = [1, 2, 3, 4].map((order) =>
      inspect(new FakeCluster(...objects).refuse(path, error).answering(order), query),
    );
    const [{ report, snapshot }, ...others] = (await Promise.all(outcomes)) as [Inspected, ...Inspected[]];
    for (const other of others) expect(other.report).toEqual(report);
    expect(verdicts(full)).toEqual(expect.arrayContaining(verdicts(report).filter(isClaim)));
    expect(unread(snapshot, kind)).toEqual([
      typeof reason === 'string' ? reason : expect.stringMatching(reason),
    ]);
    const lost = verdicts(full).filter((verdict) => !verdicts(report).includes(verdict));
    for (const verdict of lost)
      expect(report.skipped.map(({ rule }) => rule)).toContain(verdict.split(' ')[1]);
  });
});

/** A finding that no Pod exists holds without workloads; its evidence says that they are unread. */
function isClaim(verdict: string): boolean {
  return verdict !== 'error selector-matches-no-pods Service/web';
}

type Inspected = Awaited<ReturnType<typeof inspect>>;

function unread({ readings }: ClusterSnapshot, wanted: Kind): string[] {
  const found = readings.filter(({ kind, extent }) => kind === wanted && extent === 'unread');
  return [...new Set(found.map(({ reason }) => reason))];
}

describe('Services themselves', () => {
  test.each(queries)('%s: without them there is nothing to say', async (_, query) => {
    const cluster = new FakeCluster(...onNodes(1)).refuse(/\/services/, faults[0]?.[1] as Error);
    expect(await errorLineOf(readCluster(cluster, query))).toBe(
      'Error from server (Forbidden): it is forbidden: User "x"',
    );
  });

  test('a name that no Service has is the beginning of one', async () => {
    const [web, ...rest] = onNodes(1);
    const cluster = new FakeCluster(
      web as Raw,
      ...rest,
      service({ selector: { app: 'x' } }, { name: 'other' }),
    );
    const { report } = await inspect(cluster, { ...named('we'), byPrefix: true });
    expect(report.services.map(({ name, status }) => [name, status])).toEqual([['web', 'Healthy']]);
    expect(report.findings).toEqual([]);
  });

  test('a name that nothing begins with', async () => {
    const cluster = new FakeCluster(...onNodes(1));
    expect(await errorLineOf(readCluster(cluster, { ...named('x'), byPrefix: true }))).toBe(
      'Error from server (NotFound): services "x" not found',
    );
  });

  test('a name alone is no beginning where nobody describes', async () => {
    const { report, missing } = await inspect(new FakeCluster(...onNodes(1)), named('we'));
    expect(report.services).toEqual([]);
    expect(missing.map(({ fullMessage }) => fullMessage)).toEqual([
      'Error from server (NotFound): services "we" not found',
    ]);
  });

  test('of several names the missing ones are told, the others shown', async () => {
    const orphan = endpoints([], { name: 'x' });
    const { report, missing } = await inspect(
      new FakeCluster(...onNodes(1), orphan),
      named('web', 'x', 'we'),
    );
    expect(report.findings).toEqual([]);
    expect(report.services.map(({ name }) => name)).toEqual(['web']);
    expect(missing.map(({ fullMessage }) => fullMessage)).toEqual([
      'Error from server (NotFound): services "x" not found',
      'Error from server (NotFound): services "we" not found',
    ]);
  });

  test('by label: what belongs to no Service is not checked', async () => {
    const orphan = endpoints([], { name: 'orphan' });
    const labelled = service({}, { labels: { team: 'x' } });
    const cluster = new FakeCluster(labelled, ...onNodes(1).slice(1), orphan);
    const { report } = await inspect(cluster, { ...all, selector: 'team=x' });
    expect(verdicts(report)).toEqual([]);
    expect(verdicts((await inspect(cluster, all)).report)).toEqual([
      'warning orphan-endpoints Endpoints/orphan',
    ]);
  });

  test('all namespaces: one list for each kind, however many there are', async () => {
    const other = service({}, { namespace: 'x' });
    const cluster = new FakeCluster(
      ...onNodes(1),
      ...publish(other, pod('b', { namespace: 'x' }), hostNode('n1')),
    );
    const { report } = await inspect(cluster, everywhere);
    expect(report.services.map(({ namespace, status }) => [namespace, status])).toEqual([
      ['default', 'Healthy'],
      ['x', 'Healthy'],
    ]);
    expect(cluster.requests.filter((path) => path.includes('/namespaces/'))).toEqual([]);
    expect(cluster.rounds.map(({ length }) => length)).toEqual([7]);
  });

  test('an externalName of another namespace is looked up; kept from us, it is skipped', async () => {
    const alias = selectorless({ type: 'ExternalName', externalName: 'db.other.svc' });
    const rule = 'external-name-target-missing';
    const missing = await inspect(new FakeCluster(alias), named('web'));
    expect(verdicts(missing.report)).toEqual([`error ${rule} Service/web`]);
    const there = new FakeCluster(alias, selectorless({}, { name: 'db', namespace: 'other' }));
    expect(verdicts((await inspect(there, named('web'))).report)).toEqual([]);
    const kept = new FakeCluster(alias).refuse(/other\/services/, faults[0]?.[1] as Error);
    const { report } = await inspect(kept, named('web'));
    expect(report.findings).toEqual([]);
    expect(report.skipped).toContainEqual({ rule, reason: 'it is forbidden: User "x"' });
  });
});

describe('evidence is read in one more round', () => {
  const roundsOf = async (...objects: Raw[]) => {
    const cluster = new FakeCluster(...objects);
    const { report } = await inspect(cluster, named('web'));
    return { more: cluster.rounds.slice(2).map((round) => round.map(decode)), report };
  };

  test('events of a probe that fails', async () => {
    const a1 = pod('a1', {
      ready: 'False',
      containers: [{ name: 'main', readinessProbe: { httpGet: { port: 8080 } } }],
      statuses: [{ name: 'main', ready: false, started: true, state: { running: {} } }],
    });
    const { more, report } = await roundsOf(
      ...publish(service(), hostNode('n1'), a1),
      event(a1, 'Unhealthy', 'Readiness probe failed: 503'),
    );
    expect(more).toEqual([['/api/v1/namespaces/default/events?limit=500&fieldSelector=type=Warning']]);
    expect(report.findings[0]?.detail).toContain('last event: Readiness probe failed: 503');
  });

  const SELECTORS: Record<string, string> = {
    '/api/v1/pods': '&labelSelector=app=a',
    '/api/v1/namespaces/default/events': '&fieldSelector=type=Warning',
  };

  test('Pods and workloads, where no Pod matches', async () => {
    const { more, report } = await roundsOf(
      ...publish(service(), workload('Deployment', 'a', { replicas: 0 })),
    );
    expect(more).toHaveLength(1);
    expect(more[0]?.toSorted()).toEqual(
      [
        '/api/v1/namespaces/default/events',
        '/api/v1/namespaces/default/pods',
        '/api/v1/namespaces/default/replicationcontrollers',
        '/api/v1/pods',
        ...['daemonsets', 'deployments', 'replicasets', 'statefulsets'].map(
          (plural) => `/apis/apps/v1/namespaces/default/${plural}`,
        ),
        ...['cronjobs', 'jobs'].map((plural) => `/apis/batch/v1/namespaces/default/${plural}`),
      ].map((path) => `${path}?limit=500${SELECTORS[path] ?? ''}`),
    );
    expect(verdicts(report)).toEqual(['info scaled-to-zero Service/web']);
  });

  test('slices that no Service has', async () => {
    const { more, report } = await roundsOf(
      selectorless(),
      slice([endpoint('192.0.2.1')], { name: 'lost', service: '' }),
    );
    expect(more.flat()).toEqual([]);
    expect(report.findings[0]?.detail.join()).toContain('EndpointSlice lost has no label');
  });

  test('the groups of the API, where a policy admits nobody', async () => {
    const { more } = await roundsOf(...onNodes(1), networkPolicy('np'));
    expect(more).toEqual([['/apis']]);
  });

  test('what is no list of groups is none that was read', async () => {
    const cluster = new FakeCluster(...onNodes(1), networkPolicy('np'));
    const answer = cluster.answer.bind(cluster);
    cluster.answer = (target) => (target === '/apis' ? {} : answer(target));
    const { snapshot } = await inspect(cluster, named('web'));
    expect(snapshot.readings).toContainEqual({
      kind: 'APIGroup',
      namespace: null,
      extent: 'unread',
      reason: 'GET https://test/apis did not return kind APIGroupList; is it a Kubernetes API server?',
    });
  });
});

describe('a claim that a controller lags', () => {
  const fresh = pod('a1', { metadata: { managedFields: [{ time: CHANGED }] } });
  const late = [service(), hostNode('n1'), fresh, endpoints([]), slice(null, { managedBy: CONTROLLER })];

  test.each([
    ['within ten seconds', '2026-01-02T00:00:09Z', true],
    ['after them', '2026-01-02T00:00:11Z', false],
    ['without a clock', null, false],
  ])('%s', async (_, date, again) => {
    const cluster = new FakeCluster(...late);
    cluster.date = date;
    const { snapshot } = await readCluster(cluster, named('web'));
    expect(mayBeLag(runRules(join(snapshot)), snapshot.time)).toBe(again);
  });

  test('by the latest that the clock of the server showed, whichever answer came last', async () => {
    for (let order = 1; order <= 8; order++) {
      const cluster = new FakeCluster(...late).answering(order);
      const request = cluster.request.bind(cluster);
      cluster.request = async (method, path) => ({
        ...(await request(method, path)),
        date: `2026-01-02T00:00:${path.includes('/endpoints/') ? '12' : '08'}.000Z`,
      });
      const { snapshot } = await readCluster(cluster, named('web'));
      expect(snapshot.time).toBe('2026-01-02T00:00:12.000Z');
    }
  });

  /** Runs a command line against a server whose controllers catch up after a number of requests. */
  async function describeWhile(date: string, catchUpAfter: number) {
    const clusters = [new FakeCluster(...late), new FakeCluster(...onNodes(1))] as const;
    let asked = 0;
    const { url } = await serve((request, response) => {
      const cluster = clusters[asked < catchUpAfter ? 0 : 1];
      asked += 1;
      response
        .writeHead(200, { 'content-type': 'application/json', date: new Date(date).toUTCString() })
        .end(JSON.stringify(cluster.answer(request.url ?? '')));
    });
    const { stdout } = await run(['describe', 'svc', 'web', '--server', url, '-o', 'json']);
    const { findings }: JsonReport = JSON.parse(stdout);
    const found = findings.map(
      ({ severity, name, subject }) => `${severity} ${name} ${subject.kind}/${subject.name}`,
    );
    return { found, asked };
  }

  test.each([
    ['young, and caught up with: read twice, nothing is claimed', '2026-01-02T00:00:05Z', 6, [], 12],
    [
      'young, and still so: read twice, claimed',
      '2026-01-02T00:00:05Z',
      99,
      ['error pod-not-published Pod/a1'],
      // One more for the Events of the controller.
      13,
    ],
    ['old: read once, claimed', '2026-01-02T01:00:00Z', 99, ['error pod-not-published Pod/a1'], 7],
  ])('%s', async (_, date, catchUpAfter, found, asked) => {
    expect(await describeWhile(date, catchUpAfter)).toEqual({ found, asked });
  });

  test('Ctrl-C while a late controller is waited for ends it at once', async () => {
    const cluster = new FakeCluster(...late);
    cluster.date = '2026-01-02T00:00:05Z';
    const { url } = await serve(cluster.listener);
    const controller = new AbortController();
    const io = { ...ioWithStdin(''), interrupted: controller.signal };
    const code = main(['describe', 'svc', 'web', '--server', url], io);
    await expect.poll(() => cluster.requests.length).toBe(6);
    await sleep(200);
    const start = performance.now();
    controller.abort();
    expect(await code).toBe(130);
    expect(performance.now() - start).toBeLessThan(400);
    expect(cluster.requests.length).toBe(6);
  });

  test('a Pod that was deleted a moment ago', async () => {
    const listed = endpoint('10.0.0.1', 'TTF', { nodeName: 'n1', targetRef: { kind: 'Pod', name: 'a1' } });
    const leaving = pod('a1', {
      deleted: true,
      metadata: { deletionGracePeriodSeconds: 30, deletionTimestamp: '2026-01-03T00:00:30Z' },
    });
    const cluster = new FakeCluster(
      service(),
      hostNode('n1'),
      leaving,
      endpoints([]),
      slice([listed], { managedBy: CONTROLLER }),
    );
    cluster.date = '2026-01-03T00:00:01Z';
    const { snapshot } = await readCluster(cluster, named('web'));
    const results = runRules(join(snapshot));
    expect(results.findings.map(({ rule }) => rule.name)).toContain('readiness-out-of-date');
    expect(mayBeLag(results, snapshot.time)).toBe(true);
  });

  test('pod-not-ready is not one', async () => {
    const cluster = new FakeCluster(...publish(service(), hostNode('n1'), pod('a1', { ready: 'False' })));
    cluster.date = '2026-01-02T00:00:01Z';
    const { snapshot } = await readCluster(cluster, named('web'));
    expect(mayBeLag(runRules(join(snapshot)), snapshot.time)).toBe(false);
  });
});

test.each([
  ['one Pod that may be listed and not got', 1, /\/pods\/other0$/],
  ['many that may be listed by label only', 11, /\/pods\?limit=500$/],
])('%s: what the selector matches stays known', async (_, count, refused) => {
  const elsewhere = Array.from({ length: count }, (_, i) =>
    endpoint(`10.9.9.${i}`, 'TTF', { targetRef: { kind: 'Pod', name: `other${i}` } }),
  );
  const cluster = new FakeCluster(...onNodes(1), slice(elsewhere, { name: 'own', managedBy: 'me' }));
  cluster.refuse(refused, statusError(403, ''));
  const { report } = await inspect(cluster, named('web'));
  expect(cluster.requests.filter((path) => refused.test(path))).toHaveLength(1);
  expect(onlyService(report).status).toBe('Healthy');
  expect(report.skipped).toEqual([]);
});

test('half of the Nodes are none', async () => {
  const unpublished = pod('b1', { ips: ['10.0.0.9'], node: 'n2' });
  const cluster = new FakeCluster(...onNodes(1), unpublished, hostNode('n2'));
  expect((await readCluster(cluster, named('web'))).snapshot.objects.Node).toHaveLength(2);
  cluster.refuse(/\/nodes\/n2$/, faults[0]?.[1] as Error);
  const { snapshot } = await readCluster(cluster, named('web'));
  expect(unread(snapshot, 'Node')).toEqual(['it is forbidden: User "x"']);
  expect(snapshot.objects.Node).toEqual([]);
});

describe('what endpoints without a targetRef may be', () => {
  const inner = service(
    { clusterIP: '10.96.0.9', clusterIPs: ['10.96.0.9'] },
    { name: 'inner', namespace: 'b' },
  );
  const requestsOf = async (...objects: Raw[]) => {
    const cluster = new FakeCluster(...objects);
    const { report } = await inspect(cluster, named('web'));
    return {
      report,
      asked: cluster.rounds
        .flat()
        .map(decode)
        .filter((path) => path.includes('fieldSelector')),
    };
  };

  test('a Service of another namespace has the address as its cluster IP', async () => {
    const { report, asked } = await requestsOf(selectorless(), slice([endpoint('10.96.0.9')]), inner);
    expect(asked).toEqual(['/api/v1/services?limit=500&fieldSelector=spec.clusterIP=10.96.0.9']);
    expect(verdicts(report)).toEqual(['error endpoint-is-cluster-ip Service/web']);
  });

  test('a Pod has it, where the Node matters', async () => {
    const { report, asked } = await requestsOf(
      selectorless({ type: 'NodePort', externalTrafficPolicy: 'Local' }),
      slice([endpoint('10.0.0.1')]),
      node(),
      pod(),
    );
    expect(asked).toContain('/api/v1/namespaces/default/pods?limit=500&fieldSelector=status.podIP=10.0.0.1');
    expect(verdicts(report)).toContain('warning endpoint-without-node Service/web');
  });

  test('of many addresses none is asked for', async () => {
    const many = ['1', '2', '3', '4'].map((last) => endpoint(`192.0.2.${last}`));
    expect((await requestsOf(selectorless(), slice(many))).asked).toEqual([]);
  });

  test('a server that knows no such selector, or allows no such list', async () => {
    const message = 'field label not supported: spec.clusterIP';
    const unknown = statusError(400, JSON.stringify({ kind: 'Status', reason: 'BadRequest', message }));
    const cluster = new FakeCluster(selectorless(), slice([endpoint('192.0.2.1')]));
    const { report } = await inspect(cluster.refuse(/fieldSelector=spec.clusterIP/, unknown), named('web'));
    expect(report.skipped).toEqual([]);
    expect(onlyService(report).status).toBe('Healthy');
  });
});

describe('kinds of the whole cluster, for check', () => {
  const shop = ingress('shop', [{ service: { name: 'web', port: { number: 80 } } }], {
    ingressClassName: 'x',
  });
  const asked = async (query: Parameters<typeof readCluster>[1], ...objects: Raw[]) => {
    const cluster = new FakeCluster(...publish(service(), hostNode('n1'), pod()), ...objects);
    const { report } = await inspect(cluster, query);
    const paths = cluster.rounds.flat().map(decode);
    return { report, paths: paths.filter((path) => /ingressclasses|\/namespaces\?/.test(path)) };
  };

  test('IngressClasses, where there is an Ingress', async () => {
    expect((await asked(all)).paths).toEqual([]);
    expect((await asked(named('web'), shop)).paths).toEqual([]);
    const { report, paths } = await asked(all, shop);
    expect(paths).toEqual(['/apis/networking.k8s.io/v1/ingressclasses?limit=500']);
    expect(verdicts(report)).toEqual(['warning ingress-class-missing Ingress/shop']);
  });

  test('Namespaces, where a policy selects some', async () => {
    const peer = { namespaceSelector: { matchLabels: { team: 'x' } } };
    const policy = networkPolicy('np', { ingress: [{ from: [peer] }] });
    expect((await asked(all, policy)).paths).toEqual([]);
    expect((await asked(everywhere, policy)).paths).toEqual(['/api/v1/namespaces?limit=500']);
  });
});
