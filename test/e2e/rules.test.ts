import type { KubernetesObject, V1EndpointSlice } from '@kubernetes/client-node';
import { describe, expect } from 'vitest';
import {
  deployment,
  endpointSlice,
  endpoints,
  nodes,
  pod,
  selectorless,
  service,
} from '../support/e2e/live-objects.ts';
import { testWithControllers as test, verdict } from '../support/e2e/suite.ts';
import { waitFor } from '../support/e2e/wait.ts';

interface Situation {
  objects: KubernetesObject[];
  /** The number of published addresses: in both, or in Endpoints and in EndpointSlices. */
  published?: number | { endpoints: number; slices: number };
  status: string;
  findings: string[];
  /** Text that `describe` must print. */
  says?: string;
}

const subset = { addresses: [{ ip: '192.0.2.10' }], ports: [{ name: 'pg', port: 5432 }] };
const database = selectorless('db', { ports: [{ name: 'pg', port: 5432, targetPort: 5432 }] });
const declared = [{ name: 'http', containerPort: 8080 }];

const situations: Record<string, Situation> = {
  'selector-matches-no-pods': {
    objects: [service('web'), pod('web-0', { app: 'wbe', ip: '10.244.1.1' })],
    published: 0,
    status: 'Unavailable',
    findings: ['error selector-matches-no-pods Service/web'],
    says: 'wbe',
  },
  'scaled-to-zero': {
    objects: [deployment('web', 0), service('web')],
    published: 0,
    status: 'Unavailable',
    findings: ['info scaled-to-zero Service/web'],
  },
  'node-missing': {
    objects: [service('web'), pod('web-0', { app: 'web', ip: '10.244.1.1', ports: declared, node: 'gone' })],
    published: { endpoints: 1, slices: 0 },
    status: 'Unavailable',
    findings: ['error node-missing Pod/web-0'],
  },
  'external-name-target-missing': {
    objects: [
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'alias' },
        spec: { type: 'ExternalName', externalName: 'nobody.default.svc.cluster.local' },
      } as KubernetesObject,
    ],
    status: 'ExternalName',
    findings: ['error external-name-target-missing Service/alias'],
  },
  'pod-not-ready, of one Pod': {
    objects: [
      service('web'),
      pod('web-0', { app: 'web', ip: '10.244.1.1', ports: declared }),
      pod('web-1', { app: 'web', ip: '10.244.1.2', ports: declared, waiting: 'CrashLoopBackOff' }),
    ],
    published: 2,
    status: 'Degraded',
    findings: ['warning pod-not-ready Pod/web-1'],
    says: 'CrashLoopBackOff',
  },
  'pod-not-ready, of every Pod': {
    objects: [
      service('web'),
      ...nodes.map((node, index) =>
        pod(`web-${index}`, { app: 'web', ip: `10.244.1.${index}`, node, ready: false, ports: declared }),
      ),
    ],
    published: 3,
    status: 'Unavailable',
    findings: [0, 1, 2].map((index) => `error pod-not-ready Pod/web-${index}`),
  },
  'target-port-unresolved': {
    objects: [
      service('web', { ports: [{ port: 80, targetPort: 'http' }] }),
      pod('web-0', { app: 'web', ip: '10.244.1.1', ports: [{ name: 'www', containerPort: 8080 }] }),
    ],
    published: { endpoints: 0, slices: 1 },
    status: 'Unavailable',
    findings: ['error target-port-unresolved Pod/web-0'],
    says: 'www',
  },
  'endpoints-missing': {
    objects: [database],
    status: 'Unavailable',
    findings: ['error endpoints-missing Service/db'],
  },
  'endpoints-not-mirrored': {
    objects: [database, endpoints('db', subset, { 'endpointslice.kubernetes.io/skip-mirror': 'true' })],
    status: 'Unavailable',
    findings: ['error endpoints-not-mirrored Endpoints/db'],
    says: 'skip-mirror',
  },
  // The Service kubernetes of namespace default has the first address of the range.
  'endpoint-is-cluster-ip, of a Service in another namespace': {
    objects: [database, endpoints('db', { ...subset, addresses: [{ ip: '10.96.0.1' }] })],
    published: 1,
    status: 'Unavailable',
    findings: ['error endpoint-is-cluster-ip Service/db'],
    says: 'default/kubernetes',
  },
  'endpoint-without-node, under a load balancer': {
    objects: [
      pod('db-0', { app: 'db', ip: '10.244.1.1', ports: declared }),
      selectorless('db', {
        type: 'LoadBalancer',
        ports: [{ name: 'pg', port: 5432, targetPort: 5432 }],
      }),
      endpoints('db', { ...subset, addresses: [{ ip: '10.244.1.1' }] }),
    ],
    published: 1,
    status: 'Healthy',
    findings: ['warning endpoint-without-node Service/db', 'warning load-balancer-pending Service/db'],
    says: 'db-0',
  },
  'port-name-mismatch': {
    objects: [database, endpoints('db', { ...subset, ports: [{ name: 'postgres', port: 5432 }] })],
    published: 1,
    status: 'Unavailable',
    findings: ['error port-name-mismatch Service/db'],
    says: 'postgres',
  },
  'endpointslice-not-routable': {
    objects: [
      database,
      endpointSlice('db-fqdn', 'db', {
        addressType: 'FQDN',
        endpoints: [{ addresses: ['db.example.com'] }],
        ports: subset.ports,
      }),
    ],
    status: 'Unavailable',
    findings: ['error endpointslice-not-routable EndpointSlice/db-fqdn'],
    says: 'FQDN',
  },
};

describe('found in a living cluster', () => {
  for (const [name, { objects, published, status, findings, says = '' }] of Object.entries(situations)) {
    test(name, async ({ namespace }) => {
      await namespace.create(...objects);
      const { name: subject = '' } = objects.find(({ kind }) => kind === 'Service')?.metadata ?? {};
      if (published !== undefined) await namespace.published(subject, published);

      expect(verdict(await namespace.report('describe', 'svc', subject))).toEqual({ status, findings });
      const { code, stdout } = await namespace.run('describe', 'svc', subject);
      expect(code).toBe(0);
      expect(stdout).toContain(says);
      const isError = findings.some((finding) => finding.startsWith('error'));
      expect((await namespace.run('check', 'svc', subject)).code).toBe(isError ? 1 : 0);
    });
  }

  test('only-terminating-endpoints', async ({ namespace }) => {
    await namespace.create(service('web'), pod('web-0', { app: 'web', ip: '10.244.1.1', ports: declared }));
    await namespace.published('web', 1);
    await namespace.delete('pods/web-0');
    await waitFor(async () => {
      const slices = await namespace.slices('web');
      const terminating = (slice: V1EndpointSlice) =>
        slice.endpoints?.some((endpoint) => endpoint.conditions?.terminating);
      return slices.some(terminating);
    });

    const findings = ['warning only-terminating-endpoints Service/web'];
    const report = await namespace.report('describe', 'svc', 'web');
    expect(verdict(report)).toEqual({ status: 'Degraded', findings });
    expect(report.services[0]?.backends?.[0]).toMatchObject({
      endpointSliceState: 'serving',
      routable: true,
    });
  });
});
