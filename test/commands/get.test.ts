/** The command `get`: flags, stderr and exit codes. */
import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { statusError } from '../../src/kube/errors/status-error.ts';
import { publish } from '../support/controllers.ts';
import { node, pod, type Raw, selectorless, service, slice } from '../support/objects.ts';
import { run } from '../support/run-main.ts';
import { serve } from '../support/servers/api-server.ts';
import { FakeCluster } from '../support/servers/fake-cluster.ts';

const n1 = node();
const alias = selectorless({ type: 'ExternalName', externalName: 'x.example.com' }, { name: 'alias' });
const other = service({}, { name: 'web', namespace: 'x', labels: { tier: 'back' } });
const broken = service({ selector: { app: 'none' } }, { name: 'broken' });
const half = service({ selector: { app: 'h' } }, { name: 'half' });
const pods = [
  pod(),
  pod('h1', { labels: { app: 'h' }, ips: ['10.0.1.1'] }),
  pod('h2', { labels: { app: 'h' }, ips: ['10.0.1.2'], ready: 'False' }),
];
/** Healthy, Degraded, Unavailable (twice) and ExternalName. */
const objects = publish(service(), broken, half, alias, other, n1, ...pods);

const stdinOf = (items: readonly Raw[]) => JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
const get = (words: readonly string[], items: readonly Raw[] = objects) =>
  run(['get', '-f', '-', ...words], { stdin: stdinOf(items) });
const cells = (stdout: string) =>
  stdout
    .trimEnd()
    .split('\n')
    .map((line) => line.split(/ {3,}/));
const names = (stdout: string) => cells(stdout).map(([namespace, name]) => `${namespace}/${name}`);

