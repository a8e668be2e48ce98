/** The output for a cluster is the same, byte for byte, in any order of answers. */
import { describe, expect, test, vi } from 'vitest';
import { RESOURCES, WORKLOAD_RESOURCES } from '../../../src/cluster/resources.ts';
import { statusError } from '../../../src/kube/errors/status-error.ts';
import { ConnectionError } from '../../../src/model/errors.ts';
import type { JsonReport } from '../../../src/model/report/json-report.ts';
import { publish } from '../../support/controllers.ts';
import {
  CONTROLLER,
  endpoint,
  endpoints,
  event,
  ingress,
  networkPolicy,
  node,
  pod,
  type Raw,
  selectorless,
  service,
  slice,
  subset,
  workload,
} from '../../support/objects.ts';
import { Random } from '../../support/random.ts';
import { run } from '../../support/run-main.ts';
import { FakeCluster } from '../../support/servers/fake-cluster.ts';

const server = vi.hoisted(() => ({ cluster: null as FakeCluster | null }));
vi.mock('../../../src/kube/connect.ts', () => ({ connect: async () => server.cluster }));

/** The number of orders for each command line. */
const ORDERS = 16;
/** The number of command lines, each against a server that refuses other requests. */
const CASES = 120;

const namespaceOf = (name: string): Raw => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
const toPod = (ip: string, name: string) =>
  endpoint(ip, 'TTF', { nodeName: 'n2', targetRef: { kind: 'Pod', name } });

/** Objects that are read by selector, by name, by reference and as evidence, in two namespaces. */
const world: Raw[] = [
  ...publish(
    service({}, { labels: { team: 'x' } }),
    service({ selector: { app: 'idle' } }, { name: 'idle' }),
    service({ selector: { app: 'crash' } }, { name: 'crash' }),
    service({ selector: { app: 'typo' } }, { name: 'typo' }),
    service({ internalTrafficPolicy: 'Local' }, { name: 'local' }),
    service({}, { namespace: 'other' }),
    service({ selector: { app: 'b' } }, { name: 'b', namespace: 'other' }),
    pod(),
    pod('a2', { ips: ['10.0.0.2'], node: 'n2' }),
    pod('a3', { ips: ['10.0.0.3'], node: 'gone' }),
    pod('crash', { labels: { app: 'crash' }, ips: ['10.0.0.4'], ready: 'False', node: 'n3' }),
    pod('o1', { namespace: 'other', ips: ['10.0.1.1'], node: 'n2' }),
    pod('o2', { namespace: 'other', ips: ['10.0.1.2'], labels: { app: 'typo' } }),
    ...['n1', 'n2', 'n3', 'n4'].map((name) => node(name)),
  ),
  event(pod('crash'), 'Unhealthy', 'Readiness probe failed: 503'),
  selectorless({}, { name: 'hand' }),
  slice([toPod('10.9.0.1', 'x1'), toPod('10.9.0.2', 'x2'), toPod('10.9.0.3', 'x3')], {
    name: 'hand-1',
    service: 'hand',
    managedBy: CONTROLLER,
  }),
  pod('x2', { labels: {}, ips: ['10.9.0.2'], node: 'n4' }),
  selectorless({}, { name: 'written' }),
  ...publish(endpoints([subset(['192.0.2.1'])], { name: 'written' })),
  endpoints([subset(['192.0.2.9'])], { name: 'orphan' }),
  ...['db.other.svc', 'web.other.svc', 'x.third.svc'].map((externalName, index) =>
    selectorless({ type: 'ExternalName', externalName }, { name: `alias-${index}` }),
  ),
  workload('Deployment', 'idle', { replicas: 0, labels: { app: 'idle' } }),
  ...WORKLOAD_RESOURCES.map(({ kind }) => workload(kind, 'worker', { labels: { app: kind.toLowerCase() } })),
  workload('Deployment', 'typos', { labels: { app: 'typos' } }),
  networkPolicy('np'),
  ingress('front', [{ service: { name: 'web', port: { number: 80 } } }]),
  ingress('lost', [{ service: { name: 'nobody', port: { number: 80 } } }], {}, { namespace: 'other' }),
  ...['default', 'other'].map(namespaceOf),
];

