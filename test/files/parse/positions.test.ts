/** The line of the field at fault, in all formats of input. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dump } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { manifest, node, pod, type Raw, service, toNamed, workload } from '../../support/objects.ts';
import { run } from '../../support/run-main.ts';

interface Found {
  name: string;
  file: string | null;
  line: number | null;
}

async function found(stdin: string): Promise<Found[]> {
  const { stdout } = await run(['check', '-f', '-', '-o', 'json'], { stdin });
  return JSON.parse(stdout).findings.map(({ name, file, line }: Found) => ({ name, file, line }));
}

/** The line number of the mark, from 1. */
function lineWith(text: string, mark: string): number {
  const lines = text.split('\n').flatMap((line, index) => (line.includes(mark) ? [index + 1] : []));
  expect(lines).toHaveLength(1);
  return lines[0] as number;
}

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  template:
    metadata: {labels: {app: a}}
    spec: {containers: [{name: main, ports: [{name: web, containerPort: 9090}]}]}
`;

const SERVICE = `# Source: shop/templates/service.yaml
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector: {app: a}
  ports:
  - name: metrics
    port: 9090
  - name: http
    port: 80
    targetPort: http # here
`;

const indented = (text: string) => text.trimEnd().replace(/^/gm, '    ').replace('   ', '  -');

const YAML: Record<string, string> = {
  'one document': `${SERVICE}---\n${DEPLOYMENT}`,
  'several documents': `---\n# empty\n---\n${DEPLOYMENT}---\n${SERVICE}---\n---\n`,
  'Windows line ends': `${DEPLOYMENT}---\n${SERVICE}`.replaceAll('\n', '\r\n'),
  'a byte order mark': `\ufeff${DEPLOYMENT}---\n${SERVICE}`,
  directives: `%YAML 1.2\n---\n${SERVICE}...\n---\n${DEPLOYMENT}`,
  'a List': `apiVersion: v1\nkind: List\nitems:\n${indented(DEPLOYMENT)}\n${indented(SERVICE)}\n`,
  'a List in a List': `${DEPLOYMENT}---
apiVersion: v1
kind: List
items:
- apiVersion: v1
  kind: List
  items: []
- apiVersion: v1
  kind: List
  items:
${indented(SERVICE).replace(/^/gm, '  ')}
`,
  'a typed list': `${DEPLOYMENT}---
apiVersion: v1
kind: ServiceList
items:
- metadata: {name: web}
  spec:
    selector: {app: a}
    ports:
    - {port: 80,
       targetPort: http} # here
`,
  'flow style': `{apiVersion: v1, kind: List, items: [
  {apiVersion: v1, kind: Service, metadata: {name: web}, spec: {
    selector: {app: a}, ports: [
      {port: 80, targetPort: http}, # here
    ]}},
  {apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {
    template: {metadata: {labels: {app: a}}, spec: {containers: []}}}}]}`,
  'an alias: where the value stands': `${DEPLOYMENT}---
apiVersion: v1
kind: Service
metadata:
  name: web
  annotations:
    note: &target http # here
spec:
  selector: {app: a}
  ports:
  - port: 80
    targetPort: *target
`,
  'an alias for all ports': `x-ports: &ports
- port: 80
  targetPort: http # here
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  selector: {app: a}
  ports: *ports
---
${DEPLOYMENT}`,
  'merge keys: where the value stands': `x-one: &one
  targetPort: 1
x-two: &two
  <<: *one
  targetPort: http # here
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  selector: {app: a}
  ports:
  - <<: [*two, *one]
    port: 80
---
${DEPLOYMENT}`,
  'a key of its own before a merged one': `x-one: &one {targetPort: 1}
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  selector: {app: a}
  ports:
  - targetPort: http # here
    port: 80
    <<: *one
---
${DEPLOYMENT}`,
  'keys in quotes, tags, long texts before': `apiVersion: v1
kind: Service
metadata:
  name: !!str web
  annotations:
    note: |
      spec:
        ports: no
      # ---
    other: "one
      two

      three"
spec:
  'selector': {app: a}
  "ports":
  -
    ? port
    : 80
    ? targetPort # here
    : !!str http
---
${DEPLOYMENT}`,
  'a key twice: the last one, as kubectl reads it': `${DEPLOYMENT}---
${SERVICE.replace('    targetPort', '    targetPort: web\n    targetPort')}`,
};

test.each(Object.entries(YAML))('YAML: %s', async (_, text) => {
  expect(await found(text)).toEqual([
    { name: 'target-port-unresolved', file: 'standard input', line: lineWith(text, '# here') },
  ]);
});

