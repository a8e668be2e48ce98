/** describe pod, ip and ingress on a real API server. */
import type { V1Ingress, V1Service } from '@kubernetes/client-node';
import { describe, expect } from 'vitest';
import type { JsonIngressReport } from '../../src/model/report/json-ingress.ts';
import type { JsonAddressReport, JsonLookupRow, JsonPodReport } from '../../src/model/report/json-lookup.ts';
import { addressOf, endpoints, nodes, pod, selectorless, service } from '../support/e2e/live-objects.ts';
import type { Namespace } from '../support/e2e/namespace.ts';
import { allExcept, userWith } from '../support/e2e/roles.ts';
import { testWithControllers as test } from '../support/e2e/suite.ts';

const ports = [{ name: 'http', containerPort: 8080 }];

/** Three Pods, one not Ready and one without a Service, and two Services, one hand-written. */
async function shop(namespace: Namespace): Promise<void> {
  await namespace.create(
    service('web', { type: 'NodePort', ports: [{ port: 80, targetPort: 'http' }] }),
    selectorless('legacy', { ports: [{ port: 5432 }] }),
    endpoints('legacy', { addresses: [{ ip: '10.244.8.1' }], ports: [{ port: 5432 }] }),
    pod('web-0', { app: 'web', ip: '10.244.8.1', ports }),
    pod('web-1', { app: 'web', ip: '10.244.8.2', ports, ready: false }),
    pod('wep-2', { app: 'wep', ip: '10.244.8.3', ports }),
  );
  await namespace.published('web', 2);
  await namespace.published('legacy', 1);
}

async function answer<T>(namespace: Namespace, ...args: string[]): Promise<T> {
  const { stdout, stderr } = await namespace.run('describe', ...args, '-o', 'json');
  return JSON.parse(stdout || JSON.stringify(stderr));
}

const inShort = ({
  service,
  via,
  servicePort,
  port,
  endpointsState,
  endpointSliceState,
  routable,
}: JsonLookupRow) =>
  `${service} ${via} ${servicePort} ${port} ${endpointsState} ${endpointSliceState} ${routable}`;

describe('describe pod', () => {
  test('shows who selects and who lists it', async ({ namespace }) => {
    await shop(namespace);
    const { pods, findings } = await answer<JsonPodReport>(namespace, 'pod');
    expect(pods.map(({ name, ready, backends }) => [name, ready, backends.map(inShort)])).toEqual([
      ['web-0', true, ['legacy address 5432 5432 ready ready true', 'web selector 80 8080 ready ready true']],
      ['web-1', false, ['web selector 80 8080 notReady notReady false']],
      ['wep-2', true, []],
    ]);
    expect(pods[2]?.almostSelectedBy).toEqual([
      {
        namespace: namespace.name,
        service: 'web',
        difference: { key: 'app', wanted: 'web', has: 'wep', similar: null },
        selectedCount: 2,
      },
    ]);
    expect(findings.map(({ name, subject }) => `${name} ${subject.name}`)).toEqual(['pod-not-ready web-1']);
  });

  test('takes arguments as describe svc does', async ({ namespace }) => {
    await shop(namespace);
    const named = async (...args: string[]) =>
      (await namespace.run('describe', ...args, '-o', 'name')).stdout.trim().split('\n').join(' ');
    expect(await named('po/web-1')).toBe('pod/web-1');
    expect(await named('pods', 'web-')).toBe('pod/web-0 pod/web-1');
    expect(await named('pod', '-l', 'app in (wep, wop)')).toBe('pod/wep-2');
    expect(await named('pod', '-A', '-l', 'app')).toContain('pod/wep-2');
    expect(await namespace.run('describe', 'pod', 'web-1', 'nope', '-o', 'name')).toEqual({
      code: 1,
      stdout: 'pod/web-1\n',
      stderr: 'Error from server (NotFound): pods "nope" not found\n',
    });
    expect(await namespace.run('describe', 'pod', '-l', 'app=none')).toEqual({
      code: 0,
      stdout: '',
      stderr: `No resources found in ${namespace.name} namespace.\n`,
    });
  });
});

