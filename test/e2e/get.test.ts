import { describe, expect } from 'vitest';
import type { JsonReport } from '../../src/model/report/json-report.ts';
import { pod, selectorless, service } from '../support/e2e/live-objects.ts';
import type { Namespace } from '../support/e2e/namespace.ts';
import { requests } from '../support/e2e/run-tool.ts';
import { testWithControllers as test } from '../support/e2e/suite.ts';
import { kubectl } from '../support/kubectl.ts';

const cells = (stdout: string) =>
  stdout
    .trimEnd()
    .split('\n')
    .map((line) => line.split(/ {3,}/));

/** The report with all ages a second older. */
async function timeless(namespace: Namespace, ...words: string[]): Promise<JsonReport> {
  const report = JSON.stringify(await namespace.report(...words));
  return JSON.parse(report.replaceAll(/\bfor \d+s \(since/g, '(since'));
}

/** Services that are Healthy, Degraded, Unavailable and ExternalName. */
async function fill(namespace: Namespace): Promise<void> {
  await namespace.create(
    service('web'),
    service('half'),
    service('none', { type: 'NodePort' }),
    selectorless('alias', { type: 'ExternalName', externalName: 'db.example.com', ports: [] }),
    pod('web-0', { app: 'web', ip: '10.244.3.1' }),
    pod('half-0', { app: 'half', ip: '10.244.3.2' }),
    pod('half-1', { app: 'half', ip: '10.244.3.3', waiting: 'CrashLoopBackOff' }),
  );
  await namespace.published('web', 1);
  await namespace.published('half', 2);
  await namespace.published('none', { endpoints: 0, slices: 0 });
}

describe('get', () => {
  test('has a line for each Service', async ({ namespace }) => {
    await fill(namespace);
    const { code, stdout, stderr } = await namespace.run('get');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const age = expect.stringMatching(/^\d+s$/);
    expect(cells(stdout)).toEqual([
      ['NAME', 'STATUS', 'READY', 'TYPE', 'PORTS', 'FINDINGS', 'AGE'],
      ['alias', 'ExternalName', '<none>', 'ExternalName', '<none>', '<none>', age],
      ['half', 'Degraded', '1/2', 'ClusterIP', '80/TCP', 'pod-not-ready', age],
      [
        'none',
        'Unavailable',
        '0/0',
        'NodePort',
        expect.stringMatching(/^80:\d+\/TCP$/),
        'selector-matches-no-pods',
        age,
      ],
      ['web', 'Healthy', '1/1', 'ClusterIP', '80/TCP', '<none>', age],
    ]);
  });

  test('-A: with their namespaces', async ({ namespace }) => {
    await fill(namespace);
    const { code, stdout } = await namespace.run('get', '-A', '--sort-by', 'status');
    const [head, ...rows] = cells(stdout);
    expect({ code, head: head?.[0] }).toEqual({ code: 0, head: 'NAMESPACE' });
    const own = rows.filter(([name]) => name === namespace.name);
    expect(own.map(([, name]) => name)).toEqual(['none', 'half', 'alias', 'web']);
    expect(rows.map(([name]) => name)).toContain('default');
  });

  test('is what describe says, without its rows', async ({ namespace }) => {
    await fill(namespace);
    const described = await timeless(namespace, 'describe', 'svc');
    const listed = await timeless(namespace, 'get');
    const without = described.services.map((one) => ({ ...one, backends: null }));
    expect(listed).toEqual({ ...described, services: without });
  });

  test('in pages of one: the same, in more requests', async ({ namespace }) => {
    await fill(namespace);
    const whole = await timeless(namespace, 'get', '--chunk-size', '0');
    expect(await timeless(namespace, 'get', '--chunk-size', '1')).toEqual(whole);
    const run = await namespace.run('get', '--chunk-size', '1', '-v', '6');
    const services = requests(run).filter((line) => /\/services\?/.test(line));
    expect(services).toHaveLength(4);
    expect(services.filter((line) => line.includes('continue='))).toHaveLength(3);
    const once = requests(await namespace.run('get', '-v', '6'));
    expect(once.filter((line) => /\/(services|pods|endpoints|endpointslices)\?/.test(line))).toHaveLength(4);
  });

  test('--status: those only', async ({ namespace }) => {
    await fill(namespace);
    const { stdout } = await namespace.run('get', '--status', 'degraded,Unavailable', '-o', 'name');
    expect(stdout).toBe('service/half\nservice/none\n');
  });
});

describe.skipIf(!kubectl)('get beside kubectl', () => {
  test('tells what kubectl tells, in its words', async ({ namespace }) => {
    await fill(namespace);
    const ours = cells((await namespace.run('get', '-o', 'wide')).stdout).slice(1);
    const theirs = cells((await namespace.kubectl('get', 'svc', '-o', 'wide', '--no-headers')).stdout);
    // NAME, TYPE, CLUSTER-IP, PORT(S) and SELECTOR; AGE may differ by a second.
    expect(ours.map((row) => [row[0], row[3], row[4], row[5], row.at(-1)])).toEqual(
      theirs.map((row) => [row[0], row[1], row[2], row[4], row.at(-1)]),
    );
  });
});
