/** Regression tests of the whole pipeline. */
import { describe, expect, test } from 'vitest';
import { publish } from '../support/controllers.ts';
import { evaluateObjects, onlyFinding, onlyService, verdicts } from '../support/evaluate.ts';
import {
  endpoint,
  endpoints,
  headless,
  MIRRORING,
  manifest,
  node,
  pod,
  type Raw,
  selectorless,
  service,
  slice,
  subset,
  toNamed,
  workload,
} from '../support/objects.ts';
import { run } from '../support/run-main.ts';

describe('an Unavailable Service always has a finding', () => {
  test.each<[string, Raw[]]>([
    [
      'the only Pod is Ready, has an address and no nodeName (row 30)',
      publish(service(), node(), pod('a1', { node: '' })),
    ],
    [
      'the only address is in both lists of Endpoints (row 68)',
      publish(selectorless(), endpoints([subset(['192.0.2.1', '!192.0.2.1'])])),
    ],
  ])('%s', async (_, objects) => {
    const report = await evaluateObjects(...objects);
    expect(onlyService(report).status).toBe('Unavailable');
    expect(report.findings).not.toEqual([]);
  });
});

describe('manifests', () => {
  test.each<[string, Raw[]]>([
    [
      'an EndpointSlice: the Service has no families before an API server gives it some',
      [selectorless(), slice([endpoint('192.0.2.1')])],
    ],
    ['Endpoints: nobody can have mirrored them', [selectorless(), endpoints([subset(['192.0.2.1'])])]],
    ['a Pod stands for itself, as a template does', [service(), pod('a1', { ips: [] })]],
  ])('%s', async (_, objects) => {
    const report = await evaluateObjects(...objects.map(manifest));
    expect(verdicts(report)).toEqual([]);
    expect(onlyService(report).status).toBe('Healthy');
  });

  const unresolved = [
    manifest(service({ ...headless, ...toNamed() })),
    manifest(workload('Deployment', 'a')),
  ];

  test('headless, a template that does not resolve the port: a warning, DNS needs no port', async () => {
    const report = await evaluateObjects(...unresolved);
    expect(verdicts(report)).toEqual(['warning target-port-unresolved Deployment/a']);
    expect(onlyService(report).status).toBe('Degraded');
  });

  test('a template has no phase', async () => {
    expect(onlyService(await evaluateObjects(...unresolved)).backends[0]?.podPhase).toBeNull();
  });
});

describe('Endpoints', () => {
  test('an IPv6 address of another spelling is the same address (5.1: mirrored in canonical form)', async () => {
    const v6 = { ipFamilies: ['IPv6'], clusterIP: 'fd00::7', clusterIPs: ['fd00::7'] };
    const mirrored = slice([endpoint('2001:db8::1')], { addressType: 'IPv6', managedBy: MIRRORING });
    const report = await evaluateObjects(selectorless(v6), endpoints([subset(['2001:DB8::1'])]), mirrored);
    expect(verdicts(report)).toEqual([]);
  });

  test('not ready wins over ready, whatever the order of the subsets (1.5)', async () => {
    const twice = endpoints([subset(['!192.0.2.1']), subset(['192.0.2.1'])]);
    const { backends } = onlyService(await evaluateObjects(...publish(selectorless(), twice)));
    expect(backends[0]?.endpoints).toBe('notReady');
  });
});

describe('selector-matches-no-pods', () => {
  const evidenceOf = async (selector: object, ...others: Raw[]) =>
    onlyFinding(
      await evaluateObjects(...publish(service({ selector }), ...others)),
      'selector-matches-no-pods',
    );

  test.each([
    ['App', 'a'],
    ['app.kubernetes.io/name', 'a'],
  ])('the key has another spelling: %s', async (key, value) => {
    const { detail } = await evidenceOf({ app: 'a' }, pod('b1', { labels: { [key]: value } }));
    expect(detail).toEqual([`nearest: Pod b1: app is missing (wanted "a", found "${key}")`]);
  });

  test('the fix replaces a key of another spelling, it does not only drop it', async () => {
    const { fix } = await evidenceOf({ app: 'a', tier: 'x' }, pod('b1', { labels: { App: 'a', tier: 'x' } }));
    expect(fix).toContain('{"spec":{"selector":{"app":null,"App":"a"}}}');
  });

  test('the fix does not point the Service at another application', async () => {
    const { fix } = await evidenceOf({ app: 'web' }, pod('b1', { labels: { app: 'postgres' } }));
    expect(fix).not.toContain('postgres');
  });

  test('the same labels in another namespace', async () => {
    const { detail } = await evidenceOf({ app: 'a' }, pod('a1', { namespace: 'other' }));
    expect(detail.join()).toContain('other');
  });

  test('the template has the labels, its Pods are not there yet', async () => {
    const { detail } = await evidenceOf({ app: 'a' }, workload('Deployment', 'a'));
    expect(detail.join()).not.toContain('<none>');
  });

  test('no Pods at all', async () => {
    expect((await evidenceOf({ app: 'a' })).detail).toEqual(['the namespace has no Pods']);
  });
});

describe('the command line', () => {
  const file = ['-f', 'clusters/seed-nginx.json'];

  test('letters together before the command', async () => {
    expect((await run(['-An', 'seed-nginx', 'check', ...file])).stderr).toBe('1 Service in 1 file\n');
  });

  test('an unknown flag without a command', async () => {
    expect(await run(['--bogus'])).toMatchObject({ code: 1, stderr: 'error: unknown flag: --bogus\n' });
  });

  test('a name that is not found cannot command the terminal', async () => {
    const { stderr } = await run(['describe', 'svc', 'a\u001b[2Jb', ...file]);
    expect(stderr).toContain('no Service a^[[2Jb in');
  });

  test('the beginning of a name, as the help says, from files too', async () => {
    expect((await run(['describe', 'svc', 'nginx', ...file])).code).toBe(0);
  });

  test.each(['describe', 'explain', 'version'])('%s --help shows --help', async (command) => {
    expect((await run([command, '--help'])).stdout).toContain('-h, --help');
  });
});
