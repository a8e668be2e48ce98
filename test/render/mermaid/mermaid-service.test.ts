/** `describe -o mermaid`, parsed by mermaid. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { BackendReport, Report, ServiceReport } from '../../../src/model/report/endpoints-report.ts';
import type { JsonBackend, JsonReport } from '../../../src/model/report/json-report.ts';
import { renderReport } from '../../../src/render/render-report.ts';
import { escapeText } from '../../../src/text/escape.ts';
import { publish } from '../../support/controllers.ts';
import { evaluateObjects } from '../../support/evaluate.ts';
import { HOSTILE_STRINGS } from '../../support/hostile-strings.ts';
import { type Flowchart, parseFlowchart } from '../../support/mermaid.ts';
import { headless, ingress, node, pod, type Raw, selectorless, service } from '../../support/objects.ts';
import { run } from '../../support/run-main.ts';

const style = { width: null, color: false, headers: true };
const textOf = (report: Report) => renderReport(report, 'mermaid', style, 'describe');
const chartOfObjects = async (...objects: Raw[]) =>
  parseFlowchart(textOf(await evaluateObjects(...publish(...objects))));

const labels = ({ nodes }: Flowchart) => [...nodes.values()].map(({ label }) => label);
const labelled = ({ nodes }: Flowchart, text: string) =>
  [...nodes].find(([, { label }]) => label.includes(text)) ?? [];

const clusters = join(import.meta.dirname, '../../clusters');
const recordings = readdirSync(clusters).filter((name) => name !== 'expected.json');

describe('every recording', () => {
  test.each(recordings)('%s', async (file) => {
    const of = async (format: string) =>
      (await run(['describe', '-f', file, '-o', format], { cwd: clusters })).stdout;
    const { services }: JsonReport = JSON.parse(await of('json'));
    const chart = await parseFlowchart(await of('mermaid'));
    expect(chart.subgraphs.filter(({ id }) => /^s\d+$/.test(id)).map(({ title }) => title)).toEqual(
      services.map(({ namespace, name, status }) => `Service ${namespace}/${name}: ${status}`),
    );
    for (const [index, one] of services.entries())
      for (const backend of one.backends ?? [])
        expect(hopTo(backend, `s${index + 1}`, chart)).toBe('as it should be');
  });
});

/** Errors in the edge from the port of a backend, and in the shape of its node. */
function hopTo(backend: JsonBackend, service: string, { nodes, edges, subgraphs }: Flowchart): string {
  const inService = [...nodes].filter(([id]) => id.startsWith(`${service}t`));
  const name = backend.pod ?? backend.address ?? '';
  const [id = '', target] =
    inService.find(([, { label }]) => label.split(/[\n ]/).some((word) => word.startsWith(name))) ?? [];
  const port = `${backend.servicePort}/${backend.protocol}`;
  const hops = edges.filter(
    ({ from, to }) => to === id && ` ${nodes.get(from)?.label} `.includes(` ${port} `),
  );
  if (hops.length === 0) return `no hop from ${port} to ${name}`;
  const lost = backend.findingNames.filter((rule) => !hops.some(({ label }) => label.includes(rule)));
  if (backend.routable === false && lost.length > 0) return `${name} hides ${lost}`;
  const reason = backend.routable ? /^(⚠ .+)?$/ : backend.routable === null ? /^unknown$/ : /^✗ .+/;
  const stroke = backend.routable ? 'normal' : 'dotted';
  if (!hops.some((hop) => hop.stroke === stroke && reason.test(hop.label)))
    return `${name}: ${JSON.stringify(hops)}`;
  const arrives = edges.some((edge) => edge.to === id && (edge.label === '' || edge.label === 'unknown'));
  if (target?.shape !== (arrives ? 'square' : 'hexagon')) return `${name} is a ${target?.shape}`;
  const frame = subgraphs.find(({ id: frame, nodes: inside }) => frame !== service && inside.includes(id));
  return frame?.title === (backend.node === null ? undefined : `Node ${backend.node}`)
    ? 'as it should be'
    : `${name} is in ${frame?.title}`;
}

test('the pictures of the goldens', async () => {
  const sessions = readFileSync(join(import.meta.dirname, '../../goldens/mermaid.txt'), 'utf8').split(
    /^\$ .*\n/m,
  );
  const pictures = sessions.map((text) => text.trim()).filter((text) => text.startsWith('flowchart'));
  for (const picture of pictures) expect((await parseFlowchart(picture)).nodes.size).toBeGreaterThan(1);
  expect(pictures.length).toBeGreaterThan(6);
});

