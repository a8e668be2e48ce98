/** Raw JSON of any shape decodes without an exception, without nulls and with the API's defaults. */
import { describe, expect, test } from 'vitest';
import { decode } from '../../src/decode/decode.ts';
import { kindOf } from '../../src/model/objects/classification.ts';
import type { EndpointSlice, Endpoints } from '../../src/model/objects/endpoints.ts';
import type { Event } from '../../src/model/objects/event.ts';
import type { AnyObject } from '../../src/model/objects/kinds.ts';
import type { Pod } from '../../src/model/objects/pod.ts';
import type { Service } from '../../src/model/objects/service.ts';
import type { Workload } from '../../src/model/objects/workload.ts';
import { endpoints, event, node, pod, type Raw, service, slice, workload } from '../support/objects.ts';

const reduced = <T>(raw: object) => decode(raw as Raw, 'fallback') as T;
const KINDS: [string, string][] = [
  ['v1', 'Service'],
  ['v1', 'Endpoints'],
  ['discovery.k8s.io/v1', 'EndpointSlice'],
  ['v1', 'Pod'],
  ['v1', 'Node'],
  ['v1', 'Event'],
  ['apps/v1', 'Deployment'],
  ['apps/v1', 'StatefulSet'],
  ['apps/v1', 'DaemonSet'],
  ['apps/v1', 'ReplicaSet'],
  ['v1', 'ReplicationController'],
  ['batch/v1', 'Job'],
  ['batch/v1', 'CronJob'],
];

describe.each(KINDS)('%s %s', (apiVersion, kind) => {
  test.each([
    {},
    { metadata: null, spec: null, status: null },
    { metadata: 'x', spec: [], status: 1 },
    {
      spec: { ports: 'x', containers: [null], template: null },
      subsets: [null],
      endpoints: [null],
      ports: 1,
    },
  ])('out of %j', (fields) => {
    const object = reduced<AnyObject>({ apiVersion, kind, ...fields });
    expect(object).toMatchObject({ name: '', uid: '', labels: {} });
    expect(kindOf(object)).toBe(kind);
  });
});

test.each([
  ['v1', 'ConfigMap'],
  ['extensions/v1beta1', 'Deployment'],
  ['discovery.k8s.io/v1beta1', 'EndpointSlice'],
])('%s %s is not used', (apiVersion, kind) => {
  expect(decode({ apiVersion, kind }, 'default')).toBeNull();
});

test("a kind that is not Kubernetes' own is kept for what it may make", () => {
  const raw = { apiVersion: 'serving.knative.dev/v1', kind: 'Service', metadata: { name: 'a' } };
  expect(decode(raw, 'default')).toMatchObject({ kind: 'CustomResource', type: 'Service', runsPods: false });
});

test('an object that names no namespace has the one that was given; a Node has none', () => {
  expect(reduced<Service>(service({}, { namespace: undefined })).namespace).toBe('fallback');
  expect(reduced<Service>(service()).namespace).toBe('default');
  expect(reduced<Service>(node()).namespace).toBe('');
});

test('when it was written last, else when it was created', () => {
  const managedFields = [
    { time: '2026-01-03T00:00:00Z' },
    { time: '2026-01-05T00:00:00Z' },
    { time: 'never' },
    null,
  ];
  expect(reduced<Service>(service({}, { managedFields })).changed).toBe('2026-01-05T00:00:00Z');
  expect(reduced<Service>(service()).changed).toBe('2026-01-01T00:00:00Z');
});

describe('Service', () => {
  test('defaults', () => {
    const { type, ports, selector, headless } = reduced<Service>({
      apiVersion: 'v1',
      kind: 'Service',
      spec: { ports: [{ port: 80 }] },
    });
    expect({ type, selector, headless }).toEqual({ type: 'ClusterIP', selector: null, headless: false });
    expect(ports).toEqual([
      { name: '', port: 80, protocol: 'TCP', targetPort: 80, nodePort: null, appProtocol: null },
    ]);
  });

  test.each([
    [{ app: 'a' }, { app: 'a' }],
    [{ app: '' }, { app: '' }],
    [{}, null],
    [null, null],
    [[], null],
    ['app=a', null],
  ])('selector %j: %j', (selector, expected) => {
    expect(reduced<Service>(service({ selector })).selector).toEqual(expected);
  });

  test.each([
    [{ ipFamilies: undefined, clusterIPs: undefined }, ['IPv4'], ['10.96.0.7']],
    [
      { ipFamilies: undefined, clusterIP: 'fd00::7', clusterIPs: ['fd00::7', '10.96.0.7'] },
      ['IPv6', 'IPv4'],
      ['fd00::7', '10.96.0.7'],
    ],
    [{ ipFamilies: ['IPv6', 'IPv9'] }, ['IPv6'], ['10.96.0.7']],
  ])('families of %j', (spec, ipFamilies, clusterIPs) => {
    expect(reduced<Service>(service(spec))).toMatchObject({ ipFamilies, clusterIPs });
  });
});

