import { describe, expect, test } from 'vitest';
import type { Kind } from '../../src/model/objects/kinds.ts';
import { publish } from '../support/controllers.ts';
import {
  evaluateObjects,
  evaluateSnapshot,
  onlyFinding,
  onlyService,
  snapshotOf,
  snapshotWithout,
  verdicts,
} from '../support/evaluate.ts';
import { ingress, node, pod, type Raw, selectorless, service } from '../support/objects.ts';

const RULE = 'ingress-backend-missing';
const found = [`error ${RULE} Ingress/shop`];
const web = publish(service(), node(), pod());
const named = publish(
  service({
    ports: [
      { name: 'http', port: 80, targetPort: 8080 },
      { name: 'admin', port: 81, targetPort: 9000 },
    ],
  }),
  node(),
  pod(),
);
const to = (name: string, port?: object) => ({ service: { name, ...(port && { port }) } });
const shop = (...backends: object[]) => ingress('shop', backends as Record<string, unknown>[]);
const alias = (ports?: object[]) =>
  selectorless({ type: 'ExternalName', externalName: 'a.example', ports }, { name: 'out' });

const cases: [string, Raw[], string[]][] = [
  ['by number', [...web, shop(to('web', { number: 80 }))], []],
  ['by name', [...named, shop(to('web', { name: 'admin' }))], []],
  ['no Service of the name', [...web, shop(to('db', { number: 80 }))], found],
  [
    'the Service is in another namespace',
    [...web, ingress('shop', [to('web', { number: 80 })], {}, { namespace: 'x' })],
    found,
  ],
  ['no such number', [...web, shop(to('web', { number: 81 }))], found],
  ['the targetPort is not the port', [...web, shop(to('web', { number: 8080 }))], found],
  ['a number although the only port is unnamed', [...web, shop(to('web', { number: 8081 }))], found],
  ['a name although the only port is unnamed', [...web, shop(to('web', { name: 'http' }))], found],
  ['no such name', [...named, shop(to('web', { name: 'https' }))], found],
  ['a number of named ports', [...named, shop(to('web', { number: 81 }))], []],
  ['no port at all', [...web, shop(to('web'))], []],
  ['an empty port', [...web, shop(to('web', {}))], []],
  ['a resource is not checked', [...web, shop({ resource: { kind: 'Bucket', name: 'b' } })], []],
  ['the default backend', [...web, ingress('shop', [], { defaultBackend: to('db', { number: 80 }) })], found],
  [
    'the default backend exists',
    [...web, ingress('shop', [], { defaultBackend: to('web', { number: 80 }) })],
    [],
  ],
  ['no rules', [...web, ingress('shop', [])], []],
  ['an ExternalName without ports', [...web, alias(), shop(to('out', { number: 443 }))], []],
  ['an ExternalName with ports', [...web, alias([{ port: 443 }]), shop(to('out', { number: 80 }))], found],
  ['an action of a load balancer controller', [...web, shop(to('web', { name: 'use-annotation' }))], []],
];

test.each(cases)('%s', async (_, objects, expected) => {
  expect(verdicts(await evaluateObjects(...objects))).toEqual(expected);
});

/** The AWS Load Balancer Controller reads actions from annotations: such a backend has no Service. */
test('an action of a load balancer controller names no Service', async () => {
  const redirect = shop(to('ssl-redirect', { name: 'use-annotation' }));
  expect(verdicts(await evaluateObjects(...web, redirect))).toEqual([]);
});

