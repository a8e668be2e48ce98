import { expect, test } from 'vitest';
import { publish } from '../support/controllers.ts';
import { evaluateObjects, onlyFinding, verdicts } from '../support/evaluate.ts';
import { manifest, node, pod, type Raw, service, workload } from '../support/objects.ts';

const RULE = 'probe-port-undeclared';
const [info, warning] = [[`info ${RULE} Pod/a1`], [`warning ${RULE} Pod/a1`]];
const http = (port: number | string, more: object = {}) => ({ httpGet: { port, path: '/', ...more } });
const main = (probes: object, ports: object[] = [{ name: 'http', containerPort: 8080 }]) => ({
  name: 'main',
  ports,
  ...probes,
});
const probed = (probes: object, ports?: object[], ...others: object[]) =>
  pod('a1', { containers: [main(probes, ports), ...others] as Record<string, unknown>[] });

const cases: [string, Raw, string[]][] = [
  ['no probes', probed({}), []],
  ['a declared number', probed({ readinessProbe: http(8080) }), []],
  ['a declared name', probed({ readinessProbe: http('http') }), []],
  ['a name that is not declared', probed({ readinessProbe: http('web') }), warning],
  ['of a liveness probe', probed({ livenessProbe: { tcpSocket: { port: 'web' } } }), warning],
  ['of a startup probe', probed({ startupProbe: http('web') }), warning],
  [
    'a name that another container declares: it does not count',
    probed({ readinessProbe: http('web') }, undefined, {
      name: 'b',
      ports: [{ name: 'web', containerPort: 1 }],
    }),
    warning,
  ],
  ['a number that is not declared', probed({ livenessProbe: http(9090) }), info],
  ['a number that answers: the container is ready', probed({ readinessProbe: http(9090) }), []],
  ['the same port for two probes', probed({ readinessProbe: http(9090), livenessProbe: http(9090) }), []],
  ['a number, and no port is declared', probed({ readinessProbe: http(9090) }, []), []],
  [
    'a number that another container declares',
    probed({ readinessProbe: http(9090) }, undefined, { name: 'b', ports: [{ containerPort: 9090 }] }),
    [],
  ],
  ['gRPC', probed({ livenessProbe: { grpc: { port: 9090 } } }), info],
  ['exec', probed({ readinessProbe: { exec: { command: ['true'] } } }), []],
  ['another host', probed({ readinessProbe: http('web', { host: '192.0.2.1' }) }), []],
  [
    'a probe that a mesh rewrote',
    probed({ readinessProbe: http(15020, { path: '/app-health/main/readyz' }) }),
    [],
  ],
];

test.each(cases)('%s', async (_, a1, expected) => {
  expect(verdicts(await evaluateObjects(...publish(service(), node(), a1)))).toEqual(expected);
});

test('a number that a Service targets', async () => {
  const other = service({ ports: [{ port: 9090 }] }, { name: 'health' });
  const report = await evaluateObjects(
    ...publish(service(), other, node(), probed({ livenessProbe: http(9090) })),
  );
  expect(verdicts(report).filter((one) => one.includes(RULE))).toEqual([]);
});

test('the Pods of a workload are told once', async () => {
  const owned = (name: string, ip: string) =>
    pod(name, {
      ips: [ip],
      containers: [main({ readinessProbe: http('web') })],
      metadata: { ownerReferences: [{ kind: 'StatefulSet', name: 'db', uid: '1', controller: true }] },
    });
  const report = await evaluateObjects(
    ...publish(service(), node(), owned('db-0', '10.0.0.1'), owned('db-1', '10.0.0.2')),
  );
  expect(onlyFinding(report, RULE)).toMatchObject({
    subject: { kind: 'Pod', name: 'db-0' },
    message:
      'Pod db-0 has a probe with an undeclared port: the readiness probe of container "main" uses "web"',
    detail: ['it declares http 8080', '1 other Pod of the workload has it too'],
  });
});

test.each([
  [0, []],
  [3, info],
])('a liveness probe of a container that restarted %s times', async (restartCount, expected) => {
  const a1 = pod('a1', {
    containers: [main({ livenessProbe: http(9090) })],
    statuses: [{ name: 'main', ready: true, restartCount, state: { running: {} } }],
  });
  expect(verdicts(await evaluateObjects(...publish(service(), node(), a1)))).toEqual(expected);
});

test('a container that is not ready', async () => {
  const a1 = pod('a1', { ready: 'False', containers: [main({ readinessProbe: http(9090) })] });
  const report = await evaluateObjects(...publish(service(), node(), a1));
  expect(verdicts(report)).toContain(`info ${RULE} Pod/a1`);
});

test('manifests: no container has answered', async () => {
  const app = workload('Deployment', 'web', { containers: [main({ readinessProbe: http(9090) })] });
  const report = await evaluateObjects(...[service(), app].map(manifest));
  expect(verdicts(report)).toEqual([`info ${RULE} Deployment/web`]);
});

test('manifests', async () => {
  const app = workload('Deployment', 'web', { containers: [main({ readinessProbe: http('web') })] });
  const report = await evaluateObjects(...[service(), app].map(manifest));
  expect(verdicts(report)).toEqual([`warning ${RULE} Deployment/web`]);
});
