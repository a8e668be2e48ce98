/** Unread is not empty: an unread kind removes findings and never adds one. */
import { describe, expect, test } from 'vitest';
import { join } from '../../../src/join/join.ts';
import type { Kind } from '../../../src/model/objects/kinds.ts';
import { RULES } from '../../../src/rules/engine/catalogue.ts';
import { publish } from '../../support/controllers.ts';
import {
  evaluateObjects,
  evaluateSnapshot,
  onlyService,
  snapshotWithout,
  verdicts,
} from '../../support/evaluate.ts';
import {
  CONTROLLER,
  endpoint,
  endpoints,
  MIRRORING,
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
} from '../../support/objects.ts';
import { EXAMPLES } from '../../support/rule-examples.ts';

const REASON = 'it is kept from us';
const kinds = [...new Set(RULES.flatMap(({ needs, evidence = [] }) => [...needs, ...evidence]))].sort();
const worlds: [string, Raw[]][] = [
  ['healthy', publish(service(), node(), pod())],
  ['healthy, by hand', publish(selectorless(), endpoints([subset(['192.0.2.1'])]))],
  // An unread kind must not turn a warning into an error.
  [
    'one of two Pods is not ready',
    publish(service(), node(), pod(), pod('a2', { ips: ['10.0.0.2'], ready: 'False' })),
  ],
  [
    'one of two Pods resolves the port',
    publish(
      service(toNamed()),
      node(),
      pod('a1', { ports: [{ name: 'http', containerPort: 8080 }] }),
      pod('a2', { ips: ['10.0.0.2'] }),
    ),
  ],
  ...Object.entries(EXAMPLES),
];

test('the kinds that rules ask for', () => {
  expect(kinds).toEqual([
    'APIGroup',
    'EndpointSlice',
    'Endpoints',
    'Event',
    'Ingress',
    'NetworkPolicy',
    'Node',
    'Pod',
    'Service',
    'Workload',
  ]);
});

describe.each(kinds)('%s unread', (kind) => {
  const without = async (objects: readonly Raw[]) => snapshotWithout({ [kind]: REASON }, ...objects);
  const needing = RULES.filter(({ needs }) => needs.includes(kind));

  test.each(worlds)('%s', async (_, objects) => {
    const full = evaluateSnapshot(await snapshotWithout({}, ...objects));
    const snapshot = await without(objects);
    // A Service that is shown was read; here its kind is only read in part.
    if (kind === 'Service')
      snapshot.objects.Service = (await snapshotWithout({}, ...objects)).objects.Service;
    const report = evaluateSnapshot(snapshot);
    const skipped = report.skipped.filter(({ reason }) => reason === REASON).map(({ rule }) => rule);

    expect(verdicts(full)).toEqual(expect.arrayContaining(verdicts(report).filter(isClaim)));
    const lost = full.findings.filter(({ rule }) => !report.findings.some((other) => other.rule === rule));
    for (const { rule } of lost) expect(skipped).toContain(rule);

    const { services } = join(snapshot);
    const asked = needing.filter(
      (rule) => 'checkNamespace' in rule || services.some((view) => rule.appliesTo(view)),
    );
    expect(skipped).toEqual(expect.arrayContaining(asked.map(({ name }) => name)));
    for (const { name } of needing) expect(report.findings.map(({ rule }) => rule)).not.toContain(name);

    for (const [index, { status }] of report.services.entries())
      expect([full.services[index]?.status, 'Healthy', 'Unknown']).toContain(status);
  });
});

/** A finding that no Pod exists holds without workloads; its evidence says that they are unread. */
function isClaim(verdict: string): boolean {
  return verdict !== 'error selector-matches-no-pods Service/web';
}

