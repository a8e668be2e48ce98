import { expect, test } from 'vitest';
import { buildObjects } from '../../src/external/build-objects.ts';
import { readOptions } from '../../src/external/external-options.ts';
import { parseCommandLine } from '../support/external/parse-command-line.ts';

const build = (line: string, namespace: string | null = null) =>
  buildObjects(readOptions(parseCommandLine(...line.split(' '))), namespace);

const ours = { 'app.kubernetes.io/managed-by': 'kubectl-endpoints' };

test('Endpoints: the Service has no selector, and the ports agree', () => {
  const ports = '--port pg:5432 --port metrics:9187:9188';
  expect(build(`db --ip 192.0.2.10,192.0.2.11 ${ports} -l app=db --annotation o=me`, 'shop')).toEqual({
    service: {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'db', namespace: 'shop', labels: { app: 'db', ...ours }, annotations: { o: 'me' } },
      spec: {
        ipFamilyPolicy: 'SingleStack',
        ipFamilies: ['IPv4'],
        ports: [
          { name: 'pg', port: 5432, targetPort: 5432, protocol: 'TCP' },
          { name: 'metrics', port: 9187, targetPort: 9188, protocol: 'TCP' },
        ],
      },
    },
    backing: [
      {
        apiVersion: 'v1',
        kind: 'Endpoints',
        metadata: { name: 'db', namespace: 'shop', labels: { app: 'db', ...ours }, annotations: { o: 'me' } },
        subsets: [
          {
            addresses: [{ ip: '192.0.2.10' }, { ip: '192.0.2.11' }],
            ports: [
              { name: 'pg', port: 5432, protocol: 'TCP' },
              { name: 'metrics', port: 9188, protocol: 'TCP' },
            ],
          },
        ],
      },
    ],
  });
});

test('EndpointSlices: one a family, one address an endpoint, in the order of first use', () => {
  const { service, backing } = build(
    'db --ip 2001:db8::5,192.0.2.1,2001:db8::6 --port 443 --kind endpointslice',
  );
  expect(service.spec).toMatchObject({ ipFamilyPolicy: 'PreferDualStack', ipFamilies: ['IPv6', 'IPv4'] });
  const ready = { ready: true };
  const labels = {
    ...ours,
    'kubernetes.io/service-name': 'db',
    'endpointslice.kubernetes.io/managed-by': 'kubectl-endpoints',
  };
  expect(backing).toEqual([
    {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: { name: 'db-ext-ipv6', labels },
      addressType: 'IPv6',
      endpoints: [
        { addresses: ['2001:db8::5'], conditions: ready },
        { addresses: ['2001:db8::6'], conditions: ready },
      ],
      ports: [{ port: 443, protocol: 'TCP' }],
    },
    {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: { name: 'db-ext-ipv4', labels },
      addressType: 'IPv4',
      endpoints: [{ addresses: ['192.0.2.1'], conditions: ready }],
      ports: [{ port: 443, protocol: 'TCP' }],
    },
  ]);
});

test('more endpoints than one slice takes', () => {
  const ips = Array.from({ length: 1001 }, (_, index) => `10.0.${index >> 8}.${index & 255}`).join();
  const { backing } = build(`db --ip ${ips} --port 80 --kind endpointslice`);
  const sizes = backing.map((slice) => [
    slice.metadata.name,
    'endpoints' in slice && slice.endpoints?.length,
  ]);
  expect(sizes).toEqual([
    ['db-ext-ipv4', 1000],
    ['db-ext-ipv4-2', 1],
  ]);
});

test.each(['endpoints', 'endpointslice'])('headless without ports: %s', (kind) => {
  const { service, backing } = build(`db --ip 192.0.2.1 --headless --kind ${kind}`);
  expect(service.spec).toEqual({ clusterIP: 'None', ipFamilyPolicy: 'SingleStack', ipFamilies: ['IPv4'] });
  expect(JSON.stringify(backing)).not.toContain('ports');
});

test('ExternalName: nothing but the Service', () => {
  expect(build('rtfm --external-name rtfm.co.ua')).toEqual({
    service: {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'rtfm', labels: ours },
      spec: { type: 'ExternalName', externalName: 'rtfm.co.ua' },
    },
    backing: [],
  });
});