describe('describe ip', () => {
  test('finds who has an address', async ({ namespace }) => {
    await shop(namespace);
    const stored = await namespace.find<V1Service>('services/web');
    const clusterIP = stored?.spec?.clusterIP ?? '';
    const mapped = (address: string) => `::FFFF:${address}`;
    const asked = [mapped('10.244.8.1'), clusterIP, addressOf(nodes[1])];
    const { addresses } = await answer<JsonAddressReport>(namespace, 'ip', ...asked, '-n', namespace.name);
    const ownersOf = (index: number) =>
      addresses[index]?.owners.map(({ kind, name, as }) => `${kind} ${name} ${as}`);
    expect(addresses.map(({ address }) => address)).toEqual(['10.244.8.1', clusterIP, addressOf(nodes[1])]);
    expect(ownersOf(0)).toEqual(['Pod web-0 podIP']);
    expect(addresses[0]?.backends.map(inShort)).toEqual([
      'legacy address 5432 5432 ready ready true',
      'web selector 80 8080 ready ready true',
    ]);
    expect(ownersOf(1)).toEqual(['Service web clusterIP']);
    expect(ownersOf(2)).toContain(`Node ${nodes[1]} InternalIP`);
    expect(addresses[2]?.nodePorts).toContainEqual(
      expect.objectContaining({ namespace: namespace.name, service: 'web', servicePort: 80 }),
    );
  });

  test('nobody has it: one line, and a code', async ({ namespace }) => {
    expect(await namespace.run('describe', 'ip', '203.0.113.250')).toEqual({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/^error: address 203\.0\.113\.250 not found in .*\n$/),
    });
  });
});

test('describe ingress shows where each path leads', async ({ namespace, onTestFinished }) => {
  await shop(namespace);
  const name = `class-${namespace.name}`;
  const classes = '/apis/networking.k8s.io/v1/ingressclasses';
  const controller = 'example.com/controller';
  await namespace.client.request('POST', classes, { metadata: { name }, spec: { controller } });
  onTestFinished(async () => {
    await namespace.client.send('DELETE', `${classes}/${name}`);
  });
  const to = (service: string, port: object) => ({ service: { name: service, port } });
  const path = (at: string, backend: object) => ({ path: at, pathType: 'Prefix', backend });
  const ingress = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: 'front' },
    spec: {
      ingressClassName: name,
      defaultBackend: to('legacy', { number: 5432 }),
      tls: [{ hosts: ['shop.example'], secretName: 'shop-tls' }],
      rules: [
        {
          host: 'shop.example',
          http: { paths: [path('/', to('web', { number: 80 })), path('/cart', to('cart', { number: 80 }))] },
        },
      ],
    },
  } as V1Ingress;
  await namespace.create(ingress);
  const { ingresses, services, findings } = await answer<JsonIngressReport>(namespace, 'ingress', 'front');
  expect(ingresses).toMatchObject([
    {
      class: { name, origin: 'spec', controller, exists: true },
      tls: [{ hosts: ['shop.example'], secretName: 'shop-tls' }],
      paths: [
        {
          host: null,
          defaultBackend: true,
          service: 'legacy',
          state: 'routed',
          readyCount: 1,
          backendCount: 1,
        },
        { host: 'shop.example', path: '/', service: 'web', state: 'routed', readyCount: 1, backendCount: 2 },
        { host: 'shop.example', path: '/cart', service: 'cart', state: 'serviceMissing', readyCount: null },
      ],
    },
  ]);
  expect(services.map(({ name }) => name)).toEqual(['legacy', 'web']);
  expect(findings.map(({ name }) => name)).toEqual(['ingress-backend-missing', 'pod-not-ready']);
});

