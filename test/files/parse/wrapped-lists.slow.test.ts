/** The same objects give the same report in all kinds of lists, and in texts of any length. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dump } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { manifest, pod, type Raw, service, toNamed, workload } from '../../support/objects.ts';
import { run } from '../../support/run-main.ts';

const check = (stdin: string) => run(['check', '-A', '-f', '-', '-o', 'json'], { stdin });

/** Enough white space to have the text split while it arrives; a short text is parsed at once. */
const LONG = '\n'.repeat(256 * 1024);

const json = JSON.stringify;
const pretty = (value: unknown) => json(value, null, 4);
const listOf = (items: readonly unknown[]) => ({ apiVersion: 'v1', kind: 'List', items });

/** Typed lists, as the API returns them: their items have no kind. */
function typedLists(objects: readonly Raw[]): { apiVersion: string; kind: string; items: object[] }[] {
  const byType = Map.groupBy(objects, ({ apiVersion, kind }) => json([apiVersion, kind]));
  return [...byType].map(([type, items]) => {
    const [apiVersion, kind] = JSON.parse(type);
    return { apiVersion, kind: `${kind}List`, items: items.map(typeless) };
  });
}

const typeless = ({ apiVersion: _, kind: __, ...rest }: Raw): object => rest;

const WRAPPINGS: Record<string, (objects: readonly Raw[]) => string> = {
  'a List in one line': (objects) => json(listOf(objects)),
  'a List whose kind is behind its items, as kubectl writes it': (objects) =>
    pretty({ apiVersion: 'v1', items: objects, kind: 'List', metadata: { resourceVersion: '' } }),
  'a List in a List': (objects) => json(listOf([listOf([]), listOf(objects)])),
  'one document a line': (objects) => objects.map((one) => json(one)).join('\n'),
  'documents without anything between them': (objects) => objects.map((one) => json(one)).join(''),
  'documents, printed for people': (objects) => objects.map(pretty).join('\n'),
  'typed lists': (objects) => typedLists(objects).map(pretty).join('\n'),
  'typed lists, one a line': (objects) =>
    typedLists(objects)
      .map((list) => json(list))
      .join('\n'),
  'typed lists whose kind is behind their items': (objects) =>
    typedLists(objects)
      .map(({ apiVersion, items, kind }) => json({ apiVersion, items, kind, metadata: {} }))
      .join('\n'),
  'typed lists whose type is behind their items': (objects) =>
    typedLists(objects)
      .map(({ apiVersion, items, kind }) => pretty({ metadata: {}, items, kind, apiVersion }))
      .join('\n---\n'),
  'typed lists in a List': (objects) => json(listOf(typedLists(objects))),
  'documents of YAML': (objects) => objects.map((one) => dump(one, { noRefs: true })).join('---\n'),
  'a List of YAML': (objects) => dump(listOf(objects), { noRefs: true }),
  'typed lists of YAML': (objects) =>
    typedLists(objects)
      .map((list) => dump(list, { noRefs: true }))
      .join('---\n'),
  'documents of JSON, then of YAML': (objects) =>
    objects.map((one, index) => (index < objects.length / 2 ? json(one) : dump(one))).join('\n---\n'),
  'a List of JSON, then documents of YAML': (objects) => {
    const middle = Math.ceil(objects.length / 2);
    return [json(listOf(objects.slice(0, middle))), ...objects.slice(middle).map((one) => dump(one))].join(
      '\n---\n',
    );
  },
};

const clusters = join(import.meta.dirname, '../../clusters');
const RECORDINGS = readdirSync(clusters)
  .filter((name) => name !== 'expected.json')
  .map((name): [string, Raw[]] => [name, JSON.parse(readFileSync(join(clusters, name), 'utf8')).items]);

describe.each(Object.entries(WRAPPINGS))('%s', (_, wrap) => {
  test.each(RECORDINGS)('%s', async (_, objects) => {
    const expected = await check(json(listOf(objects)));
    const text = wrap(objects);
    expect(await check(text)).toEqual(expected);
    expect(await check(LONG + text)).toEqual(expected);
  });
});

