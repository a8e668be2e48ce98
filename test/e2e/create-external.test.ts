import type { V1EndpointSlice, V1Endpoints, V1Service } from '@kubernetes/client-node';
import { describe, expect } from 'vitest';
import type { Namespace } from '../support/e2e/namespace.ts';
import {
  expectHealthy,
  test,
  testWithControllers,
  testWithDualStack,
  verdict,
} from '../support/e2e/suite.ts';
import { waitFor } from '../support/e2e/wait.ts';

const create = (namespace: Namespace, ...args: string[]) => namespace.run('create-external', ...args);

describe('create-external', () => {
  testWithControllers('writes a Service and its Endpoints', async ({ namespace }) => {
    const run = await create(namespace, 'nginx', '--ip', '139.59.205.180', '--port', '80');
    expect(run).toEqual({ code: 0, stdout: 'service/nginx created\nendpoints/nginx created\n', stderr: '' });

    const service = await namespace.find<V1Service>('services/nginx');
    expect(service?.spec?.selector).toBeUndefined();
    expect(service?.metadata?.labels).toMatchObject({ 'app.kubernetes.io/managed-by': 'kubectl-endpoints' });
    const endpoints = await namespace.find<V1Endpoints>('endpoints/nginx');
    expect(endpoints?.subsets).toEqual([
      { addresses: [{ ip: '139.59.205.180' }], ports: [{ port: 80, protocol: 'TCP' }] },
    ]);
    await expectHealthy(namespace, 'nginx');
  });

  testWithControllers('writes several ports and addresses', async ({ namespace }) => {
    const addresses = ['--ip', '192.0.2.10,192.0.2.11'];
    const ports = ['--port', 'pg:5432', '--port', 'metrics:9187:9188/TCP'];
    expect((await create(namespace, 'legacy-db', ...addresses, ...ports)).code).toBe(0);

    await namespace.published('legacy-db', 2);
    const { services } = await namespace.report('describe', 'svc', 'legacy-db');
    const counted = { nodePort: null, appProtocol: null, readyCount: 2, backendCount: 2 };
    expect(services[0]?.ports).toEqual([
      { name: 'pg', port: 5432, protocol: 'TCP', targetPort: 5432, ...counted },
      { name: 'metrics', port: 9187, protocol: 'TCP', targetPort: 9188, ...counted },
    ]);
    await expectHealthy(namespace, 'legacy-db');
  });

  test('writes an EndpointSlice that its Service owns', async ({ namespace }) => {
    const args = ['--ip', '192.0.2.10', '--port', '5432', '--kind', 'endpointslice'];
    const { code, stdout, stderr } = await create(namespace, 'db', ...args);
    const [slice] = await namespace.slices('db');
    const created = `service/db created\nendpointslice.discovery.k8s.io/${slice?.metadata?.name} created\n`;
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: created, stderr: '' });

    const service = await namespace.find<V1Service>('services/db');
    expect(slice?.metadata?.ownerReferences).toMatchObject([
      { kind: 'Service', name: 'db', uid: service?.metadata?.uid },
    ]);
    expect(slice?.metadata?.labels).toMatchObject({
      'endpointslice.kubernetes.io/managed-by': 'kubectl-endpoints',
    });
    await expectHealthy(namespace, 'db');
  });

  testWithControllers('leaves nothing behind when the Service is deleted', async ({ namespace }) => {
    await create(namespace, 'db', '--ip', '192.0.2.10', '--port', '5432', '--kind', 'endpointslice');
    expect(await namespace.slices('db')).toHaveLength(1);
    await namespace.delete('services/db');
    await waitFor(async () => (await namespace.slices('db')).length === 0);
  });

  testWithDualStack('takes addresses of both families', async ({ namespace }) => {
    const args = ['--ip', '2001:db8::5', '--ip', '192.0.2.10', '--port', '443', '--kind', 'endpointslice'];
    expect((await create(namespace, 'both', ...args)).code).toBe(0);

    const service = await namespace.find<V1Service>('services/both');
    expect(service?.spec).toMatchObject({ ipFamilyPolicy: 'PreferDualStack', ipFamilies: ['IPv6', 'IPv4'] });
    const types = (await namespace.slices('both')).map(({ addressType }: V1EndpointSlice) => addressType);
    expect(types.toSorted()).toEqual(['IPv4', 'IPv6']);
    await expectHealthy(namespace, 'both');
  });

  testWithDualStack('takes addresses of both families in Endpoints', async ({ namespace }) => {
    expect((await create(namespace, 'both', '--ip', '192.0.2.10,2001:db8::5', '--port', '443')).code).toBe(0);
    await waitFor(async () => (await namespace.slices('both')).length === 2);
    await expectHealthy(namespace, 'both');
  });

  testWithControllers('makes a headless Service', async ({ namespace }) => {
    expect((await create(namespace, 'peers', '--ip', '192.0.2.10', '--port', '80', '--headless')).code).toBe(
      0,
    );
    expect((await namespace.find<V1Service>('services/peers'))?.spec?.clusterIP).toBe('None');
    await expectHealthy(namespace, 'peers');
  });

  test('makes an alias for a name', async ({ namespace }) => {
    const run = await create(namespace, 'rtfm', '--external-name', 'rtfm.co.ua');
    expect(run).toEqual({ code: 0, stdout: 'service/rtfm created\n', stderr: '' });
    const { spec } = (await namespace.find<V1Service>('services/rtfm')) ?? {};
    expect(spec).toMatchObject({ type: 'ExternalName', externalName: 'rtfm.co.ua' });
    const report = await namespace.report('describe', 'svc', 'rtfm');
    expect(verdict(report)).toEqual({ status: 'ExternalName', findings: [] });
  });
});

