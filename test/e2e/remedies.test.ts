/** Runs the command of each kind of fix, and describes the Service again. */
import type { KubernetesObject, V1Endpoints } from '@kubernetes/client-node';
import { describe, expect } from 'vitest';
import type { JsonReport } from '../../src/model/report/json-report.ts';
import { endpointSlice, endpoints, pod, selectorless, service } from '../support/e2e/live-objects.ts';
import type { Namespace } from '../support/e2e/namespace.ts';
import { run } from '../support/e2e/run-tool.ts';
import { testWithControllers as test, testWithDualStack } from '../support/e2e/suite.ts';
import { waitFor } from '../support/e2e/wait.ts';
import { kubectl } from '../support/kubectl.ts';

interface Situation {
  objects: KubernetesObject[];
  finding: string;
  /** What the command contains. */
  command: RegExp;
  /** The status before and after. */
  status: [string, string];
}

const http = [{ name: 'http', containerPort: 8080 }];
const web = pod('web-0', { app: 'web', ip: '10.244.1.1', ports: http });
const pg = { addresses: [{ ip: '192.0.2.10' }], ports: [{ name: 'pg', port: 5432 }] };
const database = selectorless('web', { ports: [{ name: 'pg', port: 5432, targetPort: 5432 }] });
const SKIP_MIRROR = 'endpointslice.kubernetes.io/skip-mirror';
const PROXY = 'service.kubernetes.io/service-proxy-name';
const LEADER = 'control-plane.alpha.kubernetes.io/leader';

const byHand = (ports: object[], of: string | null = 'web') =>
  endpointSlice('by-hand', of, { addressType: 'IPv4', endpoints: [{ addresses: ['192.0.2.10'] }], ports });
const annotated = (object: V1Endpoints, annotations: Record<string, string>): V1Endpoints => ({
  ...object,
  metadata: { ...object.metadata, annotations },
});
const labelled = <T extends KubernetesObject>(object: T, labels: Record<string, string>): T => ({
  ...object,
  metadata: { ...object.metadata, labels: { ...object.metadata?.labels, ...labels } },
});

const situations: Record<string, Situation> = {
  'a label of the selector is misspelled': {
    objects: [service('web', { selector: { app: 'wbe' } }), web],
    finding: 'selector-matches-no-pods',
    command: /patch service web -p/,
    status: ['Unavailable', 'Healthy'],
  },
  'a label of the selector is too many': {
    objects: [
      service('web', { selector: { app: 'web', tier: 'front' } }),
      web,
      labelled(pod('db-0', { app: 'db', ip: '10.244.1.2' }), { tier: 'back' }),
    ],
    finding: 'selector-matches-no-pods',
    command: /"tier":null/,
    status: ['Unavailable', 'Healthy'],
  },
  'targetPort has another name': {
    objects: [service('web', { ports: [{ port: 80, targetPort: 'www' }] }), web],
    finding: 'target-port-unresolved',
    command: /patch service web --type=json/,
    status: ['Unavailable', 'Healthy'],
  },
  'a traffic policy is Local': {
    objects: [service('web', { internalTrafficPolicy: 'Local' }), web],
    finding: 'nodes-without-local-endpoints',
    command: /patch service web -p/,
    status: ['Degraded', 'Healthy'],
  },
  'a label names another proxy': {
    objects: [service('web', {}, { [PROXY]: 'other' }), web],
    finding: 'service-not-proxied',
    command: /label service web/,
    status: ['Healthy', 'Healthy'],
  },
  'an ExternalName has a selector': {
    objects: [service('web', { type: 'ExternalName', externalName: 'db.example.com' })],
    finding: 'external-name-ignores-selector',
    command: /"remove","path":"\/spec\/selector"/,
    status: ['ExternalName', 'ExternalName'],
  },
  'Endpoints are not mirrored for a label': {
    objects: [database, endpoints('web', pg, { [SKIP_MIRROR]: 'true' })],
    finding: 'endpoints-not-mirrored',
    command: /label endpoints web/,
    status: ['Unavailable', 'Healthy'],
  },
  'Endpoints are not mirrored for an annotation': {
    objects: [database, annotated(endpoints('web', pg), { [LEADER]: '{}' })],
    finding: 'endpoints-not-mirrored',
    command: /annotate endpoints web/,
    status: ['Unavailable', 'Healthy'],
  },
  'a port of Endpoints has another name': {
    objects: [database, endpoints('web', { ...pg, ports: [{ name: 'postgres', port: 5432 }] })],
    finding: 'port-name-mismatch',
    command: /patch endpoints web --type=json/,
    status: ['Unavailable', 'Healthy'],
  },
  'a port of a slice has another name': {
    objects: [database, byHand([{ name: 'postgres', port: 5432 }])],
    finding: 'port-name-mismatch',
    command: /patch endpointslice by-hand --type=json/,
    status: ['Unavailable', 'Healthy'],
  },
  'a port of a slice has no number': {
    objects: [database, byHand([{ name: 'pg' }])],
    finding: 'endpointslice-not-routable',
    command: /"path":"\/ports\/0\/port"/,
    status: ['Unavailable', 'Healthy'],
  },
  'a slice has the headless label': {
    objects: [
      database,
      labelled(byHand([{ name: 'pg', port: 5432 }]), { 'service.kubernetes.io/headless': '' }),
    ],
    finding: 'endpointslice-not-routable',
    command: /label endpointslice by-hand/,
    status: ['Unavailable', 'Healthy'],
  },
  'a slice of names beside one of addresses': {
    objects: [
      database,
      byHand([{ name: 'pg', port: 5432 }]),
      endpointSlice('web-names', 'web', {
        addressType: 'FQDN',
        endpoints: [{ addresses: ['db.example.com'] }],
        ports: [{ name: 'pg', port: 5432 }],
      }),
    ],
    finding: 'endpointslice-not-routable',
    command: /delete endpointslice\/web-names/,
    status: ['Degraded', 'Healthy'],
  },
  'targetPort is not the number of the slice': {
    objects: [
      selectorless('web', { ports: [{ name: 'pg', port: 5432, targetPort: 6432 }] }),
      byHand([{ name: 'pg', port: 5432 }]),
    ],
    finding: 'port-number-differs',
    command: /patch service web --type=json/,
    status: ['Healthy', 'Healthy'],
  },
  'a slice lacks the label of its Service': {
    objects: [
      database,
      {
        ...byHand([{ name: 'pg', port: 5432 }], null),
        metadata: { name: 'web-by-hand' },
      } as KubernetesObject,
    ],
    finding: 'endpoints-missing',
    command: /label endpointslice web-by-hand kubernetes.io\/service-name=web/,
    status: ['Unavailable', 'Healthy'],
  },
};

