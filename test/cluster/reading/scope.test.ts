/** A user who may not list all Services gets those of the permitted namespaces, and a notice. */
import { describe, expect, test } from 'vitest';
import { type ReadResult, readCluster } from '../../../src/cluster/reading/read-cluster.ts';
import { join } from '../../../src/join/join.ts';
import { statusError } from '../../../src/kube/errors/status-error.ts';
import { ConnectionError } from '../../../src/model/errors.ts';
import { evidenceRequest, runRules } from '../../../src/rules/engine/runner.ts';
import { directoryWith, errorLineOf, kubeconfig } from '../../support/connections.ts';
import { publish } from '../../support/controllers.ts';
import { evaluateSnapshot, verdicts } from '../../support/evaluate.ts';
import {
  endpoints,
  ingress,
  networkPolicy,
  node,
  pod,
  type Raw,
  selectorless,
  service,
} from '../../support/objects.ts';
import { run } from '../../support/run-main.ts';
import { serve } from '../../support/servers/api-server.ts';
import { FakeCluster } from '../../support/servers/fake-cluster.ts';

const everywhere = { namespace: null, names: [], selector: '' };

function forbidden(plural: string, where = 'at the cluster scope') {
  const message = `${plural} is forbidden: User "u" cannot list resource "${plural}" in API group "" ${where}`;
  return statusError(403, JSON.stringify({ kind: 'Status', reason: 'Forbidden', message }));
}

const REFUSAL =
  'services is forbidden: User "u" cannot list resource "services" in API group "" at the cluster scope';

const namespaceOf = (name: string): Raw => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });

/** A namespace with a Service, healthy or without Pods. */
function team(namespace: string, { healthy = true, ip = '10.0.0.1' } = {}): Raw[] {
  const web = service({}, { namespace, labels: { team: namespace } });
  const pods = healthy ? [pod('a1', { namespace, ips: [ip] })] : [];
  return [namespaceOf(namespace), ...publish(web, node(), ...pods).filter(({ kind }) => kind !== 'Node')];
}

/** A cluster that forbids lists across namespaces, and allows them in these namespaces. */
function limited(allowed: readonly string[], ...objects: Raw[]): FakeCluster {
  const cluster = new FakeCluster(node(), ...objects);
  for (const plural of ['services', 'endpoints', 'pods', 'nodes', 'events'])
    cluster.refuse(new RegExp(`^/api/v1/${plural}\\b`), forbidden(plural));
  cluster.refuse(/^\/apis\/[^/]+\/v1\/(?!namespaces)/, forbidden('things'));
  const others = allowed.map((name) => `${name}/`).join('|') || '$';
  cluster.refuse(
    new RegExp(`^/apis?/.*namespaces/(?!${others})[^/]+/`),
    forbidden('services', 'in the namespace'),
  );
  return cluster;
}

const closed = (cluster: FakeCluster) =>
  cluster.refuse(/^\/api\/v1\/namespaces(\?|$)/, forbidden('namespaces'));

const seen = ({ snapshot, scopeNotice: limited }: ReadResult) => ({
  services: [...snapshot.inScope].toSorted(),
  namespaces: snapshot.namespaces,
  limited,
});

const teams = ['a', 'b', 'c'].flatMap((name, i) => team(name, { ip: `10.0.0.${i + 1}` }));