describe('JSON', () => {
  const web = manifest(service(toNamed('no-such-port')));
  const others = [manifest(workload('Deployment', 'web')), web];
  const list = (...items: unknown[]) => ({ apiVersion: 'v1', kind: 'List', items });
  const pretty = (value: unknown) => JSON.stringify(value, null, 2);
  const large = (note: string) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'c', annotations: { note } },
    data: Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`k${i}`, 'a "value" {[ in quotes'])),
  });
  const { apiVersion: _, kind: __, ...typeless } = web;

  const texts: Record<string, string> = {
    'a List': pretty(list(...others)),
    'a List in a List': pretty(list(list(list()), list(...others))),
    documents: others.map(pretty).join('\n'),
    'documents, separated as in YAML': others.map(pretty).join('\n---\n'),
    'documents, of which one is large': [large('first'), ...others].map(pretty).join('\n\n'),
    'a List that is large': pretty(list(large('first'), ...others)),
    'a List in a List that is large': pretty(list(large('first'), list(large('second'), ...others))),
    'Lists that are large': [list(large('first')), list(others[0]), list(large('second'), web)]
      .map(pretty)
      .join('\n---\n'),
    'a typed list': `${pretty(others[0])}\n${pretty({ apiVersion: 'v1', kind: 'ServiceList', items: [typeless] })}`,
    'a typed list that is large': pretty({
      items: [{ metadata: { name: 'b', annotations: large('') } }, typeless],
      kind: 'ServiceList',
      apiVersion: 'v1',
    }).concat('\n', pretty(others[0])),
    tabs: JSON.stringify(list(...others), null, '\t'),
    'Windows line ends': pretty(list(...others)).replaceAll('\n', '\r\n'),
    'a byte order mark and empty lines': `\ufeff\n\n${pretty(list(...others))}`,
  };

  test.each(Object.entries(texts))('%s', async (_, text) => {
    const all = (await found(text)).filter(({ name }) => name === 'target-port-unresolved');
    expect(all).toEqual([
      { name: 'target-port-unresolved', file: 'standard input', line: lineWith(text, 'no-such-port') },
    ]);
  });

  test('nothing of a recording is kept: no file, no line', async () => {
    const recorded = [service(toNamed()), node(), pod()] satisfies Raw[];
    expect(await found(pretty(list(...recorded)))).toEqual([
      { name: 'target-port-unresolved', file: null, line: null },
    ]);
  });

  test('what YAML does not read of JSON: the line in which it begins', async () => {
    const deep = JSON.parse(`${'['.repeat(1_000)}${']'.repeat(1_000)}`);
    const text = `${pretty({ ...web, deep })}\n\n${pretty({ ...web, metadata: { name: 'other' }, deep })}\n${pretty(others[0])}`;
    const lines = text.split('\n').flatMap((line, index) => (line === '{' ? [index + 1] : []));
    const all = await found(text);
    expect(all.map(({ line }) => line)).toEqual([lines[1], lines[0]]);
  });
});

describe('recordings without what a server gives: each finding has a line, in JSON and in YAML', () => {
  const clusters = join(import.meta.dirname, '../../clusters');
  const names = readdirSync(clusters).filter((name) => name !== 'expected.json');
  test.each(names)('%s', async (name) => {
    const written = JSON.parse(readFileSync(join(clusters, name), 'utf8'), (key, value) =>
      key === 'uid' ? undefined : value,
    );
    const texts = [
      JSON.stringify(written, null, 2),
      JSON.stringify(written),
      dump(written, { noRefs: true }),
    ];
    const [json, line, yaml] = await Promise.all(texts.map(found));
    for (const [index, all] of [json, line, yaml].entries())
      for (const { file, line } of all ?? []) {
        expect(file).toBe('standard input');
        expect(line).toBeGreaterThan(0);
        expect(line).toBeLessThanOrEqual(texts[index]?.split('\n').length ?? 0);
      }
    const rules = (all: Found[] | undefined) => all?.map(({ name }) => name);
    expect([rules(line), rules(yaml)]).toEqual([rules(json), rules(json)]);
    // The same field in both: a value that begins with its own brace is at the line of its first key.
    const at = (text = '', all: Found[] = []) =>
      all.map(
        ({ line }) =>
          /[A-Za-z][\w./-]*/.exec(
            text
              .split('\n')
              .slice((line ?? 0) - 1)
              .join('\n'),
          )?.[0],
      );
    expect(at(texts[2], yaml)).toEqual(at(texts[0], json));
  });
});

/** Manifests with a finding each, whose line is looked up; quadratic work would take minutes. */
describe('thousands of manifests', { timeout: 60_000 }, () => {
  const COUNT = 2_000;
  const services = Array.from({ length: COUNT }, (_, i) => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: `web-${i}` },
    spec: { ports: [{ port: 80 }] },
  }));
  const list = { apiVersion: 'v1', kind: 'List', items: services };
  test.each([
    ['a List of JSON in one line', JSON.stringify(list), 1],
    ['a List of JSON', JSON.stringify(list, null, 1), 2 + 15 * COUNT],
    ['JSON documents', services.map((one) => JSON.stringify(one)).join('\n'), COUNT],
    ['a List of YAML', dump(list), 2 + 7 * COUNT],
    ['YAML documents', services.map((one) => dump(one)).join('---\n'), 8 * COUNT],
  ])('%s', async (_, stdin, most) => {
    const { stdout } = await run(['check', '-f', '-', '-o', 'json'], { stdin });
    const lines: number[] = JSON.parse(stdout).findings.map(({ line }: { line: number }) => line);
    expect(lines.length).toBe(COUNT);
    expect(Math.max(...lines)).toBeLessThanOrEqual(most);
  });
});