describe('create-external again', () => {
  for (const kind of ['endpoints', 'endpointslice']) {
    test(`with the same addresses changes no ${kind}`, async ({ namespace }) => {
      const args = ['db', '--ip', '192.0.2.10', '--port', '5432', '--kind', kind];
      const first = await create(namespace, ...args);
      const service = await namespace.find('services/db');
      const second = await create(namespace, ...args);
      expect(second).toEqual({
        code: 0,
        stdout: first.stdout.replaceAll('created', 'unchanged'),
        stderr: '',
      });
      expect(await namespace.find('services/db')).toEqual(service);
    });

    test(`with another address configures the ${kind}`, async ({ namespace }) => {
      const args = ['db', '--port', '5432', '--kind', kind];
      await create(namespace, ...args, '--ip', '192.0.2.10');
      const { code, stdout } = await create(namespace, ...args, '--ip', '192.0.2.99');
      expect({ code, stdout }).toEqual({
        code: 0,
        stdout: expect.stringMatching(/^service\/db unchanged\nendpoint\S+\/db\S* configured\n$/),
      });
    });
  }

  testWithControllers('as an EndpointSlice takes the Endpoints away', async ({ namespace }) => {
    const args = ['db', '--ip', '192.0.2.10', '--port', '5432'];
    await create(namespace, ...args);
    await namespace.published('db', 1);
    const { code, stdout } = await create(namespace, ...args, '--kind', 'endpointslice');
    const outcome = /^service\/db unchanged\nendpointslice\S+ created\nendpoints\/db deleted\n$/;
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(outcome) });
    await waitFor(async () => (await namespace.slices('db')).length === 1);
    await expectHealthy(namespace, 'db');
  });

  testWithControllers('the new address is the one that is routed to', async ({ namespace }) => {
    for (const ip of ['192.0.2.10', '192.0.2.99'])
      await create(namespace, 'db', '--ip', ip, '--port', '5432');
    const addresses = async () => {
      const { services } = await namespace.report('describe', 'svc', 'db');
      return services[0]?.backends?.map(({ address, routable }) => `${address} ${routable}`).join();
    };
    await waitFor(async () => (await addresses()) === '192.0.2.99 true');
    await expectHealthy(namespace, 'db');
  });
});