describe('which namespaces are read', () => {
  test('where their names may be listed: those where Services may be', async () => {
    expect(seen(await readCluster(limited(['a', 'c'], ...teams), everywhere))).toEqual({
      services: ['a/web', 'c/web'],
      namespaces: ['a', 'c'],
      limited: `${REFUSAL}: read only 2 namespaces: a, c`,
    });
  });

  test.each([
    ['forbidden', forbidden('namespaces')],
    ['not there', statusError(404, '404 page not found')],
    ['failing', statusError(500, 'boom')],
  ])('where listing their names is %s: that of the context', async (_, error) => {
    const cluster = limited(['b'], ...teams).refuse(/^\/api\/v1\/namespaces(\?|$)/, error);
    cluster.namespace = 'b';
    expect(seen(await readCluster(cluster, everywhere))).toEqual({
      services: ['b/web'],
      namespaces: ['b'],
      limited: `${REFUSAL}: read only 1 namespace: b`,
    });
  });

  test('many are counted, and not all named', async () => {
    const names = ['t1', 't2', 't3', 't4', 't5', 't6', 't7'];
    const { scopeNotice: line } = await readCluster(
      limited(names, ...names.flatMap((name) => team(name))),
      everywhere,
    );
    expect(line).toBe(`${REFUSAL}: read only 7 namespaces: t1, t2, t3, t4, t5 and 2 more`);
  });

  test('all of them, where all may be read one by one', async () => {
    const { snapshot } = await readCluster(limited(['a', 'b', 'c'], ...teams), everywhere);
    expect(snapshot.namespaces).toEqual(['a', 'b', 'c']);
  });

  test('by label: the Services that have it', async () => {
    const cluster = limited(['a', 'c'], ...teams);
    const result = await readCluster(cluster, { ...everywhere, selector: 'team=c' });
    expect(seen(result)).toMatchObject({ services: ['c/web'], namespaces: [] });
    const asked = cluster.requests.filter((path) => /\/services\b/.test(path));
    expect(asked.every((path) => path.includes('labelSelector=team%3Dc'))).toBe(true);
  });

  test('each list of an allowed namespace is read once, and none of the others', async () => {
    const cluster = limited(['a'], ...teams);
    await readCluster(cluster, everywhere);
    const paths = cluster.requests.map((path) => path.replace(/\?.*/, ''));
    expect(new Set(paths).size).toBe(paths.length);
    const inside = (name: string) =>
      paths.filter((path) => path.includes(`/namespaces/${name}/`)).map((path) => path.split('/').at(-1));
    expect(inside('a').toSorted()).toEqual(
      ['endpoints', 'endpointslices', 'ingresses', 'networkpolicies', 'pods', 'services'].toSorted(),
    );
    expect(inside('b')).toEqual(['services']);
  });
});

describe('what is no lack of rights over namespaces', () => {
  const lineFor = (cluster: FakeCluster, query: Parameters<typeof readCluster>[1] = everywhere) =>
    errorLineOf(readCluster(cluster, query));
  const REFUSED = `Error from server (Forbidden): ${REFUSAL}`;

  test('nothing allowed: the first refusal', async () => {
    expect(await lineFor(limited([], ...teams))).toBe(REFUSED);
    expect(await lineFor(closed(limited([], ...teams)))).toBe(REFUSED);
    expect(await lineFor(limited([]))).toBe(REFUSED);
  });

  test.each([
    ['unauthorized', statusError(401, '')],
    ['failing', statusError(500, 'boom')],
    ['busy', statusError(429, '')],
    ['gone', new ConnectionError('gone')],
  ])('Services everywhere are %s: no namespace is asked', async (_, error) => {
    const cluster = new FakeCluster(...teams).refuse(/^\/api\/v1\/services/, error);
    expect(await lineFor(cluster)).toBe(error.fullMessage);
    expect(cluster.requests.filter((path) => path.includes('/namespaces'))).toEqual([]);
  });

  test('one namespace was asked for', async () => {
    const cluster = limited(['a'], ...teams);
    expect(await lineFor(cluster, { ...everywhere, namespace: 'b' })).toMatch(/in the namespace$/);
    expect(cluster.requests.filter((path) => path.includes('/namespaces/a/'))).toEqual([]);
  });

  test.each([
    ['the names of namespaces', /^\/api\/v1\/namespaces(\?|$)/, new ConnectionError('gone')],
    ['one of the namespaces', /\/namespaces\/c\/services/, statusError(500, 'boom')],
    ['one of the namespaces', /\/namespaces\/c\/services/, new ConnectionError('gone')],
  ])('%s cannot be had for another reason', async (_, path, error) => {
    expect(await lineFor(limited(['a', 'c'], ...teams).refuse(path, error))).toBe(error.fullMessage);
  });
});

