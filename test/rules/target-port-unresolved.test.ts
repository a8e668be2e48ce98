import { describe, expect, test } from 'vitest';
import { publish } from '../support/controllers.ts';
import {
  evaluateObjects,
  evaluateSnapshot,
  onlyFinding,
  onlyService,
  snapshotWithout,
  verdicts,
} from '../support/evaluate.ts';
import { headless, manifest, node, pod, type Raw, service, toNamed, workload } from '../support/objects.ts';

const RULE = 'target-port-unresolved';
const [error, warning] = [`error ${RULE} Pod/a1`, `warning ${RULE} Pod/a1`];
const named = service(toNamed());
const http = { ports: [{ name: 'http', containerPort: 8080 }] };
const second = { ips: ['10.0.0.2'] };
const udp = { ports: [{ name: 'http', containerPort: 8080, protocol: 'UDP' }] };
const init = { name: 'side', ...http };
const two = service({
  ports: [
    { name: 'a', port: 80, targetPort: 'http' },
    { name: 'b', port: 81, targetPort: 'admin' },
  ],
});

const cases: [string, Raw[], string[]][] = [
  ['declared', [named, node(), pod('a1', http)], []],
  ['a number need not be declared', [service(), node(), pod()], []],
  ['not declared', [named, node(), pod()], [error]],
  [
    'declared by another name',
    [named, node(), pod('a1', { ports: [{ name: 'web', containerPort: 8080 }] })],
    [error],
  ],
  ['declared for another protocol', [named, node(), pod('a1', udp)], [error]],
  ['declared for that protocol', [service(toNamed('http', 'UDP')), node(), pod('a1', udp)], []],
  [
    'in the second container',
    [named, node(), pod('a1', { containers: [{ name: 'x' }, { name: 'y', ...http }] })],
    [],
  ],
  [
    'in a sidecar',
    [named, node(), pod('a1', { initContainers: [{ ...init, restartPolicy: 'Always' }] })],
    [],
  ],
  ['in a plain init container', [named, node(), pod('a1', { initContainers: [init] })], [error]],
  ['another Pod resolves it', [named, node(), pod('a1'), pod('a2', { ...second, ...http })], [warning]],
  ['no Pod resolves it', [named, node(), pod('a1'), pod('a2', second)], [error, `error ${RULE} Pod/a2`]],
  [
    'the other one is not ready',
    [named, node(), pod('a1'), pod('a2', { ...second, ...http, ready: 'False' })],
    ['error pod-not-ready Pod/a2', error],
  ],
  [
    'another number in another Pod',
    [
      named,
      node(),
      pod('a1', http),
      pod('a2', { ...second, ports: [{ name: 'http', containerPort: 9090 }] }),
    ],
    [],
  ],
  [
    'one finding for both ports, with the worst severity',
    [two, node(), pod('a1'), pod('a2', { ...second, ...http })],
    [error, `error ${RULE} Pod/a2`],
  ],
  ['headless: DNS answers all the same', [service({ ...headless, ...toNamed() }), node(), pod()], [warning]],
  [
    'publishNotReadyAddresses, not ready',
    [service({ ...toNamed(), publishNotReadyAddresses: true }), node(), pod('a1', { ready: 'False' })],
    [error],
  ],
  ['finished Pods are not asked', [named, node(), pod('a1', { phase: 'Succeeded' }), pod('a2', http)], []],
  ['terminating Pods are not asked', [named, node(), pod('a1', { deleted: true }), pod('a2', http)], []],
];

test.each(cases)('%s', async (_, objects, expected) => {
  expect(verdicts(await evaluateObjects(...publish(...objects)))).toEqual(expected);
});