describe('EndpointSlice', () => {
  test('what is unset stays unset, null lists are empty', () => {
    const raw = slice([{ addresses: ['10.0.0.1'] }], { ports: [{ name: null, port: null, protocol: null }] });
    expect(reduced<EndpointSlice>(raw)).toMatchObject({
      ports: [{ name: '', port: null, protocol: 'TCP' }],
      endpoints: [{ ready: null, serving: null, terminating: null, nodeName: '', target: null }],
    });
    expect(reduced<EndpointSlice>(slice(null, { ports: null }))).toMatchObject({ ports: [], endpoints: [] });
  });
});

describe('Endpoints', () => {
  const LEADER = 'control-plane.alpha.kubernetes.io/leader';
  test.each([
    [{ labels: { 'endpointslice.kubernetes.io/skip-mirror': 'true' } }, { skipMirror: true }],
    [{ labels: { 'endpointslice.kubernetes.io/skip-mirror': 'True' } }, { skipMirror: false }],
    [{ annotations: { [LEADER]: '' } }, { leaderElection: true }],
    [{ annotations: { 'endpoints.kubernetes.io/over-capacity': 'truncated' } }, { overCapacity: true }],
    [{}, { skipMirror: false, leaderElection: false, overCapacity: false, subsets: [] }],
  ])('%j', (metadata, expected) => {
    expect(reduced<Endpoints>(endpoints(null, metadata))).toMatchObject(expected);
  });
});

describe('Pod', () => {
  test('podIP stands in for podIPs', () => {
    const raw = pod();
    expect(reduced<Pod>({ ...raw, status: { podIP: '10.0.0.9' } }).ips).toEqual(['10.0.0.9']);
    expect(reduced<Pod>({ ...raw, status: {} }).ips).toEqual([]);
  });

  test('containers, then sidecars and init containers in order', () => {
    const initContainers = [
      { name: 'i' },
      { name: 's', restartPolicy: 'Always' },
      { name: 'o', restartPolicy: 'OnFailure' },
    ];
    const { containers } = reduced<Pod>(pod('a1', { initContainers }));
    expect(containers.map(({ name, role }) => [name, role])).toEqual([
      ['main', 'container'],
      ['i', 'init'],
      ['s', 'sidecar'],
      ['o', 'init'],
    ]);
  });
});

describe('workloads', () => {
  test.each([
    ['Deployment', undefined, 1],
    ['Deployment', 0, 0],
    ['StatefulSet', 3, 3],
    ['ReplicaSet', undefined, 1],
    ['ReplicationController', undefined, 1],
    ['DaemonSet', undefined, null],
    ['Job', undefined, null],
    ['CronJob', undefined, null],
  ])('%s with replicas %s: %s', (kind, replicas, expected) => {
    const raw = workload(kind, 'w', replicas === undefined ? {} : { replicas });
    expect(reduced<Workload>(raw)).toMatchObject({
      kind: 'Workload',
      type: kind,
      replicas: expected,
      templateLabels: { app: 'a' },
    });
  });
});

test('an Event tells its last time and count, in the old form and the new', () => {
  const raw = event(pod(), 'Unhealthy', 'm', '2026-01-02T00:00:00Z');
  expect(reduced<Event>(raw)).toMatchObject({
    count: 1,
    lastSeen: '2026-01-02T00:00:00Z',
    involvedObject: { kind: 'Pod', name: 'a1' },
  });
  const series = { ...raw, series: { count: 7, lastObservedTime: '2026-01-03T00:00:00Z' } };
  expect(reduced<Event>(series)).toMatchObject({ count: 7, lastSeen: '2026-01-03T00:00:00Z' });
});
