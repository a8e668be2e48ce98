import { load } from 'js-yaml';
import { beforeEach, describe, expect, test } from 'vitest';
import { run } from '../../src/commands/create-external.ts';
import { ConnectionError, UserError } from '../../src/model/errors.ts';
import { FakeServer, status } from '../support/external/fake-server.ts';
import { parseCommandLine } from '../support/external/parse-command-line.ts';
import { memoryIO } from '../support/fake-io.ts';

const services = '/api/v1/namespaces/shop/services';
const endpoints = '/api/v1/namespaces/shop/endpoints';
const slices = '/apis/discovery.k8s.io/v1/namespaces/shop/endpointslices';
const ours = { 'app.kubernetes.io/managed-by': 'kubectl-endpoints' };

let server: FakeServer;
beforeEach(() => {
  server = new FakeServer();
});

/** Runs create-external and returns its output, with the error line of main. */
async function create(line: string) {
  const { io, seen } = memoryIO();
  try {
    await run(parseCommandLine(...line.split(' ')), io, async () => server);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { stdout: seen.stdout, stderr: `${seen.stderr}${error.fullMessage}` };
  }
  return { stdout: seen.stdout, stderr: seen.stderr };
}

const writes = () => server.requests.filter((request) => /^(PATCH|DELETE)/.test(request));
const db = 'db --ip 192.0.2.10 --port 5432';

describe('writes', () => {
  test('a Service and its Endpoints', async () => {
    expect(await create(db)).toEqual({ stdout: 'service/db created\nendpoints/db created\n', stderr: '' });
    expect(writes()).toEqual([
      `PATCH ${services}/db?fieldManager=kubectl-endpoints`,
      `PATCH ${endpoints}/db?fieldManager=kubectl-endpoints`,
    ]);
    expect(server.closed).toBe(true);
  });

  test('an EndpointSlice that the Service owns', async () => {
    const { stdout } = await create(`${db} --kind endpointslice`);
    expect(stdout).toBe('service/db created\nendpointslice.discovery.k8s.io/db-ext-ipv4 created\n');
    const uid = server.find(`${services}/db`)?.metadata.uid;
    expect(server.find(`${slices}/db-ext-ipv4`)?.metadata).toMatchObject({
      ownerReferences: [{ apiVersion: 'v1', kind: 'Service', name: 'db', uid }],
    });
  });

  test.each(['endpoints', 'endpointslice'])('nothing new the second time: %s', async (kind) => {
    const { stdout } = await create(`${db} --kind ${kind}`);
    const before = structuredClone(server.objects);
    const again = await create(`${db} --kind ${kind}`);
    expect(again).toEqual({ stdout: stdout.replaceAll('created', 'unchanged'), stderr: '' });
    expect(server.objects).toEqual(before);
    expect(writes().at(-1)).toContain('&force=true');
  });

  test('other addresses', async () => {
    await create(db);
    const { stdout } = await create('db --ip 192.0.2.99 --port 5432');
    expect(stdout).toBe('service/db unchanged\nendpoints/db configured\n');
  });

  test('what is missing', async () => {
    await create(db);
    server.objects.delete(`${endpoints}/db`);
    expect((await create(db)).stdout).toBe('service/db unchanged\nendpoints/db created\n');
  });

  test('nothing without asking for the right first', async () => {
    server.denied.add('create endpoints').add('patch endpoints');
    const { stdout, stderr } = await create(db);
    expect(stdout).toBe('');
    expect(stderr).toBe(
      'error: you are not allowed to create endpoints, patch endpoints ' +
        'in namespace "shop"; nothing was written; ask for a Role with these verbs',
    );
    expect(writes()).toEqual([]);
  });

  test('nothing without asking for the right to delete', async () => {
    await create(db);
    server.denied.add('delete endpoints');
    const before = structuredClone(server.objects);
    const { stderr } = await create(`${db} --kind endpointslice`);
    expect(stderr).toMatch(/not allowed to delete endpoints in namespace/);
    expect(server.objects).toEqual(before);
  });

  test('where the right cannot be asked for, it tries', async () => {
    server.failures.set('POST', status(403, 'Forbidden', 'no reviews'));
    expect((await create(db)).stdout).toContain('endpoints/db created');
  });
});

