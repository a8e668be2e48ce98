/** Untrusted text in any field never controls a terminal, a parser or this program. */
import type { RequestListener } from 'node:http';
import { describe, expect, test } from 'vitest';
import { FORMAT_NAMES } from '../../src/render/render-report.ts';
import { completionsOf } from '../support/completions.ts';
import { directoryWith, kubeconfig } from '../support/connections.ts';
import { findRawCharacter, HOSTILE_STRINGS } from '../support/hostile-strings.ts';
import { endpoint, pod, type Raw, service, slice } from '../support/objects.ts';
import { run } from '../support/run-main.ts';
import { serve, status, text } from '../support/servers/api-server.ts';

/** All hostile strings in one. */
const HOSTILE = HOSTILE_STRINGS.filter(({ length }) => length < 500).join('|');

type World = Parameters<typeof run>[1];

async function quietly(argv: readonly string[], world?: World) {
  const outcome = await run(argv, world);
  expect({ argv, raw: findRawCharacter(outcome.stdout + outcome.stderr, { color: false }) }).toEqual({
    argv,
    raw: null,
  });
  expect(outcome.stderr).not.toContain('internal');
  return outcome;
}

const json = (...items: Raw[]) => JSON.stringify({ apiVersion: 'v1', kind: 'List', items });

const EXTERNAL = ['create-external', 'db', '--ip', '192.0.2.10', '--port', '5432'];
const LOOKUPS = [
  ['describe', 'pod'],
  ['describe', 'pod', 'db'],
  ['describe', 'pod', '-A'],
  ['describe', 'ingress'],
  ['describe', 'ip', '192.0.2.10'],
];
const READS = [
  ['describe', 'svc'],
  ['describe', 'svc', 'db'],
  ['get', '-A'],
  ['check'],
  ['check', '-A'],
  ...LOOKUPS,
];
const COMMANDS = [
  ...READS,
  EXTERNAL,
  [...EXTERNAL, '-o', 'name'],
  ['version', '-o', 'yaml'],
  ['version', '-o', 'json'],
];