describe('what is found in them', () => {
  /** Reads and evaluates a cluster, as commands do. */
  async function inspect(cluster: FakeCluster) {
    const result = await readCluster(cluster, everywhere);
    const first = runRules(join(result.snapshot));
    const wanted = evidenceRequest(first);
    return { report: evaluateSnapshot(wanted ? await result.evidence(wanted) : result.snapshot), cluster };
  }

  test('is the same as with -n', async () => {
    const objects = [
      ...team('a', { healthy: false }),
      ingress('front', [{ service: { name: 'gone', port: { number: 80 } } }], {}, { namespace: 'a' }),
      endpoints([], { name: 'orphan', namespace: 'a' }),
      ...team('b', { healthy: false }),
      endpoints([], { name: 'orphan', namespace: 'b' }),
    ];
    const report = evaluateSnapshot((await readCluster(limited(['a'], ...objects), everywhere)).snapshot);
    const one = { ...everywhere, namespace: 'a' };
    const alone = evaluateSnapshot((await readCluster(limited(['a'], ...objects), one)).snapshot);
    expect(verdicts(report)).toEqual([
      'error ingress-backend-missing Ingress/front',
      'error selector-matches-no-pods Service/web',
      'warning orphan-endpoints Endpoints/orphan',
    ]);
    expect(verdicts(alone)).toEqual(verdicts(report));
  });

  test('a healthy Service is Healthy, though Nodes may not be read', async () => {
    const { report } = await inspect(limited(['a'], ...teams));
    expect(report.services.map(({ namespace, status }) => [namespace, status])).toEqual([['a', 'Healthy']]);
    expect(report.findings).toEqual([]);
    expect(new Set(report.skipped.map(({ reason }) => reason))).toEqual(
      new Set([forbidden('nodes').serverMessage]),
    );
  });

  test('what of one namespace may not be read is unknown there only', async () => {
    const cluster = limited(['a', 'c'], ...teams).refuse(/namespaces\/c\/pods/, forbidden('pods', 'in c'));
    const { report } = await inspect(cluster);
    expect(report.services.map(({ namespace, status }) => [namespace, status])).toEqual([
      ['a', 'Healthy'],
      ['c', 'Unknown'],
    ]);
  });

  test('a Service of a namespace that was not read is not missing', async () => {
    const alias = selectorless(
      { type: 'ExternalName', externalName: 'web.b.svc' },
      { name: 'alias', namespace: 'a' },
    );
    const { report } = await inspect(limited(['a'], ...teams, alias));
    expect(report.findings).toEqual([]);
    expect(report.skipped.map(({ rule }) => rule)).toContain('external-name-target-missing');
  });

  test('what else may be listed everywhere is not checked elsewhere', async () => {
    const cluster = new FakeCluster(node(), ...teams, endpoints([], { name: 'orphan', namespace: 'b' }))
      .refuse(/^\/api\/v1\/services/, forbidden('services'))
      .refuse(/namespaces\/[bc]\/services/, forbidden('services', 'in the namespace'));
    expect(seen(await readCluster(cluster, everywhere))).toMatchObject({ namespaces: ['a'] });
    expect(cluster.requests.filter((path) => /namespaces\/a\/(?!services)/.test(path))).toEqual([]);
    const { report } = await inspect(cluster);
    expect(report.services.map(({ namespace, status }) => [namespace, status])).toEqual([['a', 'Healthy']]);
    expect(report.findings).toEqual([]);
  });

  test('evidence is read of the namespaces with findings', async () => {
    const cluster = limited(['a', 'c'], ...team('a'), ...team('c', { healthy: false }), networkPolicy('np'));
    await inspect(cluster);
    const workloads = cluster.requests.filter((path) => path.includes('/deployments'));
    expect(workloads).toEqual(['/apis/apps/v1/namespaces/c/deployments?limit=500']);
  });
});