describe('evidence', () => {
  const evidenceOf = async (...objects: Raw[]) =>
    onlyFinding(await evaluateObjects(...publish(...objects)), RULE);

  test('the port, how many resolve it, what the Pod declares', async () => {
    const one = pod('a1', { ports: [{ name: 'web', containerPort: 8080 }], initContainers: [init] });
    const { message, detail, fix } = await evidenceOf(named, node(), one, pod('a2', { ...second, ...http }));
    expect(message).toBe('Pod a1 declares no port "http" (TCP), which Service web targets');
    expect(detail).toEqual([
      'port 80/TCP: 1 of 2 Pods resolve "http"',
      'it declares web 8080/TCP, http 8080/TCP (in init container "side", which does not count)',
    ]);
    expect(fix).toBe(
      'declare a container port "http" (TCP) in the Pod template, if something listens there, or remove the port from the Service',
    );
  });

  test('where no Pod resolves it, targetPort is set to the port that is declared', async () => {
    const { fix } = await evidenceOf(
      named,
      node(),
      pod('a1', { ports: [{ name: 'web', containerPort: 8080 }] }),
    );
    expect(fix).toBe(
      `kubectl -n default patch service web --type=json -p '[{"op":"replace","path":"/spec/ports/0/targetPort","value":"web"}]'`,
    );
  });

  test('an unnamed port is proposed by its number', async () => {
    const { fix } = await evidenceOf(named, node(), pod('a1', { ports: [{ containerPort: 8080 }] }));
    expect(fix).toContain('"value":8080');
  });

  test('the second of two Service ports is the one that is patched', async () => {
    const declared = { ports: [...http.ports, { name: 'management', containerPort: 9000 }] };
    const { message, fix } = await evidenceOf(two, node(), pod('a1', declared));
    expect(message).toBe('Pod a1 declares no port "admin" (TCP), which Service web targets');
    expect(fix).toContain('"path":"/spec/ports/1/targetPort","value":"management"');
  });

  test.each<[string, Raw[], string | null]>([
    ['the only declared port', [pod('a1', { ports: [{ name: 'web', containerPort: 8080 }] })], 'web'],
    ['a number without a name', [pod('a1', { ports: [{ containerPort: 8080 }] })], '8080'],
    ['none of several', [pod('a1', { ports: [{ containerPort: 1 }, { containerPort: 2 }] })], null],
    [
      'none that the other Pods lack',
      [
        pod('a1', { ports: [{ name: 'web', containerPort: 8080 }] }),
        pod('a2', { ips: ['10.0.0.2'], ports: [{ name: 'queue', containerPort: 9 }] }),
      ],
      null,
    ],
    [
      'no port for metrics or health',
      [pod('a1', { ports: [{ name: 'metrics', containerPort: 9090 }] })],
      null,
    ],
    ['no exporter', [pod('a1', { ports: [{ name: 'redis-exporter', containerPort: 9121 }] })], null],
    ['no port of another protocol', [pod('a1', { ports: [{ name: 'https', containerPort: 8443 }] })], null],
    [
      'the number of a port in a sidecar that does not count',
      [
        pod('a1', {
          initContainers: [
            { name: 's', restartPolicy: 'Always', ports: [{ name: 'http', containerPort: 9443 }] },
          ],
        }),
      ],
      '9443',
    ],
  ])('a fix leads to %s', async (_, pods, target) => {
    // The Endpoints controller of 1.32, which labels nothing, shows that sidecars do not count.
    const isOld = target === '9443';
    const published = publish(service(toNamed()), node(), ...pods).map((object) =>
      isOld && object.kind === 'Endpoints'
        ? { ...object, metadata: { ...object.metadata, labels: {} } }
        : object,
    );
    const { findings } = await evaluateObjects(...published);
    const remedies = findings.filter(({ rule }) => rule === RULE).map(({ remedy }) => remedy);
    expect(remedies.length).toBeGreaterThan(0);
    for (const { kind, tested, text } of remedies)
      expect({ kind, tested, text }).toEqual({
        kind: target === null ? 'next' : 'fix',
        tested: target !== null,
        text:
          target === null ? expect.stringContaining('declare a container port') : `set targetPort: ${target}`,
      });
  });

  test('a port for metrics does not become the port for clients', async () => {
    const { fix } = await evidenceOf(service(toNamed('metrics')), node(), pod('a1', http));
    expect(fix).toContain('declare a container port "metrics" (TCP)');
  });

  test('a declaration that another port uses is not proposed', async () => {
    const { fix } = await evidenceOf(two, node(), pod('a1', http));
    expect(fix).toBe(
      'declare a container port "admin" (TCP) in the Pod template, if something listens there, or remove the port from the Service',
    );
  });

  test('nothing declared, several missing: no command does it', async () => {
    const { message, detail, fix } = await evidenceOf(two, node(), pod());
    expect(message).toBe('Pod a1 declares no port "http" (TCP) or "admin" (TCP), which Service web targets');
    expect(detail).toEqual([
      'port a 80/TCP: 0 of 1 Pods resolve "http"',
      'port b 81/TCP: 0 of 1 Pods resolve "admin"',
      'it declares no ports',
    ]);
    expect(fix).toBe(
      'declare a container port "http" (TCP), "admin" (TCP) in the Pod template, if something listens there, or remove the port from the Service',
    );
  });

  test('the rows of the ports that are not resolved carry it', async () => {
    const { backends } = onlyService(await evaluateObjects(...publish(two, node(), pod('a1', http))));
    expect(backends.map(({ servicePort, findings }) => [servicePort, findings])).toEqual([
      [80, []],
      [81, [RULE]],
    ]);
  });
});