describe('does not leave our own older objects behind', () => {
  const cases: [string, string, string][] = [
    [
      db,
      `${db} --kind endpointslice`,
      'service/db unchanged\nendpointslice.discovery.k8s.io/db-ext-ipv4 created\nendpoints/db deleted\n',
    ],
    [
      `${db} --kind endpointslice`,
      db,
      'service/db unchanged\nendpoints/db created\nendpointslice.discovery.k8s.io/db-ext-ipv4 deleted\n',
    ],
    [
      'db --ip 192.0.2.10,2001:db8::5 --port 5432 --kind endpointslice',
      `${db} --kind endpointslice`,
      'service/db configured\nendpointslice.discovery.k8s.io/db-ext-ipv4 unchanged\n' +
        'endpointslice.discovery.k8s.io/db-ext-ipv6 deleted\n',
    ],
    [db, 'db --external-name a.b', 'service/db configured\nendpoints/db deleted\n'],
    ['db --external-name a.b', db, 'service/db configured\nendpoints/db created\n'],
  ];
  test.each(cases)('%s, then %s', async (first, second, stdout) => {
    await create(first);
    expect(await create(second)).toEqual({ stdout, stderr: '' });
  });
});

describe('never takes over', () => {
  const named = (name: string, labels = {}, managers = ['helm']) => ({
    metadata: { name, namespace: 'shop', labels, managedFields: managers.map((manager) => ({ manager })) },
  });
  const slice = (name: string, managedBy: string, service = 'db') => ({
    ...named(name, {
      'kubernetes.io/service-name': service,
      'endpointslice.kubernetes.io/managed-by': managedBy,
    }),
    kind: 'EndpointSlice',
    apiVersion: 'discovery.k8s.io/v1',
  });
  const appliedWith = (port: number) => ({
    manager: 'kubectl-client-side-apply',
    operation: 'Update',
    fieldsV1: { 'f:spec': { 'f:ports': { [`k:{"port":${port},"protocol":"TCP"}`]: {} } } },
  });
  const service = { kind: 'Service', apiVersion: 'v1' };
  const list = { kind: 'Endpoints', apiVersion: 'v1' };

  const there: Record<string, [string, Parameters<FakeServer['put']>[1], RegExp]> = {
    'a selector, even under our label': [
      services,
      { ...service, ...named('db', ours), spec: { selector: { app: 'db' } } },
      /^error: service\/db in namespace "shop" has a selector \(app=db\).*choose another name/,
    ],
    "somebody else's Service": [
      services,
      { ...service, ...named('db', { 'app.kubernetes.io/managed-by': 'Helm' }), spec: {} },
      /was not created by kubectl endpoints \(app\.kubernetes\.io\/managed-by=Helm, written by helm\).* kubectl label service\/db app\.kubernetes\.io\/managed-by=kubectl-endpoints --overwrite -n shop$/,
    ],
    'a Service that is being deleted': [
      services,
      {
        ...service,
        metadata: { ...named('db', ours).metadata, deletionTimestamp: '2026-01-01T00:00:00Z' },
      },
      /is being deleted; wait/,
    ],
    'a headless Service of ours': [
      services,
      { ...service, ...named('db', ours), spec: { clusterIP: 'None' } },
      /is headless, which is immutable; .* kubectl delete service\/db -n shop$/,
    ],
    'another first family': [
      services,
      { ...service, ...named('db', ours), spec: { clusterIP: 'fd00::1', ipFamilies: ['IPv6'] } },
      /has IPv6 as its first IP family, which is immutable and cannot become IPv4/,
    ],
    'a port that server-side apply would leave there': [
      services,
      {
        ...service,
        metadata: { ...named('db', ours).metadata, managedFields: [appliedWith(80)] },
        spec: { ports: [{ port: 80, protocol: 'TCP' }] },
      },
      /has port 80\/TCP, which belongs to field manager kubectl-client-side-apply and cannot be removed; delete it, then/,
    ],
    "somebody else's Endpoints": [
      endpoints,
      { ...list, ...named('db') },
      /endpoints\/db .*\(no label .*, written by helm\).* kubectl label endpoints\/db .* kubectl delete endpoints\/db -n shop$/,
    ],
    "the controller's Endpoints, with the labels of our Service": [
      endpoints,
      { ...list, ...named('db', ours, ['kube-controller-manager']) },
      /left over from a Service with a selector \(written by the endpoints controller\)/,
    ],
    "the controller's Endpoints, whatever wrote them": [
      endpoints,
      { ...list, ...named('db', { ...ours, 'endpoints.kubernetes.io/managed-by': 'endpoint-controller' }) },
      /left over from a Service with a selector \(written by the endpoints controller\)/,
    ],
    "the controller's slices": [
      slices,
      slice('db-x1', 'endpointslice-controller.k8s.io'),
      /endpointslice\/db-x1 .* is left over .* kubectl delete endpointslice\/db-x1 -n shop$/,
    ],
    "somebody else's slice": [slices, slice('theirs', 'me'), /belongs to service\/db and is managed by me/],
    'the name of a slice': [
      slices,
      { ...slice('db-ext-ipv4', '', ''), metadata: named('db-ext-ipv4').metadata },
      /endpointslice\/db-ext-ipv4 .*belongs to no Service and is managed by helm/,
    ],
    "the name of another Service's slice of ours": [
      slices,
      slice('db-ext-ipv4', 'kubectl-endpoints', 'other'),
      /belongs to service\/other and is managed by kubectl-endpoints/,
    ],
  };
  test.each(Object.entries(there))('%s', async (_, [path, object, message]) => {
    server.put(path, object);
    const before = structuredClone(server.objects);
    const { stdout, stderr } = await create(`${db} --kind endpointslice`);
    expect(stdout).toBe('');
    expect(stderr).toMatch(message);
    expect(writes()).toEqual([]);
    expect(server.objects).toEqual(before);
  });

  test('names all that is in the way, for the cluster that was asked', async () => {
    server.put(endpoints, { ...list, ...named('db') });
    server.put(slices, slice('theirs', 'me'));
    const { stderr } = await create(`${db} --context=prod -n shop`);
    expect(stderr).toContain('kubectl delete endpoints/db endpointslice/theirs -n shop --context=prod');
  });

  test("the mirroring controller's slices are in nobody's way", async () => {
    server.put(slices, slice('db-m1', 'endpointslicemirroring-controller.k8s.io'));
    expect((await create(db)).stdout).toContain('endpoints/db created');
  });

  test('what has taken the place of our own in the meantime', async () => {
    await create(db);
    server.meanwhile = (request) => {
      if (request.startsWith('POST')) server.put(services, { ...service, ...named('db') });
    };
    expect((await create('db --ip 192.0.2.99 --port 5432')).stderr).toContain('Conflict');
    expect(server.find(`${services}/db`)?.metadata.managedFields).toEqual([{ manager: 'helm' }]);
  });

  test('nor deletes it', async () => {
    await create(db);
    server.meanwhile = (request) => {
      if (request.startsWith('DELETE')) server.put(endpoints, { ...list, ...named('db') });
    };
    const { stderr } = await create(`${db} --kind endpointslice`);
    expect(stderr).toMatch(/Conflict.*\n.*endpoints\/db is unchanged/);
    expect(server.find(`${endpoints}/db`)).toBeDefined();
  });

  test('what is gone by itself is deleted', async () => {
    await create(db);
    server.meanwhile = (request) => {
      if (request.startsWith('DELETE')) server.objects.delete(`${endpoints}/db`);
    };
    expect((await create(`${db} --kind endpointslice`)).stdout).toContain('endpoints/db deleted\n');
  });

  test("another manager of our Service, and of none of its old ports, is in nobody's way", async () => {
    const metadata = { ...named('db', ours).metadata, managedFields: [appliedWith(443)] };
    server.put(services, { ...service, metadata, spec: { ports: [{ port: 80, protocol: 'TCP' }] } });
    expect((await create(db)).stdout).toContain('service/db configured');
  });

  test('what may not be seen', async () => {
    server.failures.set(`GET ${slices}`, status(403, 'Forbidden', 'no slices'));
    expect((await create(db)).stderr).toBe('Error from server (Forbidden): no slices');
    expect(writes()).toEqual([]);
  });

  test.each([{}, { items: {} }, null])('what is told as %j', async (answer) => {
    server.answers.set(`GET ${slices}`, answer);
    expect((await create(db)).stderr).toMatch(/^error: GET .*endpointslices.* did not return a list$/);
    expect(writes()).toEqual([]);
  });
});