describe('on the command line', () => {
  async function runAs(cluster: FakeCluster, namespace: string, ...words: string[]) {
    const { url } = await serve(cluster.listener);
    const config = kubeconfig({ server: url }, {}, { context: { namespace } });
    const directory = directoryWith({ config });
    return run([...words, '--kubeconfig', `${directory}/config`]);
  }

  const warning = (...names: string[]) => {
    const count = `${names.length} namespace${names.length === 1 ? '' : 's'}`;
    return `Warning: ${REFUSAL}: read only ${count}: ${names.join(', ')}\n`;
  };
  const healthy = () => closed(limited(['b'], ...teams));
  const broken = () => limited(['a', 'd'], ...teams, ...team('d', { healthy: false }));

  test.each<[string[], number]>([
    [['get', '-A'], 0],
    [['describe', 'svc', '-A'], 0],
    [['check', '-A'], 2],
    [['check', '-A', '-o', 'json'], 2],
    [['check', '-A', '--fail-on', 'never'], 2],
    [['get', '-A', '-o', 'json'], 0],
    [['get', '-A', '-o', 'name'], 0],
  ])('%j: what may be seen, a line about the rest, exit code %i', async (words, code) => {
    const outcome = await runAs(healthy(), 'b', ...words);
    expect(outcome.code).toBe(code);
    expect(outcome.stderr.split('\n')[0]).toBe(warning('b').trimEnd());
    expect(outcome.stdout).toMatch(/\bweb\b|1 Service: 1 healthy/);
    expect(outcome.stdout).not.toMatch(/\b[ac]\/web|"namespace": "[ac]"/);
  });

  test('get: a line for each reason, and nothing twice', async () => {
    const { stdout, stderr } = await runAs(healthy(), 'b', 'get', '-A');
    expect(stdout.split('\n').map((line) => line.split(/ {3,}/).slice(0, 2))).toEqual([
      ['NAMESPACE', 'NAME'],
      ['b', 'web'],
      [''],
    ]);
    expect(stderr).toMatch(/^Warning: services is .*\nWarning: nodes is forbidden: .*; not checked: .*\n$/);
  });

  test.each<[string[], number]>([
    [['get', '-A'], 0],
    [['check', '-A'], 1],
    [['check', '-A', '--fail-on', 'never'], 2],
    [['check', '-A', '--ignore', 'selector-matches-no-pods'], 2],
  ])('%j where something is found: exit code %i', async (words, code) => {
    const outcome = await runAs(broken(), 'default', ...words);
    expect(outcome.code).toBe(code);
    expect(outcome.stderr).toContain(warning('a', 'd'));
  });

  test.each([
    ['get', 1],
    ['describe', 1],
    ['check', 2],
  ])('%s where nothing may be seen: the refusal, exit code %i', async (command, code) => {
    expect(await runAs(closed(limited([], ...teams)), 'b', command, 'svc', '-A')).toEqual({
      code,
      stdout: '',
      stderr: `Error from server (Forbidden): ${REFUSAL}\n`,
    });
  });

  test('-n names the namespace to fall back to', async () => {
    const { code, stderr } = await runAs(healthy(), 'default', 'get', '-A', '-n', 'b');
    expect({ code, line: stderr.split('\n')[0] }).toEqual({ code: 0, line: warning('b').trimEnd() });
  });

  test('nothing in what may be seen', async () => {
    const empty = closed(limited(['empty'], ...teams));
    const stderr = `No resources found\n${warning('empty')}`;
    expect(await runAs(empty, 'empty', 'get', '-A')).toEqual({ code: 0, stdout: '', stderr });
  });
});
