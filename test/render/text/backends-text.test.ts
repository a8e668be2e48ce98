/** The table of backends in `describe svc`. */
import { describe, expect, test } from 'vitest';
import { renderReport } from '../../../src/render/render-report.ts';
import { publish } from '../../support/controllers.ts';
import { evaluateObjects, evaluateSnapshot, snapshotWithout } from '../../support/evaluate.ts';
import {
  endpoint,
  headless,
  node,
  pod,
  type Raw,
  selectorless,
  service,
  slice,
  toNamed,
} from '../../support/objects.ts';

const named = (name: string) => `checkout-7d9f8c6b54-${name}`;
const many = (count: number, broken: number) =>
  Array.from({ length: count }, (_, i) =>
    pod(named(`p${String(i).padStart(3, '0')}`), {
      ips: [`10.0.${Math.floor(i / 250)}.${(i % 250) + 1}`],
      // The last are broken: they have to move up.
      ready: i >= count - broken ? 'False' : 'True',
    }),
  );

async function table(
  objects: readonly Raw[],
  width: number | null = 80,
  format: 'table' | 'wide' = 'table',
): Promise<string[]> {
  const report = await evaluateObjects(...objects);
  const text = renderReport(report, format, { width, color: false, headers: true }, 'describe');
  const [, body = ''] = text.split('\n\n');
  return body.split('\n');
}

describe('80 columns', () => {
  test('no cell of a Deployment is folded or cut', async () => {
    const ports = { ports: [{ name: 'http', port: 80, targetPort: 8080 }] };
    const lines = await table(publish(service(ports), node(), ...many(2, 1)));
    expect(lines.slice(1)).toEqual([
      `http 80/TCP  routed     ${named('p000')}  10.0.0.1:8080  ready`,
      `             not ready  ${named('p001')}  10.0.0.2:8080  not ready`,
    ]);
  });

  test('two ports, one of which no Pod declares: a heading each', async () => {
    const ports = [
      { name: 'http', port: 80, targetPort: 8080 },
      { name: 'metrics', port: 9100, targetPort: 'metrics' },
    ];
    const lines = await table(publish(service({ ports }), node(), ...many(2, 0)));
    expect(lines).toEqual([
      'PORT',
      '  STATUS                  POD                       IP             ENDPOINTS',
      'http 80/TCP',
      `  routed                  ${named('p000')}  10.0.0.1:8080  ready`,
      `  routed                  ${named('p001')}  10.0.0.2:8080  ready`,
      'metrics 9100/TCP',
      `  target-port-unresolved  ${named('p000')}  10.0.0.1       absent`,
      `  target-port-unresolved  ${named('p001')}  10.0.0.2       absent`,
    ]);
  });
});

describe('ENDPOINTS and SLICE', () => {
  const objects = publish(service(), node(), pod(), pod('a2', { ips: ['10.0.0.2'] }));

  test('one column while they agree', async () => {
    expect((await table(objects))[0]).toMatch(/READY {3}ENDPOINTS$/);
  });

  test('two as soon as one row differs', async () => {
    const [first, ...rest] = objects;
    const withoutEndpoints = [first as Raw, ...rest.filter(({ kind }) => kind !== 'Endpoints')];
    const lines = await table([
      ...withoutEndpoints,
      { apiVersion: 'v1', kind: 'Endpoints', metadata: { name: 'web', namespace: 'default', uid: 'e' } },
    ]);
    expect(lines[0]).toMatch(/ENDPOINTS {3}SLICE$/);
    expect(lines[1]).toMatch(/absent {6}ready$/);
  });

  test('two with -o wide', async () => {
    const [head = ''] = await table(objects, null, 'wide');
    expect(head.split(/ +/).join(' ')).toBe('PORT STATUS POD IP NODE ZONE PHASE READY ENDPOINTS SLICE');
  });
});

describe('300 Pods', () => {
  test('on a terminal: what is broken, and a count of the rest', async () => {
    const lines = await table(publish(service(), node(), ...many(300, 3)));
    expect(lines.map((line) => line.trim().split(/ {2,}/).slice(0, 3))).toEqual([
      ['PORT', 'STATUS', 'POD'],
      ['80/TCP', 'not ready', named('p297')],
      ['not ready', named('p298'), expect.anything()],
      ['not ready', named('p299'), expect.anything()],
      ['routed', '297 more Pods'],
      ['-o wide lists every Pod.'],
    ]);
  });

  test('all of them broken: 20 rows', async () => {
    const lines = await table(publish(service(), node(), ...many(300, 300)));
    expect(lines).toHaveLength(1 + 20 + 1 + 1);
    expect(lines.at(-2)?.trim()).toBe('not ready  280 more Pods');
  });

  test('more than 20 of them terminating: those that are broken for another reason come first', async () => {
    const ending = Array.from({ length: 25 }, (_, i) =>
      pod(named(`a${i}`), { ips: [`10.1.0.${i}`], deleted: true }),
    );
    const lines = await table(publish(service(), node(), ...ending, ...many(30, 1)), 120);
    expect(lines[1]).toContain('not ready');
    expect(lines.slice(2, 21).every((line) => line.includes('terminating'))).toBe(true);
    expect(lines.slice(21).map((line) => line.trim())).toEqual([
      'terminating   6 more Pods',
      'routed        29 more Pods',
      '-o wide lists every Pod.',
    ]);
  });

  test('none broken: a count', async () => {
    const lines = await table(publish(service(), node(), ...many(21, 0)));
    expect(lines.map((line) => line.trim())).toEqual([
      'PORT     STATUS   POD',
      '80/TCP   routed   21 Pods',
      '-o wide lists every Pod.',
    ]);
    expect(await table(publish(service(), node(), ...many(20, 0)))).toHaveLength(21);
  });

  test('on a narrow terminal: a prefix of the Pods that are shown, if any', async () => {
    expect((await table(publish(service(), node(), ...many(300, 3)), 40))[0]).toBe(`POD: ${named('')}…`);
    expect((await table(publish(service(), node(), ...many(300, 0)), 20))[0]).toBe('PORT');
  });

  test.each([
    ['in a pipe', null, 'table'],
    ['with -o wide', 80, 'wide'],
  ] as const)('%s: all of them', async (_, width, format) => {
    const text = (await table(publish(service(), node(), ...many(300, 3)), width, format)).join('\n');
    for (const { metadata } of many(300, 3)) expect(text).toContain(`${metadata.name} `);
  });
});