describe.each([
  ['short', ''],
  ['long', LONG],
])('a %s text', (_, before) => {
  const web = { metadata: { name: 'web' }, spec: { ports: [{ port: 80 }] } };
  const names = async (...texts: readonly string[]) => {
    const { stdout, stderr } = await run(['get', '-A', '-f', '-', '-o', 'name'], {
      stdin: before + texts.join('\n'),
    });
    return stdout === '' ? stderr : stdout.trim().split('\n');
  };
  const serviceList = { apiVersion: 'v1', kind: 'ServiceList', items: [web] };
  const other = json({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'other' } });

  test.each<[string, string, string[]]>([
    ['items that are null', json({ ...serviceList, items: [null, web, null] }), ['service/web']],
    ['null for the items', json({ ...serviceList, items: null }), []],
    ['no items', json({ apiVersion: 'v1', kind: 'ServiceList' }), []],
    [
      'an item that says itself what it is',
      json({ ...serviceList, items: [web, { ...workload('Deployment', 'd') }] }),
      ['service/web'],
    ],
    [
      'other lists and "items" around and in them',
      json({
        metadata: { items: [{ a: 1 }], others: [{ items: [{}] }] },
        items: [{ ...web, items: [{ items: [] }], metadata: { name: 'web', annotations: { items: '[{' } } }],
        more: [{ items: [{}] }],
        kind: 'ServiceList',
        apiVersion: 'v1',
      }),
      ['service/web'],
    ],
    [
      'a kind of others that has items and is no list',
      json({
        apiVersion: 'x.example/v1',
        kind: 'Basket',
        metadata: { name: 'b' },
        items: [{ fruit: 'apple' }],
      }),
      [],
    ],
    [
      'the same behind its items',
      json({
        items: [{ fruit: 'apple' }],
        apiVersion: 'x.example/v1',
        kind: 'Basket',
        metadata: { name: 'b' },
      }),
      [],
    ],
    [
      'a list of a kind of others',
      json({ apiVersion: 'x.example/v1', kind: 'BasketList', items: [web] }),
      [],
    ],
  ])('%s', async (_, text, expected) => {
    expect(await names(text, other)).toEqual([...expected, 'service/other'].toSorted());
  });

  test('of an object that is twice in a list the last one stands, whichever says what it is', async () => {
    const typed = { apiVersion: 'v1', kind: 'Service', ...web, spec: { ports: [{ port: 81 }] } };
    for (const [items, port] of [
      [[web, typed], 81],
      [[typed, web], 80],
    ] as const)
      for (const list of [
        { apiVersion: 'v1', kind: 'ServiceList', items },
        { items, kind: 'ServiceList', apiVersion: 'v1' },
      ]) {
        const { stdout } = await run(['get', '-f', '-', '--no-headers'], { stdin: before + json(list) });
        expect(stdout).toContain(` ${port}/TCP `);
      }
  });

  test.each([
    ['kind', { apiVersion: 'v1', items: [web] }, "error: Object 'Kind' is missing in 'standard input'\n"],
    ['kind', { items: [web], apiVersion: 'v1' }, "error: Object 'Kind' is missing in 'standard input'\n"],
    [
      'apiVersion',
      { kind: 'ServiceList', items: [web] },
      "error: Object 'apiVersion' is missing in 'standard input'\n",
    ],
    [
      'apiVersion',
      { items: [web], kind: 'ServiceList' },
      "error: Object 'apiVersion' is missing in 'standard input'\n",
    ],
    ['kind', listOf([web]), "error: Object 'Kind' is missing in 'standard input'\n"],
    [
      'kind',
      { items: [web], kind: 'List', apiVersion: 'v1' },
      "error: Object 'Kind' is missing in 'standard input'\n",
    ],
  ])('no %s (%#)', async (_, list, line) => {
    expect(await names(json(list))).toBe(line);
  });

  test('a list that says twice what it is: as kubectl the last time, or not at all', async () => {
    const text =
      '{"kind":"PodList","apiVersion":"v1","items":[{"metadata":{"name":"web"}}],"kind":"ServiceList"}';
    const refused = 'error: standard input:1: a list has more than one kind\n';
    expect(await names(text)).toEqual(before === '' ? ['service/web'] : refused);
  });

  test.each([
    ['a comment', '# a comment\n'],
    ['a separator with a comment', `--- # a comment\n${other}`],
    ['a separator', '---\n'],
    ['the end of a document', '...\n'],
    ['YAML in flow style', '---\n{apiVersion: v1, kind: Service, metadata: {name: more}}\n'],
  ])('behind JSON: %s', async (_, behind) => {
    const { stderr } = await run(['get', '-f', '-'], { stdin: `${before}${json(serviceList)}\n${behind}` });
    expect(stderr).toBe('');
  });

  test.each([
    ['without a separator', '{apiVersion: v1, kind: Service}', /^error: standard input:\d+: .*JSON/],
    ['wrong YAML', '---\na: b: c\n', /^error: standard input:\d+: bad indentation/],
    [
      'a template',
      '---\na: {{ .Values.a }}\n',
      /^error: standard input:(\d+): a template that was not rendered: a: \{\{/,
    ],
  ])('behind JSON: %s', async (_, behind, line) => {
    const { stderr } = await run(['get', '-f', '-'], { stdin: `${before}${json(serviceList)}\n${behind}` });
    expect(stderr).toMatch(line);
    const [, number] = line.exec(stderr) ?? [];
    if (number) expect(Number(number)).toBe(before.length + 3);
  });

  test('a list in flow style whose keys are in quotes', async () => {
    const text = `{"apiVersion": v1, "kind": List, "items": [
      {"apiVersion": v1, "kind": Service, "metadata": {"name": web}}]}`;
    expect(await names(text)).toEqual(['service/web']);
  });

  test('the line of a finding in YAML behind JSON', async () => {
    const broken = manifest(service(toNamed('no-such-port')));
    const objects = [manifest(workload('Deployment', 'web')), manifest(pod())].map(pretty);
    const text = `${before}${[...objects, dump(broken)].join('\n---\n')}`;
    const { stdout } = await run(['check', '-f', '-', '-o', 'json'], { stdin: text });
    const found = JSON.parse(stdout).findings.find(
      ({ name }: { name: string }) => name === 'target-port-unresolved',
    );
    const lines = text.split('\n');
    expect(lines[found.line - 1]).toContain('no-such-port');
  });
});