describe('what a server says', () => {
  const answers: Record<string, RequestListener> = {
    'a failure': status(403, { reason: 'Forbidden', message: HOSTILE }),
    'a reason': status(500, { reason: HOSTILE, message: '' }),
    causes: status(422, {
      reason: 'Invalid',
      details: {
        kind: HOSTILE,
        name: HOSTILE,
        causes: [1, 2].map((n) => ({ field: HOSTILE, message: `${n}${HOSTILE}` })),
      },
    }),
    'a page': text(502, HOSTILE),
    'no JSON': text(200, `{${HOSTILE}`, 'application/json'),
    'an object of other types': text(
      200,
      JSON.stringify({ kind: HOSTILE, metadata: [HOSTILE], items: HOSTILE }),
      'application/json',
    ),
    'names of objects': (request, response) => {
      const metadata = { name: HOSTILE, namespace: HOSTILE, labels: { [HOSTILE]: HOSTILE } };
      const reference = { apiGroup: HOSTILE, kind: HOSTILE, name: HOSTILE };
      const backend = { service: { name: HOSTILE, port: { name: HOSTILE } } };
      const path = { path: HOSTILE, pathType: HOSTILE, backend };
      const spec = {
        selector: { [HOSTILE]: HOSTILE },
        clusterIPs: ['192.0.2.10'],
        nodeName: HOSTILE,
        ports: [{ name: HOSTILE, port: 80 }],
        ingressClassName: HOSTILE,
        tls: [{ hosts: [HOSTILE], secretName: HOSTILE }],
        rules: [{ host: HOSTILE, http: { paths: [path, { ...path, backend: { resource: reference } }] } }],
      };
      const addresses = [{ type: HOSTILE, address: '192.0.2.10' }];
      const status = { phase: HOSTILE, reason: HOSTILE, podIP: '192.0.2.10', addresses };
      const item = { metadata, spec, status };
      const one = { apiVersion: 'v1', kind: 'Service', ...item };
      const list = /[?]|s$/.test(request.url ?? '') ? { metadata: {}, items: [item, item] } : one;
      response.writeHead(200, {
        'content-type': 'application/json',
        warning: `299 - "\u009b31m\u00ad"`,
      });
      response.end(JSON.stringify(list));
    },
  };
  test.each(Object.entries(answers))('%s', async (_, answer) => {
    const { url } = await serve(answer);
    for (const command of COMMANDS) await quietly([...command, '--server', url]);
    for (const format of FORMAT_NAMES) {
      await quietly(['get', '-A', '-o', format, '--server', url]);
      for (const lookup of LOOKUPS) await quietly([...lookup, '-o', format, '--server', url]);
    }
    await quietly(['get', '--server', url, '-v', '8']);
  });

  test('is one line, whatever it holds', async () => {
    const { url } = await serve(status(403, { reason: 'Forbidden', message: 'no\nerror: all is well' }));
    const { stderr } = await quietly(['get', '--server', url]);
    expect(stderr).toBe('Error from server (Forbidden): no\\nerror: all is well\n');
  });

  test('the names that a shell is offered', async () => {
    const items = HOSTILE_STRINGS.map((name) => ({ metadata: { name } }));
    const { url } = await serve(text(200, JSON.stringify({ metadata: {}, items }), 'application/json'));
    const { lines } = await completionsOf(['describe', 'svc', '--server', url, '']);
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) expect(findRawCharacter(line.replace('\t', ''), { color: false })).toBeNull();
    for (const line of lines) expect(line).toMatch(/^(?!-)[^\s'"`$&|;<>\\*]+$/);
  });
});

test.each(HOSTILE_STRINGS.map((word) => [word]))(
  'on the command line, in names of files and of contexts: %j',
  async (word) => {
    const config = kubeconfig(
      { server: 'http://127.0.0.1:1' },
      {},
      { name: word, context: { namespace: word } },
    );
    const cwd = directoryWith({ config });
    const flags = 'namespace selector filename output context cluster user kubeconfig server'.split(' ');
    // No DNS request is made.
    const at = (flag: string) => (flag === 'server' ? `http://127.0.0.1:1/${word}` : word);
    for (const command of ['describe', 'get', 'check'])
      for (const flag of flags)
        await quietly(['--server=http://127.0.0.1:1', command, 'svc', `--${flag}=${at(flag)}`], { cwd });
    for (const command of ['describe', 'explain', 'completion', 'get', 'check', 'version', ''])
      for (const kubeconfig of ['config', 'none'])
        await quietly([command, word, '--kubeconfig', kubeconfig], { cwd });
    for (const type of ['pod', 'ingress', 'ip'])
      for (const flag of ['namespace', 'selector', 'output'])
        for (const args of [[`--${flag}=${word}`], [word]])
          await quietly(['--server=http://127.0.0.1:1', 'describe', type, ...args], { cwd });
    const given = 'ip port external-name kind labels annotation dry-run output namespace'.split(' ');
    for (const flag of given) await quietly(['create-external', 'db', '--dry-run=client', `--${flag}`, word]);
    for (const format of ['yaml', 'json'])
      await quietly([...EXTERNAL, '--dry-run=client', '--annotation', `note=${word}`, '-o', format]);
  },
);

describe('YAML', () => {
  const svc =
    'apiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: default}\nspec: {ports: [{port: 80}]}\n';
  const times = (count: number, each: string) => Array(count).fill(each).join(', ');
  const levels = (count: number, line: (level: number) => string) =>
    Array.from({ length: count }, (_, level) => line(level)).join('\n');
  const laughs = levels(30, (n) => `a${n}: &a${n} [${times(9, n === 0 ? 'ha' : `*a${n - 1}`)}]`);
  const list = (items: string) => `{apiVersion: v1, kind: List, items: [${items}]}`;
  const lists = levels(30, (n) => `x${n}: &x${n} ${list(times(9, n === 0 ? '{}' : `*x${n - 1}`))}`);
  const product = `a: &a {ip: 192.0.2.1}\ns: &s {addresses: [${times(20_000, '*a')}]}\nsubsets: [${times(20_000, '*s')}]`;

  test.each<[string, string, RegExp | null]>([
    ['a type that is a program: text, as in kubectl', `${svc}x: !!js/function 'x'`, null],
    ['a type of somebody: text, as in kubectl', `${svc}x: !secret y`, null],
    ['a billion laughs', svc + laughs, null],
    [
      'a billion lists',
      `apiVersion: v1\nkind: List\n${lists.replace('{}', '{apiVersion: v1, kind: Pod}')}\nitems: [*x29, {${'apiVersion: v1, kind: Service, metadata: {name: web}'}}]`,
      /holds|missing/,
    ],
    [
      'a list in itself',
      `&x\napiVersion: v1\nkind: List\nitems: [*x, {apiVersion: v1, kind: Service, metadata: {name: web}}]`,
      null,
    ],
    [
      'an object in itself',
      '&x\napiVersion: v1\nkind: Service\nmetadata: {name: web, labels: *x}\nspec: *x',
      /metadata\.labels\.metadata must be a string, not a mapping/,
    ],
    [
      'aliases by the ten thousand',
      `apiVersion: v1\nkind: Endpoints\nmetadata: {name: web}\n${product}`,
      /maxAliases/,
    ],
    [
      'merges of merges',
      `${svc}m0: &m0 {k: 1}\n${levels(9_000, (n) => `m${n + 1}: &m${n + 1} {<<: *m${n}, k${n}: 1}`)}`,
      /maxAliases|merge/,
    ],
    ['nesting', `${svc}x: ${'['.repeat(100_000)}`, /maxDepth/],
    ['a key twice: the last one, as kubectl', svc.replace('kind: Service', 'kind: Pod\nkind: Service'), null],
    [
      'keys of every object',
      `${svc}__proto__: {polluted: true}\nconstructor: {prototype: {polluted: true}}`,
      null,
    ],
  ])('%s', { timeout: 5_000 }, async (_, stdin, error) => {
    const { code, stdout, stderr } = await quietly(['get', '-f', '-', '-o', 'name'], { stdin });
    if (error) expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(error) });
    else expect({ code, stdout }).toEqual({ code: 0, stdout: 'service/web\n' });
    expect({}).not.toHaveProperty('polluted');
  });

  test('a merge, as kubectl reads it', async () => {
    const stdin = `common: &c {port: 81, name: a}\n${svc.replace('{port: 80}', '{<<: *c, port: 80}')}`;
    const { stdout } = await quietly(['describe', '-f', '-', '-o', 'json'], { stdin });
    expect(JSON.parse(stdout).services[0].ports).toMatchObject([{ name: 'a', port: 80 }]);
  });
});

