import { describe, expect, test } from 'vitest';
import type { Status } from '../../src/model/report/endpoints-report.ts';
import { RULES } from '../../src/rules/engine/catalogue.ts';
import { publish } from '../support/controllers.ts';
import {
  evaluateObjects,
  evaluateSnapshot,
  onlyService,
  snapshotWithout,
  verdicts,
} from '../support/evaluate.ts';
import {
  dualStack,
  endpoint,
  endpoints,
  headless,
  manifest,
  node,
  pod,
  type Raw,
  selectorless,
  service,
  slice,
  subset,
  toNamed,
  workload,
} from '../support/objects.ts';

const down = { ready: 'False' } as const;
const second = { ips: ['10.0.0.2'] };
const idle = workload('Deployment', 'a', { replicas: 0 });
const name = { type: 'ExternalName', externalName: 'a.example.com' };

describe('the status', () => {
  test.each<[Status, string, Raw[]]>([
    ['Healthy', 'all is routed', [service(), node(), pod()]],
    [
      'Healthy',
      'a terminating Pod beside',
      [service(), node(), pod('a1', { deleted: true }), pod('a2', second)],
    ],
    [
      'Healthy',
      'a finished Pod beside',
      [service(), node(), pod('a1', { phase: 'Failed' }), pod('a2', second)],
    ],
    ['Healthy', 'headless without ports', [service({ ...headless, ports: [] }), node(), pod()]],
    ['Healthy', 'selectorless', [selectorless(), slice([endpoint('192.0.2.1')])]],
    ['Degraded', 'a Pod is not ready', [service(), node(), pod('a1', down), pod('a2', second)]],
    [
      'Degraded',
      'one of two ports',
      [
        service({
          ports: [
            { name: 'a', port: 1, targetPort: 'x' },
            { name: 'b', port: 2 },
          ],
        }),
        node(),
        pod(),
      ],
    ],
    ['Degraded', 'only terminating endpoints', [service(), node(), pod('a1', { deleted: true })]],
    ['Degraded', 'headless, port not resolved', [service({ ...headless, ...toNamed() }), node(), pod()]],
    ['Unavailable', 'no Pod', [service()]],
    ['Unavailable', 'scaled to zero, which is info only', [service(), idle]],
    ['Unavailable', 'no endpoints', [selectorless()]],
    [
      'Unavailable',
      'headless, no ready address',
      [service({ ...headless, ports: [] }), node(), pod('a1', down)],
    ],
    ['ExternalName', 'whatever stands behind it', [selectorless(name), slice([endpoint('192.0.2.1')])]],
  ])('%s: %s', async (status, _, objects) => {
    expect(onlyService(await evaluateObjects(...publish(...objects))).status).toBe(status);
  });

  test.each<[Status, string, Record<string, string>, Raw[]]>([
    ['Unknown', 'slices unread', { EndpointSlice: 'no' }, [service(), node(), pod()]],
    ['Unknown', 'slices unread, selectorless', { EndpointSlice: 'no' }, [selectorless()]],
    ['Unknown', 'Pods unread, something is routed', { Pod: 'no' }, [service(), node(), pod()]],
    ['Unknown', 'Pods unread, nothing is routed', { Pod: 'no' }, [service()]],
    [
      'Healthy',
      'Pods unread, no selector',
      { Pod: 'no' },
      [selectorless(), endpoints([subset(['192.0.2.1'])])],
    ],
    ['Healthy', 'Endpoints unread', { Endpoints: 'no' }, [service(), node(), pod()]],
    ['Healthy', 'Nodes unread', { Node: 'no' }, [service(), node(), pod()]],
    ['ExternalName', 'slices unread', { EndpointSlice: 'no' }, [selectorless(name)]],
  ])('%s: %s', async (status, _, unread, objects) => {
    const snapshot = await snapshotWithout(unread, ...publish(...objects));
    expect(onlyService(evaluateSnapshot(snapshot)).status).toBe(status);
  });

  test('of a manifest, slices unread or not', async () => {
    expect(
      onlyService(await evaluateObjects(manifest(service()), manifest(workload('Job', 'a')))).status,
    ).toBe('Healthy');
  });
});

describe('the order', () => {
  test('of findings: severity, namespace, Service, rule, subject', async () => {
    const many = [
      service({}, { name: 'b' }),
      service({}, { name: 'a' }),
      service({ selector: { app: 'none' } }, { name: 'z' }),
      service({ selector: { app: 'none' } }, { name: 'a', namespace: 'aaa' }),
      service({ selector: { app: 'idle' } }, { name: 'c' }),
    ];
    const pods = [pod('a3'), pod('a2', { ...second, ...down }), pod('a1', { ips: ['10.0.0.3'], ...down })];
    const zero = workload('Deployment', 'x', { replicas: 0, labels: { app: 'idle' } });
    const report = await evaluateObjects(...publish(...many, node(), ...pods, zero));
    expect(
      report.findings.map(({ severity, namespace, service, subject }) =>
        [severity, namespace, service, subject.name].join(' '),
      ),
    ).toEqual([
      'error aaa a a',
      'error default z z',
      'warning default a a1',
      'warning default a a2',
      'warning default b a1',
      'warning default b a2',
      'info default c c',
    ]);
    expect(report.services.map(({ namespace, name }) => `${namespace}/${name}`)).toEqual([
      'aaa/a',
      'default/a',
      'default/b',
      'default/c',
      'default/z',
    ]);
    expect(report.summary).toEqual({
      services: 5,
      healthy: 0,
      degraded: 2,
      unavailable: 3,
      externalName: 0,
      unknown: 0,
      errors: 2,
      warnings: 4,
      infos: 1,
    });
  });

  test('of what was skipped: each rule and reason once, by name', async () => {
    const { skipped } = evaluateSnapshot(
      await snapshotWithout({ Pod: 'no' }, service({}, { name: 'b' }), service()),
    );
    const needPods = RULES.filter(({ needs }) => needs.includes('Pod'))
      .map(({ name }) => name)
      // It is about endpoints that name no Pod.
      .filter((name) => name !== 'endpoint-without-node');
    expect(needPods).toContain('pod-not-ready');
    expect(skipped.map(({ rule }) => rule)).toEqual(needPods.sort());
  });

  test('only what concerns the Service is skipped', async () => {
    const { skipped } = evaluateSnapshot(
      await snapshotWithout({ Pod: 'no', Node: 'no' }, selectorless(name)),
    );
    expect(skipped.map(({ rule }) => rule)).toEqual([
      'network-policy-peer-matches-nobody',
      'stale-address',
      'stateful-set-without-names',
    ]);
  });
});