/** Describes until the finding is there: controllers publish meanwhile. */
async function describedWith(namespace: Namespace, finding: string): Promise<JsonReport> {
  let report = await namespace.report('describe', 'svc', 'web');
  await waitFor(async () => {
    report = await namespace.report('describe', 'svc', 'web');
    return report.findings.some(({ name, remedy }) => name === finding && remedy.tested);
  });
  return report;
}

async function expectMended(namespace: Namespace, { finding, command, status }: Situation): Promise<void> {
  const before = await describedWith(namespace, finding);
  const [found] = before.findings.filter(({ name }) => name === finding);
  expect(before.services[0]?.status).toBe(status[0]);
  expect(found?.remedy).toMatchObject({ kind: 'fix', tested: true });
  expect(found?.remedy.command).toMatch(command);
  const { code, stderr } = await run('sh', ['-c', `${found?.remedy.command}`], namespace.kubeconfig);
  expect({ code, stderr: stderr.replaceAll(/^Warning: .*\n/gm, '') }).toEqual({ code: 0, stderr: '' });
  const read = () => namespace.report('describe', 'svc', 'web');
  const isMended = ({ findings, services }: JsonReport) =>
    !findings.some(({ name }) => name === finding) && services[0]?.status === status[1];
  await waitFor(async () => isMended(await read())).catch(() => {});
  const { findings, services } = await read();
  expect({ names: findings.map(({ name }) => name), status: services[0]?.status }).toEqual({
    names: findings.map(({ name }) => name).filter((name) => name !== finding),
    status: status[1],
  });
}

describe.skipIf(kubectl === null)('the command of a fix mends the finding', () => {
  for (const [name, situation] of Object.entries(situations))
    test(name, async ({ namespace }) => {
      await namespace.create(...situation.objects);
      await expectMended(namespace, situation);
    });

  testWithDualStack('a family that no Pod has', async ({ namespace }) => {
    const both = { ipFamilies: ['IPv4', 'IPv6'], ipFamilyPolicy: 'RequireDualStack' };
    await namespace.create(service('web', both), web);
    await expectMended(namespace, {
      objects: [],
      finding: 'ip-family-unserved',
      command: /"ipFamilyPolicy":"SingleStack"/,
      status: ['Degraded', 'Healthy'],
    });
  });

  test('slices that the controller has left to an ExternalName', async ({ namespace }) => {
    await namespace.create(service('web'), web);
    await namespace.published('web', 1);
    const alias = {
      type: 'ExternalName',
      externalName: 'db.example.com',
      selector: null,
      clusterIP: null,
      clusterIPs: null,
    };
    await namespace.client.request('PATCH', `/api/v1/namespaces/${namespace.name}/services/web`, {
      spec: alias,
    });
    await expectMended(namespace, {
      objects: [],
      finding: 'endpoints-frozen',
      command: /delete endpointslice\/\S+/,
      status: ['ExternalName', 'ExternalName'],
    });
  });
});
