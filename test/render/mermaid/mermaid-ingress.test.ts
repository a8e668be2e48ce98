/** `describe ingress -o mermaid`, parsed by mermaid. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { publish } from '../../support/controllers.ts';
import { HOSTILE_STRINGS } from '../../support/hostile-strings.ts';
import { type Flowchart, parseFlowchart } from '../../support/mermaid.ts';
import { mutateRecordings } from '../../support/mutated-recordings.ts';
import { ingress, node, pod, type Raw, selectorless, service } from '../../support/objects.ts';
import { Random } from '../../support/random.ts';
import { run } from '../../support/run-main.ts';

async function pictureOf(objects: readonly Raw[], ...flags: string[]) {
  const stdin = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: publish(...objects) });
  const { stdout, stderr } = await run(['describe', 'ingress', '-f', '-', '-o', 'mermaid', ...flags], {
    stdin,
  });
  expect(stderr).toBe('');
  return parseFlowchart(stdout);
}

const to = (name: string, port: number | string) => ({
  service: { name, port: typeof port === 'number' ? { number: port } : { name: port } },
});

/** The edges from paths: `shop.example/0 -solid-> web`. */
function hops({ nodes, edges }: Flowchart): string[] {
  const label = (id: string) => nodes.get(id)?.label.replaceAll('\n', ' ');
  return edges
    .filter(({ from }) => /^i\d+p/.test(from))
    .map(
      ({ from, to, stroke, label: text }) => `${label(from)} -${stroke}${text && ` ${text}`}-> ${label(to)}`,
    );
}

describe('where a path leads', () => {
  const web = [service(), node(), pod()];
  const resource = { resource: { apiGroup: 'k8s.example', kind: 'Bucket', name: 'assets' } };

  test.each<[string, Raw[], object, string]>([
    ['a port that is served', web, to('web', 80), '-normal-> 80/TCP → 8080 1 of 1 routed'],
    ['a port that is not', [service()], to('web', 80), '-normal-> ✗ 80/TCP → 8080 0 of 0 routed'],
    ['no Service', web, to('gone', 80), '-dotted ✗ ingress-backend-missing-> ✗ no Service gone'],
    ['no port', web, to('web', 'http'), '-dotted ✗ ingress-backend-missing-> ✗ Service web has no port http'],
    ['a resource', [], resource, '-normal-> Bucket/assets not checked'],
    [
      'a name in DNS',
      [service({ type: 'ExternalName', externalName: 'a.example', selector: undefined, ports: [] })],
      to('web', 80),
      '-normal-> web no selector',
    ],
  ])('%s', async (_, objects, backend, hop) => {
    const chart = await pictureOf([...objects, ingress('shop', [backend as never])]);
    expect(hops(chart)).toEqual([`shop.example/0 ${hop}`]);
  });

  test('paths to the same stand together, and the default backend by its name', async () => {
    const paths = Array.from({ length: 8 }, () => to('web', 80));
    const shop = ingress('shop', paths, { defaultBackend: to('api', 80) });
    const chart = await pictureOf([...web, selectorless({}, { name: 'api' }), shop]);
    expect(hops(chart)).toEqual([
      'default backend -normal-> ✗ 80/TCP → 8080 0 of 0 routed',
      'shop.example/0 shop.example/1 shop.example/2 shop.example/3 shop.example/4 shop.example/5 and 2 more -normal-> 80/TCP → 8080 1 of 1 routed',
    ]);
  });
});

test('of a Service only what the paths lead to', async () => {
  const ports = [
    { name: 'http', port: 80, targetPort: 8080, protocol: 'TCP' },
    { name: 'metrics', port: 9100, targetPort: 'metrics', protocol: 'TCP' },
  ];
  const objects = [service({ ports }), node(), pod(), ingress('shop', [to('web', 'http')])];
  const { nodes } = await pictureOf(objects);
  expect([...nodes.values()].map(({ label }) => label)).toEqual([
    'no class\nno address',
    'shop.example/0',
    'web\nselector app=a',
    'http 80/TCP → 8080\n1 of 1 routed',
    'a1\n10.0.0.1:8080',
  ]);
});

test('of a Service without the port that a path looks for, nothing', async () => {
  const { subgraphs } = await pictureOf([service(), node(), pod(), ingress('shop', [to('web', 81)])]);
  expect(subgraphs.map(({ title }) => title)).toEqual(['Ingress default/shop']);
});

test('what is found at several ports stays with those that the paths lead to', async () => {
  const ports = [80, 81].map((port) => ({ name: `p${port}`, port, targetPort: 8080, protocol: 'TCP' }));
  const down = pod('a1', { ready: 'False' });
  const { edges } = await pictureOf([service({ ports }), node(), down, ingress('shop', [to('web', 80)])]);
  expect(edges.filter(({ to: end }) => end === 's1t1')).toMatchObject([{ label: '✗ pod-not-ready' }]);
});

test('what leads into a frame does not pull it out of another', async () => {
  const objects = [service(), node(), pod(), ingress('shop', [to('web', 80)])];
  const { subgraphs } = await pictureOf(objects);
  expect(Object.fromEntries(subgraphs.map(({ title, nodes }) => [title, nodes.toSorted()]))).toEqual({
    'Ingress default/shop': ['i1d', 'i1p1'],
    'Node n1': ['s1t1'],
    'Service default/web: Healthy': ['s1n1', 's1p1', 's1v'],
  });
});

test('many Ingresses: more than mermaid draws', async () => {
  const many = Array.from({ length: 600 }, (_, i) => ingress(`shop-${i}`, [to('web', 80)]));
  const { nodes } = await pictureOf([service(), node(), pod(), ...many]);
  expect([...nodes.values()].map(({ label }) => label)).toEqual([
    'default/web\n1 of 1 routed',
    '600 Ingresses, too many to draw',
  ]);
});

test.each([...HOSTILE_STRINGS, 'end', '"]; click i1d call f()', '%%{init: {}}%%'])(
  '%j is text',
  async (text) => {
    const rules = [
      { host: text, http: { paths: [{ path: text, pathType: 'Prefix', backend: to(text, text) }] } },
    ];
    const { nodes, edges } = await pictureOf([ingress('shop', [], { rules, ingressClassName: text })]);
    expect([...nodes.keys()]).toEqual(['i1d', 'i1p1', 'i1x1']);
    expect(edges).toHaveLength(2);
  },
);

test('100 mutated recordings', { timeout: 60_000 }, async () => {
  const clusters = join(import.meta.dirname, '../../clusters');
  const recordings = readdirSync(clusters)
    .filter((name) => name.startsWith('ingress'))
    .map((name) => readFileSync(join(clusters, name), 'utf8'));
  let pictures = 0;
  for (let seed = 1; seed <= 100; seed += 1) {
    const stdin = mutateRecordings(recordings, new Random(seed));
    const { stdout } = await run(['describe', 'ingress', '-f', '-', '-o', 'mermaid'], { stdin });
    if (stdout === '') continue;
    await expect(parseFlowchart(stdout)).resolves.toBeDefined();
    pictures += 1;
  }
  expect(pictures).toBeGreaterThan(50);
});

test('Pods and addresses are not drawn', async () => {
  for (const words of [
    ['pod', 'a1'],
    ['ip', '10.0.0.1'],
  ]) {
    const { code, stderr } = await run(['describe', ...words, '-f', '-', '-o', 'mermaid'], { stdin: '{}' });
    expect([code, stderr]).toEqual([
      1,
      expect.stringContaining('allowed formats are: json,name,table,wide,yaml\n'),
    ]);
  }
});
