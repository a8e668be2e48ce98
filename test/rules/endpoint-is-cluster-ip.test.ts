import { expect, test } from 'vitest';
import { publish } from '../support/controllers.ts';
import { evaluateObjects, onlyFinding, onlyService, verdicts } from '../support/evaluate.ts';
import {
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
} from '../support/objects.ts';

const RULE = 'endpoint-is-cluster-ip';
const found = [`error ${RULE} Service/web`];
const inner = service({ clusterIP: '10.96.0.9', clusterIPs: ['10.96.0.9', 'fd00::9'] }, { name: 'inner' });
const behind = publish(inner, node(), pod());
const listing = (...ips: string[]) => publish(selectorless(), endpoints([subset(ips)]));

const cases: [string, Raw[], string[]][] = [
  ['an address outside of the cluster', [...behind, ...listing('192.0.2.1')], []],
  ['the cluster IP of another Service', [...behind, ...listing('10.96.0.9')], found],
  [
    'one of two addresses',
    [...behind, ...listing('10.96.0.9', '192.0.2.1')],
    [`warning ${RULE} Service/web`],
  ],
  ['its own cluster IP', listing('10.96.0.7'), found],
  [
    'the cluster IP of a Service in another namespace',
    [...listing('10.96.0.9'), { ...inner, metadata: { ...inner.metadata, namespace: 'other' } }],
    [`error selector-matches-no-pods Service/inner`, ...found].sort(),
  ],
  [
    'in a slice that is written by hand, beside Pods',
    [...publish(service(), node(), pod(), inner), slice([endpoint('10.96.0.9')], { name: 'own' })],
    [`warning ${RULE} Service/web`, 'info mixed-endpoint-sources Service/web'],
  ],
  [
    'IPv6, in another spelling',
    [
      ...behind,
      selectorless({ ipFamilies: ['IPv6'], clusterIP: 'fd00::7', clusterIPs: ['fd00::7'] }),
      slice([endpoint('fd00:0::9')], { addressType: 'IPv6' }),
    ],
    found,
  ],
  [
    'a headless Service: DNS answers it, and clients connect to it',
    [...behind, ...publish(selectorless(headless), endpoints([subset(['10.96.0.9'])]))],
    [],
  ],
  ['a manifest', [...behind, ...[selectorless(), endpoints([subset(['10.96.0.9'])])].map(manifest)], found],
];

test.each(cases)('%s', async (_, objects, expected) => {
  const report = await evaluateObjects(...objects);
  expect(verdicts(report).filter((one) => !one.startsWith('info headless'))).toEqual(expected);
});

test('such a row does not count as ready, though kube-proxy would choose it', async () => {
  const report = await evaluateObjects(...behind, ...listing('10.96.0.9'));
  expect(onlyFinding(report, RULE)).toMatchObject({
    message: 'Service web lists a cluster IP as an endpoint: 10.96.0.9 (Service default/inner)',
    detail: expect.arrayContaining([expect.stringContaining('inner.default.svc.cluster.local')]),
    remedy: { kind: 'next' },
  });
  const web = report.services.find(({ name }) => name === 'web');
  expect(web).toMatchObject({
    status: 'Unavailable',
    ports: [{ routable: 0 }],
    backends: [{ address: '10.96.0.9', routable: true, failing: RULE, findings: [RULE] }],
  });
});

test('beside another address the Service is Degraded', async () => {
  const report = await evaluateObjects(...listing('10.96.0.7', '192.0.2.1'));
  expect(onlyService(report)).toMatchObject({ status: 'Degraded', ports: [{ routable: 1, backends: 2 }] });
});
