import { expect, test } from 'vitest';
import { publish } from '../support/controllers.ts';
import { evaluateObjects, onlyFinding, verdicts } from '../support/evaluate.ts';
import {
  headless,
  manifest,
  node,
  pod,
  type Raw,
  selectorless,
  service,
  workload,
} from '../support/objects.ts';

const RULE = 'stateful-set-without-names';
const found = [`warning ${RULE} StatefulSet/db`];
const set = (serviceName: string | undefined, replicas = 1): Raw => {
  const one = workload('StatefulSet', 'db', { replicas });
  return { ...one, spec: { ...(one.spec as object), serviceName } };
};
const member = (subdomain = 'web'): Raw =>
  pod('db-0', {
    spec: { subdomain, hostname: 'db-0' },
    metadata: { ownerReferences: [{ kind: 'StatefulSet', name: 'db', uid: '1', controller: true }] },
  });
const port = { ports: [{ port: 8080 }] };
const governing = service({ ...headless, ...port });
const balanced = service(port);

const cases: [string, Raw[], string[]][] = [
  ['a headless Service that selects the Pods', [governing, member(), set('web')], []],
  ['no serviceName', [balanced, member(''), set(undefined)], []],
  ['a Service with a cluster IP', [balanced, member(), set('web')], [`info ${RULE} StatefulSet/db`]],
  [
    'a Service with a cluster IP that selects other Pods',
    [service({ ...port, selector: { app: 'b' } }), member(), set('web')],
    ['error selector-matches-no-pods Service/web', ...found],
  ],
  ['no such Service', [balanced, member('gone'), set('gone')], found],
  ['of Pods alone, where StatefulSets were not read', [balanced, member('gone')], found],
  ['of Pods alone, well', [governing, member()], []],
  [
    'a headless Service that selects other Pods',
    [service({ ...headless, ...port, selector: { app: 'b' } }), member(), set('web')],
    ['error selector-matches-no-pods Service/web', ...found],
  ],
  [
    'headless, filled by somebody else',
    [selectorless({ ...headless, ...port }), member(), set('web')],
    ['error endpoints-missing Service/web'],
  ],
  ['scaled to zero', [balanced, set('gone', 0)], ['info scaled-to-zero Service/web']],
];

test.each(cases)('%s', async (_, objects, expected) => {
  expect(verdicts(await evaluateObjects(...publish(...objects, node())))).toEqual(expected);
});

test('manifests: it names the line, and the headless Service that there is', async () => {
  const peers = service({ ...headless, ...port }, { name: 'peers' });
  const report = await evaluateObjects(...[peers, set('db')].map(manifest));
  expect(onlyFinding(report, RULE)).toMatchObject({
    message: 'StatefulSet db has serviceName: db, a Service that does not exist: DNS has no name db-0.db',
    detail: ['headless Service peers selects its Pods'],
    remedy: { kind: 'next', text: expect.stringMatching(/set serviceName: peers$/) },
  });
});

test('the headless Service beside one with a cluster IP is the one that is meant', async () => {
  const peers = service({ ...headless, ...port }, { name: 'peers' });
  const report = await evaluateObjects(...publish(balanced, peers, member(), set('web'), node()));
  expect(onlyFinding(report, RULE)).toMatchObject({
    severity: 'warning',
    message:
      'StatefulSet db has serviceName: web, a Service that is not headless: not every DNS server has the name db-0.web',
    detail: ['headless Service peers selects its Pods'],
  });
});

test('manifests without a Service are a part of something', async () => {
  expect(verdicts(await evaluateObjects(manifest(set('db'))))).toEqual([]);
});