describe('Unknown is a verdict', () => {
  const healthy = publish(service(), node(), pod());
  const byHand = publish(selectorless(), endpoints([subset(['192.0.2.1'])]));
  const alias = [selectorless({ type: 'ExternalName', externalName: 'a.example' })];
  const empty = [service(), slice(null, { managedBy: CONTROLLER }), endpoints([])];

  test.each<[string, Raw[], Kind, string]>([
    ['Pods, and something is routed', healthy, 'Pod', 'Unknown'],
    ['Pods, and nothing is routed: nobody can say why', empty, 'Pod', 'Unknown'],
    ['Pods of a Service without a selector', byHand, 'Pod', 'Healthy'],
    ['EndpointSlices', healthy, 'EndpointSlice', 'Unknown'],
    ['EndpointSlices of a Service without a selector', byHand, 'EndpointSlice', 'Unknown'],
    ['EndpointSlices of an ExternalName', alias, 'EndpointSlice', 'ExternalName'],
    ['Endpoints', healthy, 'Endpoints', 'Healthy'],
    ['Endpoints of a Service without a selector', byHand, 'Endpoints', 'Healthy'],
    ['Nodes', healthy, 'Node', 'Healthy'],
    ['NetworkPolicies', healthy, 'NetworkPolicy', 'Healthy'],
    ['Ingresses', healthy, 'Ingress', 'Healthy'],
    ['Workloads', healthy, 'Workload', 'Healthy'],
    ['Events', healthy, 'Event', 'Healthy'],
  ])('%s', async (_, objects, kind, expected) => {
    const report = evaluateSnapshot(await snapshotWithout({ [kind]: REASON }, ...objects));
    expect(onlyService(report).status).toBe(expected);
  });

  test('what is not known is null or "unknown" in the rows', async () => {
    const rowsWithout = async (kind: Kind) =>
      onlyService(evaluateSnapshot(await snapshotWithout({ [kind]: REASON }, ...healthy))).backends;
    expect(await rowsWithout('Pod')).toMatchObject([
      {
        address: '10.0.0.1',
        pod: 'a1',
        podReady: null,
        podPhase: null,
        endpointSlice: 'ready',
        routable: true,
      },
    ]);
    expect(await rowsWithout('EndpointSlice')).toMatchObject([
      {
        pod: 'a1',
        podReady: true,
        endpoints: 'ready',
        endpointSlice: 'unknown',
        slice: null,
        routable: null,
      },
    ]);
    expect(await rowsWithout('Endpoints')).toMatchObject([
      { endpoints: 'unknown', endpointSlice: 'ready', routable: true },
    ]);
  });
});

describe('from files: what the input disproves', () => {
  const [noSlices, noEndpoints, noNodes] = ['EndpointSlices', 'Endpoints', 'Nodes'].map(
    (kind) => `the input has no ${kind}`,
  );
  const reasonsOf = async (...objects: Raw[]) => [
    ...new Set((await evaluateObjects(...objects)).skipped.map(({ reason }) => reason)),
  ];
  const only = (...wanted: string[]) =>
    publish(service(), node(), pod()).filter(({ kind }) => wanted.includes(kind));
  const all = ['Service', 'Pod', 'Node', 'Endpoints', 'EndpointSlice'];
  const lacking = (missing: string) => only(...all.filter((kind) => kind !== missing));

  test.each<[string, Raw[], (string | undefined)[]]>([
    ['nothing is missing', only(...all), []],
    ['a recorded Service with a selector, and no EndpointSlice', lacking('EndpointSlice'), [noSlices]],
    ['a recorded Service with a selector, and no Endpoints', lacking('Endpoints'), [noEndpoints]],
    ['a scheduled recorded Pod, and no Node', lacking('Node'), [noNodes]],
    [
      'a Pod that is not scheduled',
      [...only('Service', 'Endpoints', 'EndpointSlice'), pod('a1', { node: '', ips: [], ready: null })],
      [],
    ],
    ['an ExternalName with a selector', [service({ type: 'ExternalName', externalName: 'a.example' })], []],
    ['a recorded Service without a selector', [selectorless()], []],
    ['manifests', [manifest(service()), manifest(workload('Deployment', 'a'))], []],
    [
      'a manifest beside a recorded Service with its slices',
      [...only(...all), manifest(service({}, { name: 'new' }))],
      [],
    ],
  ])('%s', async (_, objects, reasons) => {
    expect(await reasonsOf(...objects)).toEqual(reasons);
  });

  test('no EndpointSlices: Unknown, and nothing is claimed', async () => {
    const report = await evaluateObjects(...lacking('EndpointSlice'));
    expect(report.findings).toEqual([]);
    expect(onlyService(report)).toMatchObject({
      status: 'Unknown',
      backends: [{ endpointSlice: 'unknown', routable: null, endpoints: 'ready' }],
    });
  });

  test('no Endpoints: the column is unknown, the Service is judged', async () => {
    const report = await evaluateObjects(...lacking('Endpoints'));
    expect(report.findings).toEqual([]);
    expect(onlyService(report)).toMatchObject({ status: 'Healthy', backends: [{ endpoints: 'unknown' }] });
  });

  test('no Nodes: none of them is missing', async () => {
    const report = await evaluateObjects(...lacking('Node'));
    expect(report.findings).toEqual([]);
    expect(onlyService(report).status).toBe('Healthy');
  });
});