describe('a Pod template', () => {
  const template = (ports: object) => manifest(workload('Deployment', 'shop', ports));

  test('is the subject, by the name of its workload', async () => {
    const report = await evaluateObjects(manifest(named), template({}));
    expect(onlyFinding(report, RULE)).toMatchObject({
      severity: 'error',
      subject: { kind: 'Deployment', namespace: 'default', name: 'shop' },
      message: 'the Pod template of Deployment shop declares no port "http" (TCP), which Service web targets',
    });
    expect(onlyService(report).status).toBe('Unavailable');
  });

  test('headless: the address is there for one port, so for all', async () => {
    const ports = [
      { name: 'a', port: 80, targetPort: 'http' },
      { name: 'b', port: 81, targetPort: 'admin' },
    ];
    const report = await evaluateObjects(manifest(service({ ...headless, ports })), template(http));
    expect(verdicts(report)).toEqual([
      `warning ${RULE} Deployment/shop`,
      'info headless-port-differs Service/web',
    ]);
    expect(onlyService(report).status).toBe('Degraded');
  });

  test.each(['Job', 'CronJob'])('of a %s, which runs to completion, beside others: nothing', async (kind) => {
    const job = manifest(workload(kind, 'archive'));
    const beside = await evaluateObjects(manifest(named), template(http), job);
    expect(verdicts(beside)).toEqual(['info selector-spans-workloads Service/web']);
    expect(verdicts(await evaluateObjects(manifest(named), job))).toEqual([`error ${RULE} ${kind}/archive`]);
  });

  test('two ports to one name: it is named once', async () => {
    const ports = [80, 81].map((port) => ({ name: `p${port}`, port, targetPort: 'http' }));
    const { message, fix } = onlyFinding(
      await evaluateObjects(manifest(service({ ports })), template({})),
      RULE,
    );
    expect(message).toMatch(/declares no port "http" \(TCP\), which/);
    expect(fix).toMatch(/declare a container port "http" \(TCP\), if/);
  });

  test('that declares the port is Healthy', async () => {
    const report = await evaluateObjects(manifest(named), template(http));
    expect(report.findings).toEqual([]);
    expect(onlyService(report)).toMatchObject({ status: 'Healthy', ports: [{ routable: 1, backends: 1 }] });
  });
});

test('Pods unread: skipped', async () => {
  const report = evaluateSnapshot(await snapshotWithout({ Pod: 'no' }, ...publish(named, node(), pod())));
  expect(report.skipped).toContainEqual({ rule: RULE, reason: 'no' });
});

test('a sidecar has the port, on a server that does not look there', async () => {
  const sidecar = { name: 'tls', restartPolicy: 'Always', ports: [{ name: 'http', containerPort: 9443 }] };
  const old = publish(named, node(), pod('a1', { initContainers: [sidecar] })).map((object) =>
    object.kind === 'Endpoints'
      ? { ...object, subsets: [], metadata: { ...object.metadata, labels: {} } }
      : object.kind === 'EndpointSlice'
        ? { ...object, ports: null }
        : object,
  );
  expect(onlyFinding(await evaluateObjects(...old), RULE)).toMatchObject({
    message: 'Pod a1 declares port "http" (TCP), which Service web targets, only in a sidecar',
    detail: expect.arrayContaining([expect.stringContaining('which counts since Kubernetes 1.33')]),
    fix: `kubectl -n default patch service web --type=json -p '[{"op":"replace","path":"/spec/ports/0/targetPort","value":9443}]'`,
  });
});
