/** describe pod, ip and ingress on files, with the output for scripts. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { JsonIngressReport } from '../../src/model/report/json-ingress.ts';
import type { JsonAddressReport, JsonPodReport } from '../../src/model/report/json-lookup.ts';
import { publish } from '../support/controllers.ts';
import {
  endpoint,
  endpoints,
  headless,
  ingress,
  manifest,
  node,
  pod,
  type Raw,
  selectorless,
  service,
  slice,
  subset,
  workload,
} from '../support/objects.ts';
import { run } from '../support/run-main.ts';

const list = (...items: Raw[]) => JSON.stringify({ apiVersion: 'v1', kind: 'List', items });

async function report<T>(objects: readonly Raw[], ...argv: string[]): Promise<T> {
  const { stdout, stderr } = await run(['describe', ...argv, '-f', '-', '-o', 'json'], {
    stdin: list(...objects),
  });
  return JSON.parse(stdout || stderr);
}

const ingressClass = (name: string, annotations = {}): Raw => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'IngressClass',
  metadata: { name, uid: name, annotations },
  spec: { controller: `example.com/${name}` },
});
const createdAt = (creationTimestamp: string, object: Raw): Raw => ({
  ...object,
  metadata: { ...object.metadata, creationTimestamp },
});
const isDefault = { 'ingressclass.kubernetes.io/is-default-class': 'true' };

describe('pod', () => {
  const rows = async (objects: readonly Raw[], name = 'a1') => {
    const { pods } = await report<JsonPodReport>(objects, 'pod', name);
    return pods.flatMap(({ backends }) =>
      backends.map(
        (row) =>
          `${row.service} ${row.via} ${row.servicePort}->${row.targetPort}=${row.port} ${row.endpointsState}/${row.endpointSliceState} ${row.routable} ${row.reason}`,
      ),
    );
  };
  const named = { ports: [{ port: 80, targetPort: 'http' }] };

  test.each<[string, Raw[], string[]]>([
    [
      'selected and served',
      publish(service(), pod(), node()),
      ['web selector 80->8080=8080 ready/ready true '],
    ],
    [
      'not Ready',
      publish(service(), pod('a1', { ready: 'False' }), node()),
      ['web selector 80->8080=8080 notReady/notReady false NotReady'],
    ],
    [
      'not resolved',
      publish(service(named), pod(), node()),
      ['web selector 80->http=null absent/absent false '],
    ],
    [
      'finished',
      publish(service(), pod('a1', { phase: 'Succeeded' }), node()),
      ['web selector 80->8080=8080 absent/absent false Succeeded'],
    ],
    [
      'evicted',
      publish(service(), pod('a1', { phase: 'Failed', reason: 'Evicted' }), node()),
      ['web selector 80->8080=8080 absent/absent false Evicted'],
    ],
    [
      'headless',
      publish(service({ ...headless, ports: [] }), pod(), node()),
      ['web selector null->null=null ready/ready true '],
    ],
    [
      'listed by hand, by its address',
      publish(pod('a1', { labels: {} }), node(), selectorless(), endpoints([subset(['10.0.0.1'])])),
      ['web address 80->8080=8080 ready/ready true '],
    ],
    [
      'listed by hand, by its name',
      [
        pod('a1', { labels: {} }),
        node(),
        selectorless(),
        slice(
          [endpoint('10.0.0.1', 'Tuu', { targetRef: { kind: 'Pod', namespace: 'default', name: 'a1' } })],
          {
            managedBy: 'me',
          },
        ),
      ],
      ['web targetRef 80->8080=8080 absent/ready true '],
    ],
    ['of another namespace', publish(service({}, { namespace: 'shop' }), pod(), node()), []],
    [
      'a template',
      [
        manifest(service(named)),
        manifest(workload('Deployment', 'a1', { ports: [{ name: 'http', containerPort: 81 }] })),
      ],
      ['web selector 80->http=81 unknown/unknown true '],
    ],
  ])('%s', async (_, objects, expected) => {
    expect(await rows(objects)).toEqual(expected);
  });

  test('findings are of this Pod and its Services, not of other Pods behind them', async () => {
    const objects = publish(
      service(),
      service({ selector: { app: 'nobody' } }, { name: 'other' }),
      pod('a1', { ready: 'False' }),
      pod('a2', { ready: 'False', ips: ['10.0.0.2'] }),
      pod('a3', { ips: ['10.0.0.3'] }),
      node(),
    );
    const { pods, findings } = await report<JsonPodReport>(objects, 'pod', 'a1');
    expect(findings.map(({ name, subject }) => `${name} ${subject.name}`)).toEqual(['pod-not-ready a1']);
    expect(pods.map(({ findingNames }) => findingNames)).toEqual([['pod-not-ready']]);
    const { findings: none } = await report<JsonPodReport>(objects, 'pod', 'a3');
    expect(none).toEqual([]);
  });

  test('whether it is ready, since when and on what', async () => {
    const { pods } = await report<JsonPodReport>([pod('a1', { ready: 'False' }), node()], 'pod');
    expect(pods).toMatchObject([
      {
        ...{ phase: 'Running', ready: false, reason: 'NotReady', since: '2026-01-02T00:00:00Z' },
        ...{ node: 'n1', zone: 'za', hostNetwork: false, terminating: false, podIPs: ['10.0.0.1'] },
      },
    ]);
  });
});

test('of many Services that almost select a Pod the first are shown', async () => {
  const many = Array.from({ length: 30 }, (_, i) =>
    manifest(service({ selector: { app: 'a', tier: 'x' } }, { name: `s${i}` })),
  );
  const lines = async (...more: string[]) => {
    const stdin = list(manifest(pod()), ...many);
    const { stdout } = await run(['describe', 'pod', '-f', '-', ...more], { stdin });
    return [stdout.match(/^ {2}Service s\d+: tier/gm)?.length, /^ {2}and 20 more \(/m.test(stdout)];
  };
  expect(await lines()).toEqual([10, true]);
  expect(await lines('-o', 'wide')).toEqual([30, false]);
});

test('who selects a Pod, where a Service cannot be read', async () => {
  const read = async (port: unknown) => {
    const refused = manifest(service({ selector: { app: 'x' }, ports: [{ port }] }));
    const stdin = list(manifest(pod()), refused);
    return (await run(['describe', 'pod', '-f', '-'], { stdin })).stdout;
  };
  expect(await read('80')).toMatch(/^Selected by: +<unknown>$/m);
  expect(await read(80)).toMatch(/^Selected by: +<none>$/m);
});

describe('ip', () => {
  test('how each row comes to its Service, where several Pods have the address', async () => {
    const spec = { hostNetwork: true };
    const target = { targetRef: { kind: 'Pod', namespace: 'default', name: 'b1' } };
    const { addresses } = await report<JsonAddressReport>(
      [
        ...publish(service(), pod('a1', { spec }), node()),
        pod('b1', { spec, labels: {} }),
        slice([endpoint('10.0.0.1', 'TTF', target)], { name: 'mine', managedBy: 'me' }),
      ],
      'ip',
      '10.0.0.1',
    );
    expect(addresses[0]?.backends.map(({ pod, via }) => `${pod} ${via}`)).toEqual([
      'a1 selector',
      'b1 targetRef',
    ]);
  });

  test('what could not be read is not said to be nothing', async () => {
    const read = async (...objects: Raw[]) =>
      (await run(['describe', 'ip', '10.0.0.1', '-f', '-'], { stdin: list(...objects) })).stdout;
    expect(await read(service({ selector: { app: 'b' } }), pod(), node())).toMatch(
      /^Endpoint of: +<unknown>$/m,
    );
    expect(await read(...publish(service({ selector: { app: 'b' } }), pod(), node()))).toMatch(
      /^Endpoint of: +<none>$/m,
    );
    const listed = (node: string) =>
      publish(
        selectorless(),
        endpoints([subset(['10.0.0.1'])]),
        service({}, { name: 'b' }),
        pod('b1', { ips: ['10.0.0.2'], node }),
      );
    expect(await read(...listed('n1'))).toMatch(/^Owned by: +<unknown>$/m);
    expect(await read(...listed(''))).toMatch(/^Owned by: +<none>$/m);
  });

  const lookUp = async (address: string, ...objects: Raw[]) => {
    const { addresses } = await report<JsonAddressReport>(objects, 'ip', address);
    const [entry] = addresses;
    return {
      owners: entry?.owners.map(
        ({ kind, name, as, status }) => `${kind} ${name} ${as}${status ? ` ${status}` : ''}`,
      ),
      services: entry?.backends.map(({ service, servicePort }) => `${service} ${servicePort}`),
      listedIn: entry?.listedIn.map(({ kind, name }) => `${kind} ${name}`),
      nodePorts: entry?.nodePorts.map(({ service, nodePort }) => `${service} ${nodePort}`),
    };
  };
  const nodeAt = (...addresses: { type: string; address: string }[]): Raw => ({
    ...node(),
    status: { addresses, conditions: [{ type: 'Ready', status: 'True' }] },
  });

  test.each<[string, string, Raw[], object]>([
    [
      'a cluster IP',
      '10.96.0.7',
      publish(service(), pod(), node()),
      { owners: ['Service web clusterIP Healthy'] },
    ],
    [
      'an external IP, which two Services have',
      '198.51.100.1',
      publish(
        service({ externalIPs: ['198.51.100.1'] }),
        service({ externalIPs: ['198.51.100.1'] }, { name: 'web2' }),
        pod(),
        node(),
      ),
      { owners: ['Service web externalIP Healthy', 'Service web2 externalIP Healthy'] },
    ],
    [
      'a load balancer',
      '2001:db8::5',
      publish(
        { ...service(), status: { loadBalancer: { ingress: [{ ip: '2001:DB8:0::5' }] } } },
        pod(),
        node(),
      ),
      { owners: ['Service web loadBalancer Healthy'] },
    ],
    [
      'of an Ingress',
      '203.0.113.7',
      [{ ...ingress('shop', []), status: { loadBalancer: { ingress: [{ ip: '203.0.113.7' }] } } }],
      { owners: ['Ingress shop loadBalancer'] },
    ],
    [
      'the external name that is none',
      '192.0.2.1',
      [service({ type: 'ExternalName', externalName: '192.0.2.1', clusterIPs: [], selector: undefined })],
      { owners: ['Service web externalName ExternalName'] },
    ],
    [
      'a Node, with node ports',
      '192.168.0.1',
      publish(
        service({ type: 'NodePort', ports: [{ port: 80, targetPort: 8080, nodePort: 30080 }] }),
        nodeAt({ type: 'InternalIP', address: '192.168.0.1' }),
        pod('a1', { ips: ['192.168.0.1'], spec: { hostNetwork: true } }),
      ),
      {
        owners: ['Pod a1 podIP', 'Node n1 InternalIP'],
        services: ['web 80'],
        nodePorts: ['web 30080'],
      },
    ],
    [
      'a Pod that has ended comes last',
      '10.0.0.1',
      [pod('a0', { phase: 'Succeeded' }), pod('b1'), node()],
      { owners: ['Pod b1 podIP', 'Pod a0 podIP'] },
    ],
    [
      'an endpoint outside',
      '192.0.2.1',
      publish(selectorless(), endpoints([subset(['192.0.2.1'])])),
      { owners: [], services: ['web 80'], listedIn: [] },
    ],
    [
      'a slice without its Service',
      '192.0.2.1',
      [slice([endpoint('192.0.2.1')], { name: 'left', service: 'gone' })],
      { owners: [], services: [], listedIn: ['EndpointSlice left'] },
    ],
  ])('%s', async (_, address, objects, expected) => {
    expect(await lookUp(address, ...objects)).toMatchObject(expected);
  });

  test.each([
    [['10.0.0.1'], 0, ''],
    [['10.0.0.1', '10.9.9.9'], 1, /^error: address 10\.9\.9\.9 not found in .*\n$/],
    [['10.9.9.9'], 1, /^error: address 10\.9\.9\.9 not found in .*\n$/],
  ])('the code for %j is %i', async (addresses, code, said) => {
    const stdin = list(...publish(service(), pod(), node()));
    const table = await run(['describe', 'ip', ...addresses, '-f', '-'], { stdin });
    expect(table).toMatchObject({ code, stderr: expect.stringMatching(said) });
    expect(table.stdout === '').toBe(!addresses.includes('10.0.0.1'));
    for (const format of ['json', 'yaml', 'name', 'wide'])
      expect((await run(['describe', 'ip', ...addresses, '-f', '-', '-o', format], { stdin })).code).toBe(
        code,
      );
  });

  test('findings are of its rows, and of the Services that have it', async () => {
    const objects = publish(service(), pod(), pod('a2', { ready: 'False', ips: ['10.0.0.2'] }), node());
    const rules = async (address: string) =>
      (await report<JsonAddressReport>(objects, 'ip', address)).findings.map(({ name }) => name);
    expect(await rules('10.0.0.1')).toEqual([]);
    expect(await rules('10.0.0.2')).toEqual(['pod-not-ready']);
    expect(await rules('10.96.0.7')).toEqual(['pod-not-ready']);
  });

  test('-n narrows, -A does not', async () => {
    const stdin = list(...publish(service(), pod(), node()));
    const code = async (...more: string[]) =>
      (await run(['describe', 'ip', '10.0.0.1', '-f', '-', ...more], { stdin })).code;
    expect([await code(), await code('-A'), await code('-n', 'default'), await code('-n', 'shop')]).toEqual([
      0, 0, 0, 1,
    ]);
  });
});

describe('ingress', () => {
  const to = (name: string, port: object) => ({ service: { name, port } });

  test('where each path leads', async () => {
    const paths = [
      to('web', { number: 80 }),
      to('web', { name: 'http' }),
      to('web', { number: 8080 }),
      to('gone', { number: 80 }),
      to('down', { number: 80 }),
      to('alias', { number: 80 }),
      to('web', { name: 'use-annotation' }),
      { resource: { apiGroup: 'example.com', kind: 'Bucket', name: 'static' } },
    ];
    const objects = publish(
      service({ ports: [{ name: 'http', port: 80, targetPort: 8080 }] }),
      service({ selector: { app: 'nobody' } }, { name: 'down' }),
      service({ type: 'ExternalName', externalName: 'x.example', selector: undefined }, { name: 'alias' }),
      service({}, { name: 'unrelated' }),
      pod(),
      node(),
      ingress('shop', paths, { defaultBackend: to('web', { number: 80 }) }),
    );
    const { ingresses, services, findings } = await report<JsonIngressReport>(objects, 'ingress', 'shop');
    const [entry] = ingresses;
    expect(
      entry?.paths.map(({ path, state, readyCount, backendCount }) => [
        path,
        state,
        readyCount,
        backendCount,
      ]),
    ).toEqual([
      [null, 'routed', 1, 1],
      ['/0', 'routed', 1, 1],
      ['/1', 'routed', 1, 1],
      ['/2', 'portMissing', null, null],
      ['/3', 'serviceMissing', null, null],
      ['/4', 'notRouted', 0, 0],
      ['/5', 'externalName', null, null],
      ['/6', 'unknown', null, null],
      ['/7', 'resource', null, null],
    ]);
    expect(services.map(({ name }) => name)).toEqual(['alias', 'down', 'web']);
    expect(findings.map(({ name }) => name)).toEqual(['ingress-backend-missing', 'selector-matches-no-pods']);
  });

  test('of two ports with one number HTTP goes to the one of TCP', async () => {
    const ports = ['UDP', 'TCP'].map((protocol) => ({ name: protocol.toLowerCase(), port: 80, protocol }));
    const objects = [service({ ports }), ingress('shop', [to('web', { number: 80 })])];
    const { ingresses } = await report<JsonIngressReport>(objects, 'ingress');
    expect(ingresses[0]?.paths[0]).toMatchObject({ protocol: 'TCP' });
  });

  test('only its own findings', async () => {
    const objects = [ingress('a', [to('gone', { number: 80 })]), ingress('b', [to('left', { number: 80 })])];
    const { findings } = await report<JsonIngressReport>(objects, 'ingress', 'b');
    expect(findings.map(({ subject }) => subject.name)).toEqual(['b']);
    const both = await report<JsonIngressReport>(objects, 'ingress');
    expect(both.ingresses.map(({ name, findingNames }) => [name, findingNames])).toEqual([
      ['a', ['ingress-backend-missing']],
      ['b', ['ingress-backend-missing']],
    ]);
  });

  const annotated = { annotations: { 'kubernetes.io/ingress.class': 'old' } };
  test.each<[string, Raw[], object]>([
    [
      'named',
      [ingress('i', [], { ingressClassName: 'nginx' }), ingressClass('nginx')],
      { name: 'nginx', origin: 'spec', controller: 'example.com/nginx', exists: true },
    ],
    [
      'missing',
      [ingress('i', [], { ingressClassName: 'nginx' }), ingressClass('other')],
      { name: 'nginx', origin: 'spec', controller: null, exists: false },
    ],
    [
      'unread',
      [ingress('i', [], { ingressClassName: 'nginx' })],
      { name: 'nginx', origin: 'spec', exists: null },
    ],
    [
      'by annotation',
      [ingress('i', [], {}, annotated), ingressClass('other', isDefault)],
      { name: 'old', origin: 'annotation', exists: false },
    ],
    [
      'the default',
      [ingress('i', []), ingressClass('a'), ingressClass('b', isDefault)],
      { name: 'b', origin: 'default', exists: true },
    ],
    [
      'of several defaults the newest',
      [
        ingress('i', []),
        createdAt('2026-01-01T00:00:00Z', ingressClass('a', isDefault)),
        createdAt('2026-01-02T00:00:00Z', ingressClass('c', isDefault)),
        createdAt('2026-01-02T00:00:00Z', ingressClass('b', isDefault)),
      ],
      { name: 'b', origin: 'default', exists: true },
    ],
    ['none', [ingress('i', []), ingressClass('a')], { name: null, origin: 'none', exists: false }],
    ['none, as far as one can see', [ingress('i', [])], { name: null, origin: 'none', exists: null }],
  ])('its class: %s', async (_, objects, expected) => {
    const { ingresses } = await report<JsonIngressReport>(objects, 'ingress');
    expect(ingresses[0]?.class).toMatchObject(expected);
  });
});

describe('the keys that docs/lookups.md has', () => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/lookups.md'), 'utf8');
  const documented = (name: string) => {
    const [, keys = ''] = new RegExp(`\\\`${name}(?:\\[\\])?\\\`: \\\`([^\`]*)\\\``).exec(page) ?? [];
    return keys.split(/\s+/);
  };
  const recording = join(import.meta.dirname, '../lookups/way-back.json');
  const printed = async (...argv: string[]) =>
    JSON.parse((await run(['describe', ...argv, '-f', recording, '-o', 'json'])).stdout);

  test('are those that are printed', async () => {
    const { pods } = await printed('pod', 'wep-2');
    const { addresses } = await printed('ip', '10.244.0.7');
    const { ingresses } = await printed('ingress');
    for (const [name, value] of Object.entries({
      pods: pods[0],
      almostSelectedBy: pods[0].almostSelectedBy[0],
      addresses: addresses[0],
      owners: addresses[0].owners[0],
      ingresses: ingresses[0],
      class: ingresses[0].class,
      paths: ingresses[0].paths[0],
    }))
      expect({ name, keys: documented(name) }).toEqual({ name, keys: Object.keys(value) });
  });
});