describe('broken hops, in shape and words', () => {
  test('a Pod that crashes', async () => {
    const down = pod('a2', {
      ready: 'False',
      ips: ['10.0.0.2'],
      statuses: [{ name: 'main', state: { waiting: { reason: 'CrashLoopBackOff' } } }],
    });
    const chart = await chartOfObjects(service(), node(), pod(), down);
    const [id, crashing] = labelled(chart, 'a2');
    expect(crashing).toEqual({ shape: 'hexagon', label: '✗ a2\n10.0.0.2:8080\nnot ready: CrashLoopBackOff' });
    expect(chart.edges.find(({ to }) => to === id)).toMatchObject({
      stroke: 'dotted',
      label: '✗ pod-not-ready',
    });
  });

  test.each<[string, Raw[], string, string]>([
    ['nobody', [service()], '✗ no Pods', '✗ selector-matches-no-pods'],
    ['no addresses', [selectorless()], '✗ no addresses', '✗ endpoints-missing'],
    [
      'no address from a load balancer',
      [service({ type: 'LoadBalancer' }), node(), pod()],
      '✗ load balancer\nno address',
      '✗ load-balancer-pending',
    ],
    [
      'an IP address as a name',
      [service({ type: 'ExternalName', externalName: '192.0.2.1', selector: undefined, clusterIP: '' })],
      'externalName\n192.0.2.1',
      '✗ external-name-is-ip',
    ],
  ])('%s', async (_, objects, label, reason) => {
    const chart = await chartOfObjects(...objects);
    const [id] = labelled(chart, label);
    const hop = chart.edges.find(({ from, to }) => from === id || to === id);
    expect([labels(chart).includes(label), hop]).toMatchObject([true, { stroke: 'dotted', label: reason }]);
  });

  test('what no hop tells stands at the Service', async () => {
    const objects = [service({ internalTrafficPolicy: 'Local' }), node(), node('n2'), pod()];
    expect(labelled(await chartOfObjects(...objects), '⚠ nodes-without-local-endpoints')[0]).toBe('s1v');
  });

  test('what nobody could read is not taken for broken', async () => {
    const { stdout, stderr } = await run(['describe', '-f', '-', '-o', 'mermaid'], {
      stdin: JSON.stringify(service()),
    });
    expect(stderr).toMatch(/^Warning: .*; not checked: .*pod-not-published/m);
    const chart = await parseFlowchart(stdout);
    expect([labels(chart).join().includes('✗'), labelled(chart, 'unknown')[1]]).toEqual([
      false,
      expect.anything(),
    ]);
  });
});

test('the ways in', async () => {
  const type = {
    type: 'LoadBalancer',
    externalIPs: ['192.0.2.9'],
    ports: [{ port: 80, nodePort: 30080, protocol: 'TCP' }],
  };
  const balanced = { ...service(type), status: { loadBalancer: { ingress: [{ ip: '203.0.113.7' }] } } };
  const chart = await chartOfObjects(balanced, node(), pod());
  const doors = [...chart.nodes.values()]
    .filter(({ shape }) => shape === 'stadium')
    .map(({ label }) => label);
  expect(doors).toEqual([
    'load balancer\n203.0.113.7',
    'external IPs\n192.0.2.9',
    'every Node, port\n30080',
    'ClusterIP\n10.96.0.7',
  ]);
  expect(labels(await chartOfObjects(service(headless), node(), pod()))).toContain(
    'headless\nDNS gives the addresses',
  );
});

test('Ingresses that lead to the Service, and those that look for a port that it has not', async () => {
  const to = (number: number) => ({ service: { name: 'web', port: { number } } });
  const objects = [service(), node(), pod(), ingress('shop', [to(80), to(81), to(80)])];
  const chart = await chartOfObjects(...objects);
  expect(chart.nodes.get('s1d1')).toEqual({
    shape: 'stadium',
    label: 'Ingress shop\nshop.example/0, shop.example/2',
  });
  expect(chart.nodes.get('s1d2')).toEqual({ shape: 'hexagon', label: '✗ Ingress shop\nshop.example/1' });
  expect(chart.edges.find(({ from }) => from === 's1d2')).toMatchObject({
    to: 's1v',
    stroke: 'dotted',
    label: '✗ ingress-backend-missing',
  });
});

