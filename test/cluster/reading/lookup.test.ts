/** The requests of describe pod, ip and ingress, and their output for kinds that they may not read. */
import { describe, expect, test } from 'vitest';
import { readCluster } from '../../../src/cluster/reading/read-cluster.ts';
import { statusError } from '../../../src/kube/errors/status-error.ts';
import type { LookupSubject } from '../../../src/model/snapshot.ts';
import { publish } from '../../support/controllers.ts';
import { ingress, node, pod, service } from '../../support/objects.ts';
import { run } from '../../support/run-main.ts';
import { serve } from '../../support/servers/api-server.ts';
import { FakeCluster } from '../../support/servers/fake-cluster.ts';

const objects = publish(
  service(),
  pod(),
  pod('b1', { labels: { app: 'b' }, ips: ['10.0.0.2'] }),
  node(),
  ingress('shop', [{ service: { name: 'web', port: { number: 80 } } }]),
);

const forbidden = (plural: string) =>
  statusError(
    403,
    JSON.stringify({
      kind: 'Status',
      reason: 'Forbidden',
      message: `${plural} is forbidden: User "u" cannot list resource "${plural}"`,
    }),
  );

const SIX = ['endpoints', 'endpointslices', 'ingresses', 'networkpolicies', 'pods', 'services'];

async function asked(subject: LookupSubject, namespace: string | null = 'default') {
  const cluster = new FakeCluster(...objects);
  const { snapshot } = await readCluster(cluster, { namespace, names: [], selector: '', subject });
  const plural = (path: string) => /\/v1\/(?:namespaces\/[^/]+\/)?([^?]*)/.exec(path)?.[1] ?? path;
  return { snapshot, rounds: cluster.rounds.map((paths) => paths.map(plural).toSorted()) };
}

describe('asked for', () => {
  const subject = { kind: 'Pod', names: ['a1'], selector: '' } as const;

  test('a Pod: six lists in one round, and its Node', async () => {
    expect((await asked(subject)).rounds).toEqual([SIX, ['nodes/n1']]);
  });

  test('an Ingress: the classes as well', async () => {
    const { rounds } = await asked({ kind: 'Ingress', names: ['shop'], selector: '' });
    expect(rounds).toEqual([[...SIX, 'ingressclasses'].toSorted(), ['nodes/n1']]);
  });

  test('an address: Nodes as well, in one round', async () => {
    for (const namespace of [null, 'default']) {
      const { rounds } = await asked({ kind: 'address', names: ['10.0.0.1'], selector: '' }, namespace);
      expect(rounds).toEqual([[...SIX, 'nodes'].toSorted()]);
    }
  });

  test('by label: what the server says has it', async () => {
    const { snapshot, rounds } = await asked({ kind: 'Pod', names: [], selector: 'app=b' });
    expect([...(snapshot.labelled ?? [])]).toEqual(['default/b1']);
    expect(rounds[1]).toEqual(['nodes/n1', 'pods']);
  });
});

test('a Pod whose neighbor is not Ready: no evidence about the neighbor', async () => {
  const cluster = new FakeCluster(
    ...publish(service(), pod(), pod('a2', { ready: 'False', ips: ['10.0.0.2'] }), node()),
  );
  const { url } = await serve(cluster.listener);
  const events = () => cluster.requests.filter((path) => path.includes('/events'));
  for (const args of [
    ['pod', 'a1'],
    ['ip', '10.0.0.1'],
  ])
    await run(['describe', ...args, '--server', url]);
  expect(events()).toEqual([]);
  await run(['describe', 'pod', 'a2', '--server', url]);
  await run(['describe', 'ip', '10.0.0.2', '--server', url]);
  expect(events().length).toBe(2);
});

async function session(refused: readonly string[], ...argv: string[]) {
  const cluster = new FakeCluster(...objects);
  for (const plural of refused) cluster.refuse(new RegExp(`/${plural}(\\?|$)`), forbidden(plural));
  const { url } = await serve(cluster.listener);
  return run(['describe', ...argv, '--server', url]);
}