describe('half-written', () => {
  const quota = status(403, 'Forbidden', 'exceeded quota');

  test('says what exists, and how to finish or undo', async () => {
    server.failures.set(`PATCH ${endpoints}`, quota);
    const { stdout, stderr } = await create(`${db} --context=prod --annotation=a=it's`);
    expect(stdout).toBe('service/db created\n');
    expect(stderr).toBe(
      'Error from server (Forbidden): exceeded quota\n' +
        'error: the write is incomplete: service/db was created, endpoints/db does not exist; ' +
        "to finish: kubectl endpoints create-external db --ip 192.0.2.10 --port 5432 --annotation 'a=it'\\''s' " +
        '-n shop --context=prod; to undo: kubectl delete service/db -n shop --context=prod',
    );
  });

  test('nothing of what the server says is obeyed by a terminal', async () => {
    server.failures.set(`PATCH ${endpoints}`, status(403, 'Forbidden', 'no\u001b[2J'));
    const metadata = { name: 'a\u009b2J', namespace: 'shop' };
    server.put(services, { metadata, spec: { clusterIPs: ['192.0.2.10'] } });
    const { stderr } = await create(db);
    expect(stderr).toContain('no^[[2J\n');
    expect(stderr).toContain(String.raw`service shop/a\u009b2J`);
  });

  test('undoes only what is new', async () => {
    await create(`${db} --kind endpointslice`);
    server.failures.set('DELETE', quota);
    const { stderr } = await create(db);
    expect(stderr).toMatch(
      /service\/db is unchanged, endpoints\/db was created, endpointslice\/db-ext-ipv4 is unchanged; to finish/,
    );
    expect(stderr).toMatch(/to undo: kubectl delete endpoints\/db -n shop$/);
  });

  test('a new Service takes all the rest with it', async () => {
    server.failures.set(`PATCH ${slices}/db-ext-ipv6`, quota);
    const { stderr } = await create('db --ip 192.0.2.10,fd00::1 --port 80 --kind endpointslice');
    expect(stderr).toMatch(/to undo: kubectl delete service\/db -n shop$/);
  });

  test('a change cannot be undone', async () => {
    await create(db);
    server.failures.set(`PATCH ${endpoints}`, quota);
    const { stderr } = await create('db --ip 192.0.2.10 --port 5433');
    expect(stderr).toMatch(
      /service\/db was changed, endpoints\/db is unchanged; .*no command can undo the changes/,
    );
  });

  test('nothing was written: only the server speaks', async () => {
    server.failures.set(`PATCH ${services}`, status(404, 'NotFound', 'namespaces "shop" not found'));
    const stderr = 'Error from server (NotFound): namespaces "shop" not found';
    expect(await create(db)).toEqual({ stdout: '', stderr });
  });

  test('an answer that never came', async () => {
    const lost = new ConnectionError('Unable to connect to the server: EOF', '');
    server.failures.set(`PATCH ${services}`, lost);
    const { stderr } = await create(db);
    expect(stderr).toMatch(
      /service\/db is in an unknown state, because the response was lost, endpoints\/db does not exist/,
    );
  });

  test.each([null, {}, { metadata: 'x' }])('an answer that says nothing: %j', async (nothing) => {
    server.answers.set(`PATCH ${services}`, nothing);
    const { stderr } = await create(db);
    expect(stderr).toContain(`error: PATCH ${services}/db did not return an object\n`);
    expect(stderr).toMatch(
      /service\/db is in an unknown state, because the response was lost, endpoints\/db does not exist/,
    );
  });

  test('a server dry run leaves nothing', async () => {
    server.failures.set(`PATCH ${endpoints}`, quota);
    expect((await create(`${db} --dry-run=server`)).stderr).toBe(
      'Error from server (Forbidden): exceeded quota',
    );
  });
});