describe('what is shown', () => {
  test('from files: every namespace, no age', async () => {
    const { code, stdout, stderr } = await get([]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(cells(stdout)).toEqual([
      ['NAMESPACE', 'NAME', 'STATUS', 'READY', 'TYPE', 'PORTS', 'FINDINGS', 'AGE'],
      ['default', 'alias', 'ExternalName', '<none>', 'ExternalName', '80/TCP', '<none>', '<unknown>'],
      [
        'default',
        'broken',
        'Unavailable',
        '0/0',
        'ClusterIP',
        '80/TCP',
        'selector-matches-no-pods',
        '<unknown>',
      ],
      ['default', 'half', 'Degraded', '1/2', 'ClusterIP', '80/TCP', 'pod-not-ready', '<unknown>'],
      ['default', 'web', 'Healthy', '1/1', 'ClusterIP', '80/TCP', '<none>', '<unknown>'],
      ['x', 'web', 'Unavailable', '0/0', 'ClusterIP', '80/TCP', 'selector-matches-no-pods', '<unknown>'],
    ]);
  });

  test.each<[string[], string[]]>([
    [
      ['-n', 'default'],
      ['alias', 'broken', 'half', 'web'],
    ],
    [['-n', 'x'], ['web']],
    [['svc', 'web', '-n', 'x'], ['web']],
    [
      ['svc/half', 'svc/alias', '-n', 'default'],
      ['half', 'alias'],
    ],
  ])('%j: in one namespace, which is not told', async (words, expected) => {
    const [head, ...rows] = cells((await get(words)).stdout);
    expect(head?.[0]).toBe('NAME');
    expect(rows.map(([name]) => name)).toEqual(expected);
  });

  test.each<[string[], string[]]>([
    [['-A'], ['default/alias', 'default/broken', 'default/half', 'default/web', 'x/web']],
    [
      ['-A', '-n', 'x'],
      ['default/alias', 'default/broken', 'default/half', 'default/web', 'x/web'],
    ],
    [['-l', 'tier=back'], ['x/web']],
    [
      ['svc', 'web'],
      ['default/web', 'x/web'],
    ],
    [
      ['--sort-by', 'name'],
      ['default/alias', 'default/broken', 'default/half', 'default/web', 'x/web'],
    ],
    [
      ['--sort-by', 'status'],
      ['default/broken', 'x/web', 'default/half', 'default/alias', 'default/web'],
    ],
    [['--sort-by=ready'], ['default/broken', 'x/web', 'default/half', 'default/web', 'default/alias']],
    [
      ['--status', 'Unavailable'],
      ['default/broken', 'x/web'],
    ],
    [
      ['--status', 'degraded,HEALTHY'],
      ['default/half', 'default/web'],
    ],
    [
      ['--status', 'externalname', '--status=healthy'],
      ['default/alias', 'default/web'],
    ],
    [
      ['--status', 'Unavailable,Degraded', '--sort-by', 'ready'],
      ['default/broken', 'x/web', 'default/half'],
    ],
  ])('%j', async (words, expected) => {
    const { code, stdout } = await get(words);
    expect({ code, names: names(stdout).slice(1) }).toEqual({ code: 0, names: expected });
  });

  test('--no-headers', async () => {
    const [, ...rows] = (await get([])).stdout.split('\n');
    expect((await get(['--no-headers'])).stdout.split('\n')).toEqual(rows);
  });

  test('-o name, in the order that was asked for', async () => {
    const { stdout } = await get(['-o', 'name', '--sort-by', 'status', '-n', 'default']);
    expect(stdout).toBe('service/broken\nservice/half\nservice/alias\nservice/web\n');
  });
});

describe('live', () => {
  async function live(date: string | null, words: readonly string[], items: readonly Raw[] = objects) {
    const cluster = new FakeCluster(...items);
    cluster.date = date;
    const { url } = await serve(cluster.listener);
    return { ...(await run(['get', '-s', url, ...words])), cluster };
  }
  const aged = (name: string, creationTimestamp: string) =>
    service({ selector: undefined }, { name, creationTimestamp });
  const ages = [
    aged('a', '2026-03-01T00:00:00Z'),
    aged('b', '2026-03-03T23:59:51Z'),
    aged('c', '2026-01-01T00:00:00Z'),
  ];

  test("AGE by the server's clock, --sort-by age: the youngest first", async () => {
    const { stdout, code, stderr } = await live(
      '2026-03-04T00:00:00Z',
      ['--sort-by', 'age', '--no-headers'],
      ages,
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(cells(stdout).map((row) => [row[0], row.at(-1)])).toEqual([
      ['b', '9s'],
      ['a', '3d'],
      ['c', '62d'],
    ]);
  });

  test.each<[string[], string[]]>([
    [[], ['NAME', 'alias', 'broken', 'half', 'web']],
    [['-A'], ['NAMESPACE', 'default', 'default', 'default', 'default', 'x']],
    [
      ['-n', 'x'],
      ['NAME', 'web'],
    ],
    [['web'], ['NAME', 'web']],
  ])('%j', async (words, expected) => {
    const { stdout } = await live('2026-03-04T00:00:00Z', words);
    expect(cells(stdout).map(([first]) => first)).toEqual(expected);
  });

  test('what may not be read is a warning each, which names what was not checked', async () => {
    const cluster = new FakeCluster(...objects);
    for (const kind of ['nodes', 'networkpolicies'])
      cluster.refuse(
        new RegExp(`/${kind}`),
        statusError(403, `{"kind":"Status","reason":"Forbidden","message":"no ${kind}"}`),
      );
    const { url } = await serve(cluster.listener);
    const { code, stderr, stdout } = await run(['get', '-s', url]);
    expect(code).toBe(0);
    expect(cells(stdout)).toHaveLength(5);
    const lines = stderr.trimEnd().split('\n').toSorted();
    expect(lines).toHaveLength(2);
    expect(lines[0]).toBe('Warning: no networkpolicies; not checked: network-policy-admits-nobody');
    expect(lines[1]).toMatch(/^Warning: no nodes; not checked: node-missing, node-not-ready/);
    const { stderr: none, stdout: json } = await run(['get', '-s', url, '-o', 'json']);
    expect(none).toBe('');
    expect(JSON.parse(json).skipped).toContainEqual({
      name: 'network-policy-admits-nobody',
      reason: 'no networkpolicies',
    });
  });
});

describe('-o json', () => {
  const KEYS = {
    report: ['apiVersion', 'kind', 'source', 'services', 'findings', 'omittedFindings', 'skipped', 'summary'],
    service: [
      ...['namespace', 'name', 'type', 'clusterIPs', 'ipFamilies', 'headless', 'selector', 'externalName'],
      ...['backendSource', 'filledBy', 'creationTimestamp', 'status', 'statusReason'],
      ...['readyCount', 'backendCount', 'ports', 'backends', 'findingNames'],
    ],
    port: [
      ...['name', 'port', 'protocol', 'targetPort', 'nodePort'],
      ...['appProtocol', 'readyCount', 'backendCount'],
    ],
    finding: [
      ...['name', 'severity', 'namespace', 'service', 'subject', 'message', 'evidence'],
      ...['remedy', 'file', 'line'],
    ],
  };

  test('has exactly the documented keys, and no rows', async () => {
    const nodePort = service({ type: 'NodePort', ports: [{ port: 80, nodePort: 30080 }] }, { name: 'np' });
    const { stdout } = await get(['-o', 'json'], publish(...objects, nodePort));
    const report = JSON.parse(stdout);
    expect(Object.keys(report)).toEqual(KEYS.report);
    expect(report.services).toHaveLength(6);
    for (const one of report.services) {
      expect(Object.keys(one)).toEqual(KEYS.service);
      expect(one.backends).toBeNull();
      for (const port of one.ports) expect(Object.keys(port)).toEqual(KEYS.port);
    }
    for (const finding of report.findings) expect(Object.keys(finding)).toEqual(KEYS.finding);
  });

  test('-o yaml is the same; wide and table tell no more than it', async () => {
    const report = JSON.parse((await get(['-o', 'json'])).stdout);
    expect(load((await get(['-o', 'yaml'])).stdout)).toEqual(report);
    expect(report.summary).toEqual({
      ...{ services: 5, healthy: 1, degraded: 1, unavailable: 2, externalName: 1, unknown: 0 },
      ...{ errors: 2, warnings: 1, infos: 0 },
    });
  });

  test('--status and --sort-by count there as well', async () => {
    const { stdout } = await get(['-o', 'json', '--status', 'unavailable,degraded', '--sort-by', 'status']);
    const { services, findings, summary } = JSON.parse(stdout);
    expect(services.map(({ name }: { name: string }) => name)).toEqual(['broken', 'web', 'half']);
    expect(findings).toHaveLength(3);
    expect(summary).toMatchObject({ services: 3, healthy: 0, unavailable: 2, degraded: 1, errors: 2 });
  });
});

describe('nothing', () => {
  test.each<[string[], string]>([
    [['--status', 'Unknown'], 'No resources found\n'],
    [['-n', 'default', '--status', 'Unknown'], 'No resources found in default namespace.\n'],
    [['-l', 'tier=front'], 'No resources found\n'],
    [['-o', 'wide', '--status', 'Unknown'], 'No resources found\n'],
  ])('%j', async (words, stderr) => {
    expect(await get(words)).toEqual({ code: 0, stdout: '', stderr });
  });

  test('in a namespace that the input does not have: one line', async () => {
    const stderr = 'No resources found in y namespace.\n';
    expect(await get(['-n', 'y'])).toEqual({ code: 0, stdout: '', stderr });
  });

  test.each([
    ['json', JSON.parse],
    ['yaml', load],
  ])('-o %s is still a report', async (format, read) => {
    const { code, stdout, stderr } = await get(['-o', format, '--status', 'Unknown']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: 'No resources found\n' });
    expect(read(stdout)).toMatchObject({ services: [], summary: { services: 0 } });
  });

  test('-o name: no line', async () => {
    expect(await get(['-o', 'name', '--status', 'Unknown'])).toMatchObject({ code: 0, stdout: '' });
  });

  test('but findings of no Service: the table has no line for them', async () => {
    const stray = slice([{ addresses: ['192.0.2.1'] }], { service: 'gone' });
    const { code, stdout, stderr } = await get([], [stray]);
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '', stderr: 'No resources found\n' });
  });

  test('of that name: the others are shown, exit code 1', async () => {
    const { code, stdout, stderr } = await get(['svc', 'web', 'nope', 'never']);
    const missing = (name: string) => `error: no Service ${name} in standard input\n`;
    expect({ code, stderr }).toEqual({ code: 1, stderr: missing('nope') + missing('never') });
    expect(names(stdout).slice(1)).toEqual(['default/web', 'x/web']);
  });

  test('of that name among those of the status: no error', async () => {
    const { code, stderr } = await get(['svc', 'web', 'half', '--status', 'Degraded']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });
});