describe('addresses without Pods', () => {
  const ports = [{ name: 'http', port: 80 }];
  const address = (count: number, text: (n: number) => string) =>
    Array.from({ length: count }, (_, i) => endpoint(text(i + 1), i > 0 ? 'TTF' : 'FFF'));

  test('a count of them stands under IP', async () => {
    const listed = slice(
      address(30, (n) => `192.0.2.${n}`),
      { ports },
    );
    const lines = await table([selectorless({ ports }), listed]);
    const start = lines[0]?.indexOf('IP') ?? 0;
    expect(lines.slice(1, 3).map((line) => line.slice(start).split(/ {2,}/)[0])).toEqual([
      '192.0.2.1:80',
      '29 more addresses',
    ]);
  });

  test('80 columns: POD goes before an IPv6 address is folded', async () => {
    const long = (n: number) => `2001:db8:aaaa:bbbb:cccc:dddd:eeee:100${n}`;
    const ipv6 = { clusterIPs: ['fd00::1'], clusterIP: 'fd00::1', ipFamilies: ['IPv6'], ports };
    const listed = slice(address(2, long), { ports, addressType: 'IPv6' });
    const lines = await table([selectorless(ipv6), listed]);
    expect(lines[1]?.trim().split(/ +/)).toEqual(['STATUS', 'IP', 'ENDPOINTS', 'SLICE']);
    expect(lines[3]).toContain(`[${long(1)}]:80`);
    expect((await table([selectorless(ipv6), listed], null, 'wide'))[0]).toMatch(/ POD +IP /);
  });
});

test.each([
  ['all', 1, 'FFF'],
  ['some', 2, 'FFF'],
] as const)(
  'addresses that are listed as not ready, %s of them: STATUS says so',
  async (_, count, conditions) => {
    const listed = slice([endpoint('192.0.2.1', conditions), endpoint('192.0.2.2', 'TTF')].slice(0, count), {
      ports: [{ name: '', port: 80 }],
    });
    const [, row = ''] = await table([selectorless(), listed]);
    expect(row.split(/ {2,}/)[1]).toBe('not ready');
  },
);

describe('a port without backends', () => {
  test('alone: one line', async () => {
    expect(await table(publish(service()))).toEqual(['80/TCP   no endpoints']);
  });

  test('a Service without ports: the line says no <none>', async () => {
    expect(await table(publish(service({ ...headless, ports: undefined })))).toEqual(['no endpoints']);
  });

  test('beside one that has some', async () => {
    const ports = [
      { name: 'a', port: 80 },
      { name: 'b', port: 81 },
    ];
    const listed = slice([endpoint('192.0.2.1')], { ports: [{ name: 'a', port: 80 }] });
    const lines = await table([selectorless({ ports }), listed]);
    expect(lines.map((line) => line.split(/ {3,}/).slice(0, 2))).toEqual([
      ['PORT', 'STATUS'],
      ['a 80/TCP', 'routed'],
      ['b 81/TCP', 'no endpoints'],
    ]);
  });

  test('whose slices could not be read', async () => {
    const snapshot = await snapshotWithout({ EndpointSlice: 'forbidden' }, ...publish(service()));
    const text = renderReport(
      evaluateSnapshot(snapshot),
      'table',
      { width: 80, color: false, headers: true },
      'describe',
    );
    expect(text).toContain('\n80/TCP   endpoints: <unknown>\n');
  });
});

test('the first lines of a Service say what is wrong', async () => {
  const head = async (...objects: Raw[]) => {
    const report = await evaluateObjects(...publish(...objects));
    const text = renderReport(report, 'table', { width: 100, color: false, headers: true }, 'describe');
    return text
      .split('\n')
      .slice(2, 4)
      .map((line) => line.replace(/: +/, ': '));
  };
  expect(await head(service(), node(), pod())).toEqual(['Status: Healthy', expect.stringMatching(/^Type/)]);
  expect(await head(service({ type: 'LoadBalancer' }), node(), pod())).toEqual([
    'Status: Healthy, 1 warning',
    expect.stringMatching(/^Warning: Service web/),
  ]);
  expect(await head(service(toNamed()), node(), pod(), pod('a2', { ips: ['10.0.0.2'] }))).toEqual([
    'Status: Unavailable: port 80 has no backend (0 of 2)',
    expect.stringMatching(/^Error: 2 Pods/),
  ]);
  const [status, next] = await head(
    service(),
    node(),
    pod(),
    pod('a2', { ready: 'False', ips: ['10.0.0.2'] }),
  );
  expect(status).toMatch(/^Status: Degraded: Pod a2 is not Ready/);
  expect(next).toMatch(/^Type/);
});