const COMMANDS = [
  ['check'],
  ['check', '-A', '-o', 'json'],
  ['check', '-A', '-o', 'json', '--chunk-size', '2'],
  ['get', '-A', '-o', 'json'],
  ['get', '-l', 'team=x', '-o', 'json'],
  ['describe', 'svc'],
  ['describe', 'svc', '-o', 'json', '--chunk-size', '1'],
  ['describe', 'svc', '-o', 'json', 'web', 'idle', 'crash', 'typo', 'hand', 'nobody'],
  ['describe', 'svc', 'hand', '-o', 'json'],
  ['describe', 'svc', 'local', 'alias-0', 'alias-1', 'alias-2', '-o', 'json'],
  ['describe', 'svc', 'alias'],
  ['describe', 'pod', '-A', '-o', 'json'],
  ['describe', 'pod', 'a1', 'x2', 'a3'],
  ['describe', 'pod', '-l', 'app=a', '-A'],
  ['describe', 'ip', '10.0.0.1', '10.9.0.1', '192.0.2.77'],
  ['describe', 'ingress', '-A', '-o', 'json'],
];

const PLURALS = [...Object.values(RESOURCES), ...WORKLOAD_RESOURCES].map(({ plural }) => plural);

/** Requests of a resource: all of them, lists, objects by name, further pages, one namespace, all namespaces. */
const PARTS: ((plural: string) => RegExp)[] = [
  (plural) => new RegExp(`/${plural}(/|\\?|$)`),
  (plural) => new RegExp(`/${plural}(\\?|$)`),
  (plural) => new RegExp(`/${plural}/`),
  (plural) => new RegExp(`/${plural}\\?.*continue=`),
  (plural) => new RegExp(`/namespaces/other/${plural}(/|\\?|$)`),
  (plural) => new RegExp(`/v1/${plural}(/|\\?|$)`),
  (plural) => new RegExp(`/${plural}(/.*[12]|.*labelSelector=.*[ab]$)`),
];

/** Each refusal has a message of its own, so that the output shows which one was reported. */
const FAULTS: ((target: string) => Error)[] = [
  (target) => failure(403, 'Forbidden', `${target} is forbidden`),
  (target) => failure(500, 'InternalError', `${target} failed`),
  (target) => failure(410, 'Expired', `${target} has expired`),
  (target) => new ConnectionError(`error: no answer to ${target}`),
];

function failure(code: number, reason: string, message: string): Error {
  return statusError(code, JSON.stringify({ kind: 'Status', reason, message }));
}

/** Refuses up to four kinds of requests. */
function refusing(random: Random, objects: readonly Raw[]): FakeCluster {
  const cluster = new FakeCluster(...objects);
  for (const plural of random.some([...PLURALS, 'namespaces'], 0, 4))
    cluster.refuse(random.pick(PARTS)(plural), random.pick(FAULTS));
  return cluster;
}

test.each(WORKLOAD_RESOURCES.map(({ plural }) => plural))(
  'scaled to zero is nothing where %s are forbidden',
  async (plural) => {
    for (let order = 0; order < 64; order++) {
      server.cluster = new FakeCluster(...world).answering(order);
      server.cluster.refuse(new RegExp(`/${plural}\\?`), failure(403, 'Forbidden', `${plural} is forbidden`));
      const { code, stdout } = await run(['check', 'svc', 'idle', '-o', 'json']);
      const { services, findings, skipped } = JSON.parse(stdout);
      expect({ code, order }).toEqual({ code: 1, order });
      expect(services).toMatchObject([{ status: 'Unavailable', findingNames: ['selector-matches-no-pods'] }]);
      expect(findings[0].evidence).toContain(
        `a workload may be scaled to zero, but workloads could not be read: ${plural} is forbidden`,
      );
      expect(skipped).toContainEqual({ name: 'scaled-to-zero', reason: `${plural} is forbidden` });
    }
  },
);

/** The Unavailable Services without findings. */
function unexplained(json: string): string[] {
  const { services = [] } = (json === '' ? {} : JSON.parse(json)) as Partial<JsonReport>;
  return services
    .filter(({ status, findingNames }) => status === 'Unavailable' && findingNames.length === 0)
    .map(({ namespace, name }) => `${namespace}/${name}`);
}

describe('in whatever order the answers come', () => {
  test.each(COMMANDS.map((words) => [words.join(' '), words]))(
    '%s',
    { timeout: 60_000 },
    async (_, words) => {
      const index = COMMANDS.indexOf(words as string[]);
      for (let seed = index; seed < CASES; seed += COMMANDS.length) {
        const outcomeOf = (order: number) => {
          server.cluster = refusing(new Random(seed), world);
          if (order > 0) server.cluster.answering(order);
          return run([...words]);
        };
        const expected = await outcomeOf(0);
        expect(expected.stderr).not.toContain('internal');
        if (words.includes('json')) expect(unexplained(expected.stdout)).toEqual([]);
        for (let order = 1; order <= ORDERS; order++)
          expect(await outcomeOf(order), `cluster ${seed}, order ${order}`).toEqual(expected);
      }
    },
  );
});