test.each<[string[], string]>([
  [
    ['--status', 'Broken'],
    'error: invalid value "Broken" for --status: must be Unavailable, Degraded, Unknown, ExternalName, Healthy\n',
  ],
  [
    ['--status', 'Healthy,down'],
    'error: invalid value "down" for --status: must be Unavailable, Degraded, Unknown, ExternalName, Healthy\n',
  ],
  [['--sort-by', 'size'], 'error: invalid value "size" for --sort-by: must be name, status, ready, age\n'],
  [['--sort-by', 'Name'], 'error: invalid value "Name" for --sort-by: must be name, status, ready, age\n'],
  [['--sort-by'], 'error: flag needs an argument: --sort-by\n'],
  [['--ignore', 'x'], 'error: unknown flag: --ignore; use: kubectl endpoints check --ignore\n'],
  [['--fail-on', 'error'], 'error: unknown flag: --fail-on; use: kubectl endpoints check --fail-on\n'],
  [
    ['-o', 'xml'],
    'error: unable to match a printer suitable for the output format "xml", allowed formats are: json,name,table,wide,yaml\n',
  ],
  [
    ['svc', 'web', '-A'],
    'error: a resource cannot be retrieved by name across all namespaces; use -n NAMESPACE instead of -A\n',
  ],
  [['svc', 'web', '-l', 'a=b'], 'error: name cannot be provided when a selector is specified\n'],
])('%j is refused', async (words, stderr) => {
  expect(await get(words)).toEqual({ code: 1, stdout: '', stderr });
});