test('the way back is the way there', async ({ namespace }) => {
  await shop(namespace);
  const { services } = await namespace.report('describe', 'svc');
  const rows = services.flatMap(({ name, backends }) =>
    (backends ?? []).map((row) => JSON.stringify({ service: name, ...row })),
  );
  const of = (key: 'pod' | 'address', value: string) =>
    rows.filter((row) => JSON.parse(row)[key] === value).toSorted();
  const back = (found: readonly JsonLookupRow[]) =>
    found
      .map(({ namespace: _, service, via: __, targetPort: ___, ...row }) =>
        JSON.stringify({ service, ...row }),
      )
      .toSorted();
  for (const [name, ip] of Object.entries({
    'web-0': '10.244.8.1',
    'web-1': '10.244.8.2',
    'wep-2': '10.244.8.3',
  })) {
    const { pods } = await answer<JsonPodReport>(namespace, 'pod', name);
    const named = (pods[0]?.backends ?? []).filter(({ via }) => via !== 'address');
    expect(back(named)).toEqual(of('pod', name));
    const { addresses } = await answer<JsonAddressReport>(namespace, 'ip', ip, '-n', namespace.name);
    expect(back(addresses[0]?.backends ?? [])).toEqual(of('address', ip));
  }
});

describe('who may read only a namespace', () => {
  test('is told what is not known', async ({ namespace }) => {
    await shop(namespace);
    const user = await userWith(namespace, { reads: allExcept() });
    const as = (...args: string[]) => namespace.run('describe', ...args, '--kubeconfig', user);
    const described = await as('pod', 'web-0');
    expect(described).toMatchObject({ code: 0, stderr: '' });
    expect(described.stdout).toMatch(/web +80\/TCP +http -> 8080 .* routed\n/);
    expect(described.stdout).toMatch(
      /\nUnknown, because objects could not be read:\n {2}nodes.* is forbidden: /,
    );
    const found = await as('ip', '10.244.8.1');
    expect(found).toMatchObject({ code: 0, stdout: expect.stringContaining(`Pod ${namespace.name}/web-0`) });
    expect(found.stdout).toMatch(/\nUnknown, [\s\S]* {2}nodes is forbidden: /);
    expect(found.stderr).toMatch(/^Warning: services is forbidden: .* read only 1 namespace: /);
    const nobody = await as('ip', addressOf(nodes[2]));
    expect(nobody).toMatchObject({ code: 1, stdout: '' });
    expect(nobody.stderr).toMatch(
      /^error: address 192\.168\.0\.13 not found, but some kinds could not be read: .*Nodes/,
    );
    expect(nobody.stderr).toMatch(/\nWarning: nodes is forbidden: /);
  });

  test('no Pods: an unknown, not nobody', async ({ namespace }) => {
    await shop(namespace);
    const user = await userWith(namespace, { reads: allExcept('pods'), nodes: true });
    const as = (...args: string[]) => namespace.run('describe', ...args, '--kubeconfig', user);
    const refusal = /^Error from server \(Forbidden\): pods .*is forbidden: User .*\n$/;
    for (const args of [['pod'], ['pod', 'web-0'], ['pod', '-l', 'app=web']])
      expect(await as(...args)).toEqual({ code: 1, stdout: '', stderr: expect.stringMatching(refusal) });
    const nobody = await as('ip', '10.244.8.3', '-n', namespace.name);
    expect(nobody).toMatchObject({ code: 1, stdout: '' });
    expect(nobody.stderr).toMatch(
      /^error: address .* not found.*, but some kinds could not be read: Pods\nWarning: pods is forbidden: /,
    );
  });

  test('nothing: is told so', async ({ namespace }) => {
    await shop(namespace);
    const user = await userWith(namespace, {});
    for (const args of [['pod', 'web-0'], ['ip', '10.244.8.1'], ['ingress']]) {
      const run = await namespace.run('describe', ...args, '--kubeconfig', user);
      expect(run).toMatchObject({ code: 1, stdout: '' });
      expect(run.stderr).toMatch(/^Error from server \(Forbidden\): services .*is forbidden: User .*\n$/);
    }
  });
});