describe('an Unavailable Service always has a finding', () => {
  const nobody = [endpoints([]), slice(null, { managedBy: CONTROLLER })];
  const port = (name: string, number: number) => ({ ports: [{ name, port: number, protocol: 'TCP' }] });

  test.each<[string, Raw[]]>([
    ['a Ready Pod that was never scheduled', [service(), node(), pod('a1', { node: '' }), ...nobody]],
    [
      'Endpoints are ready, their mirrored slice is not',
      [
        selectorless(),
        endpoints([subset(['192.0.2.1'])]),
        slice([endpoint('192.0.2.1', 'Fuu')], { managedBy: MIRRORING }),
      ],
    ],
    [
      'the slice with the right port is not ready, another one is',
      [
        selectorless(),
        slice([endpoint('192.0.2.1', 'Fuu')]),
        slice([endpoint('192.0.2.2')], { name: 'web-2', ...port('x', 1) }),
      ],
    ],
    [
      'only a slice of another manager has the Pod, as not ready',
      [
        service(),
        node(),
        pod(),
        ...nobody,
        slice([endpoint('10.0.0.1', 'Fuu')], { name: 'own', managedBy: 'me' }),
      ],
    ],
    [
      "the controller's slice has the Pod as not ready, without a targetRef",
      [
        service(),
        node(),
        pod(),
        endpoints([]),
        slice([endpoint('10.0.0.1', 'FFF')], { managedBy: CONTROLLER }),
      ],
    ],
    [
      'no live Pod has the family, only one that has ceased to serve',
      publish(
        service(),
        node(),
        pod('a1', { deleted: true, ready: 'False' }),
        pod('a2', { ips: ['fd00::2'] }),
      ),
    ],
    [
      'by hand: what is ready is under no port of the Service, what is not is',
      publish(selectorless(), endpoints([subset(['!192.0.2.1'])])).concat(
        slice([endpoint('192.0.2.2')], port('x', 1)),
      ),
    ],
    ['a manifest of a Service over recorded Pods', [manifest(service()), node(), pod()]],
  ])('%s', async (_, objects) => {
    const report = await evaluateObjects(...objects);
    const findings = report.findings.filter(({ severity }) => severity !== 'info');
    if (onlyService(report).status === 'Unavailable') expect(findings).not.toEqual([]);
  });

  test.each(Object.entries(EXAMPLES))('%s', async (_, objects) => {
    const { services, findings } = await evaluateObjects(...objects);
    for (const { status, name } of services)
      if (status === 'Unavailable') expect(findings.map(({ service }) => service)).toContain(name);
  });
});