describe('who may not list', () => {
  test.each<[string[], string[], number, RegExp, RegExp]>([
    [['services'], ['pod', 'a1'], 1, /^$/, /^Error from server \(Forbidden\): services is forbidden: .*\n$/],
    [['pods'], ['pod'], 1, /^$/, /^Error from server \(Forbidden\): pods is forbidden: .*\n$/],
    [['pods'], ['pod', '-l', 'app=a'], 1, /^$/, /^Error from server \(Forbidden\): pods is forbidden: /],
    [['pods'], ['pod', 'a1'], 0, /a1[\s\S]*routed[\s\S]*Unknown,[\s\S]*pods is forbidden/, /^$/],
    [
      ['pods'],
      ['pod', 'nope'],
      1,
      /^$/,
      /^Error from server \(NotFound\): pods "nope" not found\nWarning: pods is forb/,
    ],
    [
      ['endpointslices'],
      ['pod', 'a1'],
      0,
      /web +80\/TCP +<unknown> .* ready +<unknown>\n[\s\S]*endpointslices is forb/,
      /^$/,
    ],
    [['ingressclasses'], ['ingress', 'shop'], 0, /Class: +<none> \(default IngressClass: <unknown>\)/, /^$/],
    [['services'], ['ingress', 'shop'], 1, /^$/, /^Error from server \(Forbidden\): services is forbidden/],
    [['pods'], ['ingress'], 0, /routed +web +80\/TCP +1\/1/, /^$/],
    [['nodes'], ['ip', '10.0.0.1'], 0, /Pod default\/a1[\s\S]*Unknown,[\s\S]*nodes is forbidden/, /^$/],
    [
      ['nodes', 'pods'],
      ['ip', '192.0.2.1'],
      1,
      /^$/,
      /^error: address 192\.0\.2\.1 not found, but some kinds could not be read: Pods, Nodes\nWarning: (pods|nodes) is forbidden: .*\nWarning: /,
    ],
  ])('%j: describe %j ends with %i', async (refused, argv, code, stdout, stderr) => {
    expect(await session(refused, ...argv)).toEqual({
      code,
      stdout: expect.stringMatching(stdout),
      stderr: expect.stringMatching(stderr),
    });
  });

  test('Nodes: the Pods on one say that it has the address', async () => {
    const { metadata, spec, status } = pod();
    const hosted = {
      ...pod(),
      metadata,
      spec,
      status: { ...(status as object), hostIPs: [{ ip: '192.168.0.1' }] },
    };
    const cluster = new FakeCluster(hosted).refuse(/\/nodes(\?|$)/, forbidden('nodes'));
    const { url } = await serve(cluster.listener);
    const { stdout } = await run(['describe', 'ip', '192.168.0.1', '--server', url]);
    expect(stdout).toContain('Owned by:      Node n1 (hostIP of its Pods)\n');
  });
});

describe('who may list in one namespace only', () => {
  const namespaces = ['default', 'other'].map((name) => ({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name },
  }));

  test.each([
    [['pod', '-A'], 'pod/a1\npod/b1\n'],
    [['pod', '-A', '-l', 'app=b'], 'pod/b1\n'],
    [['ingress', '-A'], 'ingress.networking.k8s.io/shop\n'],
    [['ip', '10.0.0.1'], 'pod/a1\nservice/web\n'],
  ])('describe %j is of that one, and says so', async (argv, stdout) => {
    const cluster = new FakeCluster(...objects, ...namespaces)
      .refuse(/^\/api\/v1\/(?!namespaces)/, forbidden('things'))
      .refuse(/^\/apis\/[^/]+\/v1\/(?!namespaces)/, forbidden('things'))
      .refuse(/namespaces\/other\//, forbidden('things'));
    const { url } = await serve(cluster.listener);
    const found = await run(['describe', ...argv, '-o', 'name', '--server', url]);
    const stderr = expect.stringMatching(
      /^Warning: things is forbidden: .*: read only 1 namespace: default\n$/,
    );
    expect(found).toEqual({ code: 0, stdout, stderr });
  });
});