describe('evidence', () => {
  test('one finding an Ingress, each path with its reason', async () => {
    const report = await evaluateObjects(
      ...named,
      ingress(
        'shop',
        [
          to('db', { number: 1 }),
          to('web', { number: 82 }),
          to('web', { name: 'https' }),
          to('web', { number: 80 }),
        ],
        {
          defaultBackend: to('db', { number: 1 }),
        },
      ),
    );
    expect(onlyFinding(report, RULE)).toMatchObject({
      severity: 'error',
      namespace: 'default',
      service: null,
      subject: { kind: 'Ingress', namespace: 'default', name: 'shop' },
      message:
        'Ingress shop has backends that do not exist: Service db, port 82 of Service web (it has http 80, admin 81), port "https" of Service web (it has http 80, admin 81)',
      detail: [
        'default backend: Service db',
        'shop.example/0: Service db',
        'shop.example/1: port 82 of Service web (it has http 80, admin 81)',
        'shop.example/2: port "https" of Service web (it has http 80, admin 81)',
      ],
      fix: 'kubectl -n default edit ingress shop',
    });
    expect(onlyService(report)).toMatchObject({ status: 'Healthy', findings: [] });
  });

  test('of many ports that the Service has the first are told', async () => {
    const ports = Array.from({ length: 12 }, (_, i) => ({ name: `p${i}`, port: i + 1, targetPort: 8080 }));
    const report = await evaluateObjects(
      ...publish(service({ ports }), node(), pod()),
      shop(to('web', { number: 80 })),
    );
    expect(onlyFinding(report, RULE).detail).toEqual([
      'shop.example/0: port 80 of Service web (it has p0 1, p1 2, p2 3, p3 4, p4 5, p5 6, p6 7, p7 8, p8 9, p9 10 and 2 more)',
    ]);
  });

  test('a rule without host or path', async () => {
    const open = ingress('shop', [], {
      rules: [{ http: { paths: [{ backend: to('db', { number: 1 }) }] } }],
    });
    expect(onlyFinding(await evaluateObjects(...web, open), RULE).detail).toEqual(['*/: Service db']);
  });
});

test('where Services are asked for by name or label nobody looks for it', async () => {
  const snapshot = await snapshotOf(...web, shop(to('db', { number: 1 })));
  expect(verdicts(evaluateSnapshot({ ...snapshot, namespaces: [] }))).toEqual([]);
});

test.each<Kind>(['Service', 'Ingress'])('%s unread: skipped', async (kind) => {
  const report = evaluateSnapshot(
    await snapshotWithout({ [kind]: 'no' }, ...web, shop(to('db', { number: 1 }))),
  );
  expect(report.findings.filter(({ severity }) => severity !== 'info')).toEqual([]);
  expect(report.skipped).toContainEqual({ rule: RULE, reason: 'no' });
});

describe('the remedy', () => {
  test('a Service of that name in another namespace', async () => {
    const other = service({}, { name: 'db', namespace: 'pay' });
    const report = await evaluateObjects(...web, other, shop(to('db', { number: 80 })));
    expect(onlyFinding(report, RULE).detail).toContain(
      'Service db is in namespace pay, but an Ingress can use only Services of its own namespace',
    );
  });

  test('the one port that the Service has', async () => {
    const one = publish(service(), node(), pod());
    const report = await evaluateObjects(...one, shop(to('web', { number: 8080 })));
    expect(onlyFinding(report, RULE).remedy).toMatchObject({
      kind: 'fix',
      command: expect.stringContaining('/port/number","value":80'),
    });
  });

  test('of several ports the one whose targetPort is named', async () => {
    for (const [port, value] of [
      [9000, '/port/number","value":81'],
      [8443, null],
    ]) {
      const report = await evaluateObjects(...named, shop(to('web', { number: port })));
      const { kind, command } = onlyFinding(report, RULE).remedy;
      expect([kind, command]).toEqual(
        value === null ? ['next', expect.anything()] : ['fix', expect.stringContaining(String(value))],
      );
    }
  });

  test('two broken backends are not mended by one port', async () => {
    const one = publish(service(), node(), pod());
    const report = await evaluateObjects(
      ...one,
      shop(to('web', { number: 8080 }), to('web', { number: 8081 })),
    );
    expect(onlyFinding(report, RULE).remedy.kind).toBe('next');
  });
});