describe('JSON', () => {
  const nested = (depth: number) =>
    `${'{"apiVersion":"v1","kind":"List","items":['.repeat(depth)}${JSON.stringify(service())}${']}'.repeat(depth)}`;
  test.each([
    ['lists in lists', nested(100_000), 0],
    ['no end of brackets', '['.repeat(1_000_000), 1],
    ['no end of objects', '{"a":'.repeat(1_000_000), 1],
  ])('%s', { timeout: 5_000 }, async (_, stdin, code) => {
    expect((await quietly(['get', '-f', '-'], { stdin })).code).toBe(code);
  });
});

test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
  '%s is a name like any other',
  async (name) => {
    const own = { namespace: name, labels: JSON.parse(`{"${name}":"${name}"}`) };
    const selector = own.labels;
    const published = slice(
      [endpoint('10.0.0.1', 'Tuu', { targetRef: { kind: 'Pod', name, namespace: name } })],
      { service: name, metadata: { namespace: name } },
    );
    const stdin = json(
      service({ selector, ports: [{ name, port: 80, targetPort: 8080 }] }, { ...own, name }),
      pod(name, { ...own, ips: ['10.0.0.1'] }),
      published,
    );
    const { stdout } = await quietly(['describe', '-f', '-', '-o', 'json'], { stdin });
    const [view] = JSON.parse(stdout).services;
    expect(view).toMatchObject({ name, namespace: name, ports: [{ name, backendCount: 1 }] });
    expect(Object.entries(view.selector)).toEqual([[name, name]]);
    for (const format of ['table', 'wide', 'yaml', 'json'])
      for (const lookup of [[], ['pod', name], ['ip', '10.0.0.1']]) {
        const found = await quietly(['describe', ...lookup, '-f', '-', '-o', format], { stdin });
        expect(found).toMatchObject({ code: 0, stdout: expect.stringContaining(name) });
      }
  },
);

describe('a megabyte in one line', () => {
  test.each([
    ['of letters', 'x'.repeat(1_000_000)],
    ['of words', 'a '.repeat(500_000)],
    ['of what is escaped', '\u202e\u001b[31m '.repeat(200_000)],
    ['of wide characters', '日本'.repeat(500_000)],
    ['of marks on one letter', `e${'\u0301'.repeat(1_000_000)}`],
  ])('%s', { timeout: 30_000 }, async (_, long) => {
    const others = Array.from({ length: 500 }, (_, i) => pod(`b${i}`));
    const stdin = json(
      service({}, { name: long }),
      ...others,
      pod(long, { ready: 'False' }),
      slice([endpoint(long)]),
    );
    for (const columns of [80, undefined])
      for (const format of ['table', 'wide']) {
        const { stdout } = await quietly(['describe', '-f', '-', '-o', format, '--color', 'never'], {
          stdin,
          ...(columns !== undefined && { columns }),
        });
        // The text is repeated where it is the name, and not in each row.
        expect(stdout.length).toBeLessThan(60_000_000);
      }
    await quietly(['describe', 'pod', 'b7', '-f', '-', '--color', 'never'], { stdin, columns: 80 });
  });
});

describe('more than anybody has', () => {
  const many = (count: number, key: (i: number) => string) =>
    Object.fromEntries(Array.from({ length: count }, (_, i) => [key(i), 'v']));
  const ports = Array.from({ length: 1_000 }, (_, i) => ({
    name: `n${i}`,
    port: i + 1,
    targetPort: `t${i}`,
  }));
  test.each([
    ['ports', json(service({ ports }), ...Array.from({ length: 200 }, (_, i) => pod(`a${i}`)))],
    [
      'labels',
      json(
        service({ selector: many(10_000, (i) => `k${i}`) }),
        ...Array.from({ length: 20 }, (_, n) => pod(`a${n}`, { labels: many(10_000, (i) => `k${n}-${i}`) })),
      ),
    ],
  ])('%s', { timeout: 8_000 }, async (_, stdin) => {
    expect((await quietly(['get', '-f', '-'], { stdin })).code).toBe(0);
  });
});
