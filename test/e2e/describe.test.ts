import type { V1Service } from '@kubernetes/client-node';
import { describe, expect } from 'vitest';
import { readKubeconfig } from '../support/e2e/kubeconfig.ts';
import { nodes, pod, service } from '../support/e2e/live-objects.ts';
import type { Namespace } from '../support/e2e/namespace.ts';
import { requests } from '../support/e2e/run-tool.ts';
import { slowServer } from '../support/e2e/slow-server.ts';
import { testWithControllers as test } from '../support/e2e/suite.ts';

const ports = [{ name: 'http', containerPort: 8080 }];

async function threePods(namespace: Namespace): Promise<void> {
  const pods = nodes.map((node, index) =>
    pod(`web-${index}`, { app: 'web', ip: `10.244.0.${index}`, node, ports }),
  );
  await namespace.create(service('web'), ...pods);
  await namespace.published('web', 3);
}

describe('describe svc of a healthy Service', () => {
  test('shows every Pod', async ({ namespace }) => {
    await threePods(namespace);
    const { code, stdout, stderr } = await namespace.run('describe', 'svc', 'web');
    for (const index of [0, 1, 2])
      expect(stdout).toMatch(new RegExp(`\\bweb-${index}\\b.*10\\.244\\.0\\.${index}\\b`));
    expect(stdout).toContain('Healthy');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  test('reports every key', async ({ namespace }) => {
    await threePods(namespace);
    const stored = await namespace.find<V1Service>('services/web');
    const { 'current-context': context } = readKubeconfig(namespace.kubeconfig);
    const counts = { readyCount: 3, backendCount: 3 };
    expect(await namespace.report('describe', 'svc', 'web')).toEqual({
      apiVersion: 'kubectl-endpoints/v1',
      kind: 'EndpointsReport',
      source: { context, server: namespace.client.server },
      services: [
        {
          namespace: namespace.name,
          name: 'web',
          type: 'ClusterIP',
          clusterIPs: stored?.spec?.clusterIPs,
          ipFamilies: stored?.spec?.ipFamilies,
          headless: false,
          selector: { app: 'web' },
          externalName: null,
          backendSource: 'selector',
          filledBy: [],
          creationTimestamp: expect.stringMatching(/^\d{4}-/),
          status: 'Healthy',
          statusReason: '',
          ...counts,
          ports: [
            {
              name: '',
              port: 80,
              protocol: 'TCP',
              targetPort: 8080,
              nodePort: null,
              appProtocol: null,
              ...counts,
            },
          ],
          backends: nodes.map((node, index) => ({
            address: `10.244.0.${index}`,
            port: 8080,
            portName: '',
            protocol: 'TCP',
            servicePort: 80,
            pod: `web-${index}`,
            node,
            zone: `zone-${index + 1}`,
            phase: 'Running',
            ready: true,
            reason: '',
            endpointsState: 'ready',
            endpointSliceState: 'ready',
            endpointSlice: expect.stringMatching(/^web-\w+$/),
            routable: true,
            findingNames: [],
          })),
          findingNames: [],
        },
      ],
      findings: [],
      omittedFindings: 0,
      skipped: [],
      summary: {
        ...{ services: 1, healthy: 1, degraded: 0, unavailable: 0, externalName: 0, unknown: 0 },
        ...{ errors: 0, warnings: 0, infos: 0 },
      },
    });
  });

  test('asks for at most six things, in two rounds', async ({ namespace, onTestFinished }) => {
    await threePods(namespace);
    const server = await slowServer(namespace.client);
    onTestFinished(() => server.close());
    const run = await namespace.run('describe', 'svc', 'web', '--server', server.url, '-v', '6');
    expect(run.code).toBe(0);
    expect(requests(run).length).toBe(server.rounds.flat().length);
    expect(server.rounds.flat().length).toBeLessThanOrEqual(6);
    expect(server.rounds.length).toBeLessThanOrEqual(2);
  });
});