test('one root cause, one finding: two ports, two families, two slices', async () => {
  const ports = [
    { name: 'a', port: 1 },
    { name: 'b', port: 2 },
  ];
  const both = { ips: ['10.0.0.1', 'fd00::1'], ...down };
  const report = await evaluateObjects(...publish(service({ ...dualStack, ports }), node(), pod('a1', both)));
  expect(verdicts(report)).toEqual(['error pod-not-ready Pod/a1']);
  expect(onlyService(report).backends.map(({ findings }) => findings)).toEqual(
    Array(4).fill(['pod-not-ready']),
  );
  expect(onlyService(report).findings).toEqual(['pod-not-ready']);
});

test('a Service names each rule once, the worst first', async () => {
  const named = {
    ports: [
      { name: 'a', port: 1, targetPort: 'x' },
      { name: 'b', port: 2 },
    ],
  };
  const pods = [pod(), pod('a2', second), pod('a3', { ips: ['10.0.0.3'], ...down })];
  const report = await evaluateObjects(...publish(service(named), node(), ...pods));
  expect(onlyService(report).findings).toEqual(['target-port-unresolved', 'pod-not-ready']);
});

/** False positives of other tools: nothing above info. */
test.each<[string, Raw[]]>([
  [
    'finished Pods',
    [service(), node(), pod(), pod('a2', { phase: 'Succeeded' }), pod('a3', { phase: 'Failed' })],
  ],
  [
    'a terminating Pod while another serves',
    [service(), node(), pod(), pod('a2', { deleted: true, ...second })],
  ],
  ['Pods that declare no ports', [service(), node(), pod('a1', { ports: [] })]],
  ['a numeric port that is not declared', [service(), node(), pod('a1', { ports: [{ containerPort: 9 }] })]],
  ['replicas 0', [service(), idle]],
  [
    'a named port, two numbers',
    [
      service(toNamed()),
      node(),
      ...[1, 2].map((n) =>
        pod(`a${n}`, { ips: [`10.0.0.${n}`], ports: [{ name: 'http', containerPort: n }] }),
      ),
    ],
  ],
  [
    'everything optional unset',
    [selectorless(), slice([{ addresses: ['192.0.2.1'] }], { ports: [{ port: 8080 }] })],
  ],
  [
    'per-Pod Services of a StatefulSet',
    [
      service({ selector: { 'statefulset.kubernetes.io/pod-name': 'db-0' } }),
      node(),
      pod('db-0', { labels: { 'statefulset.kubernetes.io/pod-name': 'db-0' } }),
    ],
  ],
  ['the second family under PreferDualStack', [service(dualStack), node(), pod()]],
  ['headless without ports', [service({ ...headless, ports: [] }), node(), pod()]],
  ['hostNetwork', [service(), node(), pod('a1', { ips: ['192.168.0.1'], spec: { hostNetwork: true } })]],
  ['publishNotReadyAddresses', [service({ publishNotReadyAddresses: true }), node(), pod('a1', down)]],
  [
    'filled by a controller of its own',
    [selectorless(), slice([endpoint('192.0.2.1')], { managedBy: 'operator.example.com' })],
  ],
  [
    'default/kubernetes',
    [
      selectorless(
        { ports: [{ name: 'https', port: 443, targetPort: 6443 }] },
        { name: 'kubernetes', labels: { component: 'apiserver', provider: 'kubernetes' } },
      ),
      endpoints([subset(['192.0.2.1'], [{ name: 'https', port: 6443 }])], {
        name: 'kubernetes',
        labels: { 'endpointslice.kubernetes.io/skip-mirror': 'true' },
      }),
      slice([endpoint('192.0.2.1', 'Tuu')], {
        name: 'kubernetes',
        service: 'kubernetes',
        ports: [{ name: 'https', port: 6443 }],
      }),
    ],
  ],
  [
    'a port of a sidecar',
    [
      service(toNamed()),
      node(),
      pod('a1', {
        initContainers: [{ name: 's', restartPolicy: 'Always', ports: [{ name: 'http', containerPort: 1 }] }],
      }),
    ],
  ],
  ['Services that share Pods', [service(), service({}, { name: 'web-2' }), node(), pod()]],
])('not a finding: %s', async (_, objects) => {
  const report = await evaluateObjects(...publish(...objects));
  expect(report.findings.filter(({ severity }) => severity !== 'info')).toEqual([]);
});