describe('--dry-run', () => {
  const offline = async (line: string) => {
    const { io, seen } = memoryIO();
    const code = await run(parseCommandLine(...line.split(' ')), io, () => {
      throw new Error('connects');
    });
    return { code, ...seen };
  };

  test('client: no cluster', async () => {
    const stdout = 'service/db created (dry run)\nendpoints/db created (dry run)\n';
    expect(await offline(`${db} --dry-run=client`)).toEqual({ code: 0, stdout, stderr: '' });
  });

  test('client, -o yaml: no namespace but the one given', async () => {
    const { stdout } = await offline(`${db} --dry-run=client -o yaml`);
    const documents = stdout.split('---\n').map((text) => load(text));
    expect(documents).toMatchObject([{ kind: 'Service' }, { kind: 'Endpoints' }]);
    expect(stdout).not.toContain('namespace');
    expect((await offline(`${db} --dry-run=client -o yaml -n x`)).stdout.match(/namespace: x/g)).toHaveLength(
      2,
    );
  });

  test('client: a slice without an owner is said to be one', async () => {
    const { stdout, stderr } = await offline(`${db} --dry-run=client -o name --kind endpointslice`);
    expect(stdout).toBe('service/db\nendpointslice.discovery.k8s.io/db-ext-ipv4\n');
    expect(stderr).toMatch(/^Warning: endpointslice\/db-ext-ipv4 has no owner reference, because.*\n$/);
  });

  test('server: asks, writes nothing, shows no made-up address', async () => {
    const { stdout, stderr } = await create(`${db} --dry-run=server -o yaml --kind endpointslice`);
    expect(writes()).toHaveLength(2);
    expect(writes().every((request) => request.endsWith('&dryRun=All'))).toBe(true);
    expect(server.objects.size).toBe(0);
    expect(stdout).not.toMatch(/clusterIP|uid|ownerReferences|managedFields/);
    expect(stderr).toMatch(/^Warning: endpointslice\/db-ext-ipv4 has no owner reference/);
  });

  test('server, over an existing Service', async () => {
    await create(db);
    const uid = server.find(`${services}/db`)?.metadata.uid;
    const { stdout, stderr } = await create(`${db} --dry-run=server -o json --kind endpointslice`);
    expect(stderr).toBe('endpoints/db deleted (server dry run)\n');
    expect(JSON.parse(stdout).items).toMatchObject([
      { spec: { clusterIP: expect.stringMatching(/^10\.96/) } },
      { metadata: { ownerReferences: [{ uid }] } },
    ]);
    expect(server.find(`${endpoints}/db`)).toBeDefined();
  });

  test('server: lines', async () => {
    await create(db);
    const { stdout } = await create('db --ip 192.0.2.99 --port 5432 --dry-run=server');
    expect(stdout).toBe('service/db unchanged (server dry run)\nendpoints/db configured (server dry run)\n');
  });

  test('bad values, in the words of kubectl', async () => {
    expect((await create(`${db} --dry-run=maybe`)).stderr).toBe(
      'error: Invalid dry-run value (maybe). Must be "none", "server", or "client".',
    );
    expect((await create(`${db} -o foo`)).stderr).toBe(
      'error: unable to match a printer suitable for the output format "foo", allowed formats are: json,name,yaml',
    );
    expect(server.requests).toEqual([]);
  });
});

