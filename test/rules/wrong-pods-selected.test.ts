import { describe, expect, test } from 'vitest';
import { publish } from '../support/controllers.ts';
import { evaluateObjects, onlyFinding, onlyService, verdicts } from '../support/evaluate.ts';
import {
  headless,
  manifest,
  node,
  type PodShape,
  pod,
  type Raw,
  service,
  toNamed,
  workload,
} from '../support/objects.ts';

const RULE = 'wrong-pods-selected';
const found = [`warning ${RULE} Service/web`];
const spans = ['info selector-spans-workloads Service/web'];
const declares = (containerPort: number, name = 'http') => ({ ports: [{ name, containerPort }] });
/** A Pod of Deployment NAME, with an address by its first letter. */
const of = (name: string, shape: PodShape = {}): Raw =>
  pod(`${name}-x1-y`, {
    ips: [`10.0.0.${name.charCodeAt(0)}`],
    ...shape,
    labels: { app: 'a', 'pod-template-hash': 'x1', ...shape.labels },
    metadata: {
      ownerReferences: [{ kind: 'ReplicaSet', name: `${name}-x1`, uid: name, controller: true }],
    },
  });
const instance = (value: string) => ({ labels: { 'app.kubernetes.io/instance': value } });
const release = (value: string) => ({ labels: { release: value } });
const dns = [
  { name: 'a', port: 80, targetPort: 'http' },
  { name: 'b', port: 81, targetPort: 'metrics' },
];

const cases: [string, Raw[], string[]][] = [
  ['one workload', [service(), of('one', declares(8080))], []],
  ['two workloads that agree', [service(), of('one', declares(8080)), of('two', declares(8080))], spans],
  [
    'numeric: one declares other ports',
    [service(), of('one', declares(8080)), of('two', declares(9090))],
    found,
  ],
  ['numeric: one declares no ports', [service(), of('one', declares(8080)), of('two')], spans],
  [
    'numeric: none declares it',
    [service(), of('one', declares(9090)), of('two', declares(9091))],
    [...spans, 'info target-port-undeclared Service/web'],
  ],
  [
    'named: one has no such port',
    [service(toNamed()), of('one', declares(8080)), of('two', declares(1, 'x'))],
    found,
  ],
  ['named: one has no ports at all', [service(toNamed()), of('one', declares(8080)), of('two')], found],
  [
    'named: none has it',
    [service(toNamed()), of('one'), of('two')],
    ['error target-port-unresolved Pod/one-x1-y', 'error target-port-unresolved Pod/two-x1-y', ...spans],
  ],
  [
    'during a rollout of one of them the name is new',
    [
      service(toNamed()),
      of('one', declares(8080)),
      of('two', declares(8080)),
      { ...of('two', declares(1, 'old')), metadata: { ...of('two').metadata, name: 'two-x1-z' } },
    ],
    ['warning target-port-unresolved Pod/two-x1-z', ...spans],
  ],
  [
    'each has a port of its own: two programs behind one name',
    [service({ ports: dns }), of('one', declares(8080)), of('two', declares(9090, 'metrics'))],
    ['error', 'error']
      .map((_, at) => `warning target-port-unresolved Pod/${['one', 'two'][at]}-x1-y`)
      .concat(spans),
  ],
  [
    'a Pod without a workload',
    [service(), of('one', declares(8080)), pod('bare', { ips: ['10.0.0.9'], ...declares(9090) })],
    [],
  ],
  ['two instances', [service(), of('one', instance('a')), of('two', instance('b'))], found],
  ['two releases', [service(), of('one', release('a')), of('two', release('b'))], found],
  ['one without the label', [service(), of('one', instance('a')), of('two')], spans],
  ['a canary of the same instance', [service(), of('one', instance('a')), of('two', instance('a'))], spans],
  [
    'the selector asks for the instance',
    [
      service({ selector: { app: 'a', 'app.kubernetes.io/instance': 'a' } }),
      of('one', instance('a')),
      of('two', instance('b')),
    ],
    [],
  ],
  [
    'headless, for members that find each other',
    [
      service({ ...headless, publishNotReadyAddresses: true, ports: [{ port: 8080 }] }),
      of('one', declares(8080)),
      of('two', declares(9090)),
    ],
    spans,
  ],
  [
    'headless, and named by both StatefulSets: an operator made one for all',
    [
      service({ ...headless, ports: [{ port: 8080 }] }),
      of('one', { ...instance('a'), spec: { subdomain: 'web' } }),
      of('two', { ...instance('b'), spec: { subdomain: 'web' } }),
    ],
    spans,
  ],
];

test.each(cases)('%s', async (_, objects, expected) => {
  expect(verdicts(await evaluateObjects(node(), ...publish(...objects, node())))).toEqual(expected);
});

test('manifests: a Job that has the labels of the app is soon over', async () => {
  const app = manifest(workload('Deployment', 'web', declares(8080)));
  const job = manifest(workload('Job', 'migrate', declares(9090)));
  expect(verdicts(await evaluateObjects(manifest(service()), app, job))).toEqual(spans);
  const other = manifest(workload('Deployment', 'other', declares(9090)));
  expect(verdicts(await evaluateObjects(manifest(service()), app, other))).toEqual(found);
});

describe('evidence', () => {
  test('the port: what each workload has, and the label that tells them apart', async () => {
    const report = await evaluateObjects(
      ...publish(
        service(toNamed()),
        node(),
        of('one', { ...declares(8080), labels: { 'app.kubernetes.io/name': 'one' } }),
        of('two', { labels: { 'app.kubernetes.io/name': 'two' } }),
      ),
    );
    expect(onlyFinding(report, RULE)).toMatchObject({
      message: 'Service web selects Pods of 2 workloads, 1 of them without its target port',
      detail: [
        'Deployment one: 1 Pod, app.kubernetes.io/name: one',
        'Deployment two: 1 Pod, no port "http", app.kubernetes.io/name: two',
      ],
      remedy: {
        kind: 'fix',
        text: 'set app.kubernetes.io/name: one',
        command: `kubectl -n default patch service web -p '{"spec":{"selector":{"app.kubernetes.io/name":"one"}}}'`,
        tested: true,
      },
    });
    const { backends, status } = onlyService(report);
    expect(status).toBe('Healthy');
    expect(backends.map(({ pod, findings }) => [pod, findings])).toEqual([
      ['one-x1-y', []],
      ['two-x1-y', [RULE]],
    ]);
  });

  test('releases: the one of the Service itself', async () => {
    const [one, two] = [of('one', instance('a')), of('two', instance('b'))];
    const bare = await evaluateObjects(...publish(service(), node(), one, two));
    expect(onlyFinding(bare, RULE).remedy.text).toBe(
      'add to the selector app.kubernetes.io/instance: a or app.kubernetes.io/instance: b',
    );
    const own = await evaluateObjects(...publish(service({}, instance('b')), node(), one, two));
    expect(onlyFinding(own, RULE).remedy.text).toBe('add to the selector app.kubernetes.io/instance: b');
  });
});