describe('size', () => {
  /** Pods on two Nodes; one in ten is not ready. */
  const backends = (count: number) =>
    Array.from({ length: count }, (_, i) =>
      pod(`a${i}`, {
        ips: [`10.0.${i >> 8}.${i & 255}`],
        node: `n${i % 2}`,
        ready: i % 10 === 9 ? 'False' : 'True',
      }),
    );
  const nodes = [node('n0'), node('n1')];

  test('50 backends: each of them', async () => {
    const { nodes: all } = await chartOfObjects(service(), ...nodes, ...backends(50));
    expect([...all.keys()].filter((id) => id.startsWith('s1t'))).toHaveLength(50);
  });

  test.each([
    [51, ['26 Pods ready', '20 Pods ready', '✗ 5 Pods not ready']],
    [500, ['250 Pods ready', '200 Pods ready', '✗ 50 Pods not ready']],
  ])('%i backends: by Node and state', async (count, groups) => {
    const chart = await chartOfObjects(service(), ...nodes, ...backends(count));
    expect(labels(chart).slice(3)).toEqual(groups);
    expect(chart.subgraphs.slice(0, 2).map(({ title }) => title)).toEqual(['Node n0', 'Node n1']);
  });

  test('500 Nodes: by state', async () => {
    const pods = backends(500).map((one, i) => ({
      ...one,
      spec: { ...(one.spec as object), nodeName: `m${i}` },
    }));
    const all = pods.map((_, i) => node(`m${i}`));
    const chart = await chartOfObjects(service(), ...all, ...pods);
    expect(labels(chart).slice(3)).toEqual([
      '450 Pods ready\non 450 Nodes',
      '✗ 50 Pods not ready\non 50 Nodes',
    ]);
  });

  test('50 backends behind 12 ports: more hops than mermaid draws', async () => {
    const ports = Array.from({ length: 12 }, (_, i) => ({ name: `p${i}`, port: 80 + i, protocol: 'TCP' }));
    const chart = await chartOfObjects(service({ ports }), ...nodes, ...backends(50));
    expect(labels(chart).slice(-3)).toEqual(['25 Pods ready', '20 Pods ready', '✗ 5 Pods not ready']);
  });

  test('many Services: those that need somebody first, the rest is counted', async () => {
    const report = await evaluateObjects(
      ...publish(service(), service({ selector: { app: 'b' } }, { name: 'down' }), node(), pod()),
    );
    const [down, web] = report.services as [ServiceReport, ServiceReport];
    const many = Array.from({ length: 2_000 }, (_, i) => ({ ...web, name: `web-${i}` }));
    const chart = await parseFlowchart(textOf({ ...report, services: [...many, down] }));
    expect(chart.subgraphs.map(({ title }) => title)).toEqual(['Unavailable', 'Healthy']);
    const [first, ...healthy] = labels(chart);
    expect(first).toBe('✗ default/down\n0 of 0 routed\nselector-matches-no-pods');
    expect(healthy.pop()).toBe(
      `and ${2_000 - healthy.length} more Services\n${2_000 - healthy.length} Healthy`,
    );
    expect(healthy.length).toBeGreaterThan(500);
  });
});

describe('what others have written is text', () => {
  const nasty = [
    ...HOSTILE_STRINGS,
    'end',
    'x"]',
    'x#quot;y',
    '"; click a call f()',
    'a --> b',
    'subgraph',
    '%%{init: {"theme": "dark"}}%%',
    '%% comment',
    '---\ntitle: x\n---',
    '<script>alert(1)</script>',
    '<b>bold</b><br/>',
    '&lt;&#60;',
    '`code` **bold** _em_',
    '"`markdown`"',
    '1. one',
    '1)',
    '- one',
    '+ one',
    '# title',
    '    code',
    '    ',
    '[link](javascript:alert(1))',
    'https://example.com',
    'www.example.com',
    'fa:fa-ban',
    '$$x^2$$',
    'style x: #35;',
    'classDef x: #1;',
    'linkStyle 0 stroke:red;',
    ':::class',
    '@{ shape: rect }',
    'ﬂ°°60¶ß',
    'ﬂ°lt¶ß',
    '|x|',
    '{{x}}',
    '((x))',
    'click s1v href "https://example.com"',
    '~~~',
    'a & b',
    '\\n',
    '#60;',
    '#9829',
  ];

  test.each(nasty)('%j', async (text) => {
    const report = await evaluateObjects(...publish(service(), node(), pod()));
    const [web] = report.services as [ServiceReport];
    const [row] = web.backends as [BackendReport];
    const named = {
      ...row,
      pod: text,
      node: text,
      podReason: text,
      podReady: false,
      routable: false,
      address: null,
    };
    const renamed = {
      ...web,
      name: text,
      namespace: text,
      backends: [named],
      selector: { [text]: text },
      clusterIPs: [text],
    };
    const picture = textOf({ ...report, services: [renamed] });
    const chart = await parseFlowchart(picture);
    const cut = (whole: string) => (whole.length > 253 ? `${whole.slice(0, 252)}…` : whole);
    const seen = escapeText(text);
    expect([...chart.nodes.keys()].toSorted()).toEqual(['s1d1', 's1p1', 's1t1', 's1v']);
    expect(chart.subgraphs.map(({ title }) => title)).toEqual(
      [cut(`Node ${seen}`), cut(`Service ${seen}/${seen}: Healthy`)].toSorted(),
    );
    expect(chart.nodes.get('s1d1')?.label).toBe(['ClusterIP', cut(seen)].filter(Boolean).join('\n'));
    expect(chart.edges.map(({ label }) => label)).toContain(cut(`✗ ${seen || 'not routed'}`));
    // No character that Markdown, HTML, or mermaid's search for styles, icons and formulas interprets.
    for (const [, label = ''] of picture.matchAll(/"([^"]*)"/g))
      expect(label.replaceAll('<br/>', '')).not.toMatch(
        /[<>`*_~&$\\{}@|%]|fa:fa|https?:|www\.|style|classDef|\]\(/,
      );
  });
});