describe('warns', () => {
  const web = { metadata: { name: 'web', namespace: 'front' }, spec: { clusterIPs: ['10.96.0.7'] } };
  const warning =
    'Warning: --ip 10.96.0.7 is the cluster IP of service front/web: kube-proxy does not route from one cluster IP to another\n';

  test('of an address that is a cluster IP', async () => {
    server.put('/api/v1/namespaces/front/services', { kind: 'Service', apiVersion: 'v1', ...web });
    expect((await create('db --ip 10.96.0.7 --port 80')).stderr).toBe(warning);
  });

  test('however the Service spells it', async () => {
    const spelled = { ...web, spec: { clusterIPs: ['FD00:0::7'] } };
    server.put('/api/v1/namespaces/front/services', { kind: 'Service', apiVersion: 'v1', ...spelled });
    expect((await create('db --ip fd00::7 --port 80')).stderr).toContain('--ip fd00::7 is the cluster IP of');
  });

  test('as far as Services may be listed', async () => {
    server.put('/api/v1/namespaces/front/services', { kind: 'Service', apiVersion: 'v1', ...web });
    server.failures.set('GET /api/v1/services', status(403, 'Forbidden', 'no'));
    const stderr = await create('db --ip 10.96.0.7 --port 80');
    expect(stderr).toMatchObject({ stderr: '' });
    server.put(services, {
      kind: 'Service',
      apiVersion: 'v1',
      metadata: { name: 'web', namespace: 'shop' },
      spec: web.spec,
    });
    expect((await create('db --ip 10.96.0.7 --port 80')).stderr).toContain('is the cluster IP of service');
  });

  test('of names that it gives to ports', async () => {
    const { stderr } = await create('db --ip 192.0.2.1 --port 80 --port web:81');
    expect(stderr).toMatch(/^Warning: .* are named 80-tcp\n$/);
  });
});
