import { describe, expect, test } from 'vitest';
import { publish } from '../support/controllers.ts';
import {
  evaluateObjects,
  evaluateSnapshot,
  onlyFinding,
  snapshotOf,
  snapshotWithout,
  verdicts,
} from '../support/evaluate.ts';
import {
  CHANGED,
  endpoint,
  event,
  headless,
  node,
  pod,
  type Raw,
  selectorless,
  service,
  slice,
  toNamed,
  workload,
} from '../support/objects.ts';

const RULE = 'pod-not-ready';
const down = { ready: 'False' } as const;
const second = { ips: ['10.0.0.2'] };
const [error, warning] = [`error ${RULE} Pod/a1`, `warning ${RULE} Pod/a1`];
const pnr = service({ publishNotReadyAddresses: true });
const http = { ports: [{ name: 'http', containerPort: 8080 }] };

const cases: [string, Raw[], string[]][] = [
  ['Ready', [service(), node(), pod()], []],
  ['the only Pod', [service(), node(), pod('a1', down)], [error]],
  ['Ready=Unknown', [service(), node(), pod('a1', { ready: 'Unknown' })], [error]],
  ['no condition Ready', [service(), node(), pod('a1', { ready: null })], [error]],
  ['another Pod is ready', [service(), node(), pod('a1', down), pod('a2', second)], [warning]],
  [
    'both are not',
    [service(), node(), pod('a1', down), pod('a2', { ...down, ...second })],
    [error, `error ${RULE} Pod/a2`],
  ],
  [
    'the other one only terminates, still serving',
    [service(), node(), pod('a1', down), pod('a2', { ...second, deleted: true })],
    [error, 'warning only-terminating-endpoints Service/web'],
  ],
  [
    'a slice of another manager is ready',
    [service(), node(), pod('a1', down), slice([endpoint('10.0.0.9')], { managedBy: 'me' })],
    [warning, 'info mixed-endpoint-sources Service/web'],
  ],
  ['no IP address yet', [service(), node(), pod('a1', { ips: [], ready: null, phase: 'Pending' })], [error]],
  ['publishNotReadyAddresses', [pnr, node(), pod('a1', down)], []],
  ['publishNotReadyAddresses, no IP', [pnr, node(), pod('a1', { ...down, ips: [] })], [error]],
  ['finished', [service(), node(), pod('a1', { ...down, phase: 'Failed' }), pod('a2', second)], []],
  ['terminating', [service(), node(), pod('a1', { ...down, deleted: true }), pod('a2', second)], []],
  ['not selected', [service(), node(), pod('a1', { ...down, labels: { app: 'b' } }), pod('a2', second)], []],
  ['headless', [service({ ...headless, ports: [] }), node(), pod('a1', down)], [error]],
  [
    'headless, another is ready',
    [service({ ...headless, ports: [] }), node(), pod('a1', down), pod('a2', second)],
    [warning],
  ],
  [
    'a port that it does not resolve is not its concern',
    [
      service({
        ports: [
          { name: 'a', port: 80, targetPort: 'http' },
          { name: 'b', port: 81, targetPort: 9000 },
        ],
      }),
      node(),
      pod('a1', down),
      pod('a2', second),
    ],
    [`error target-port-unresolved Pod/a2`, warning],
  ],
  [
    'not ready comes before unresolved',
    [service(toNamed()), node(), pod('a1', down), pod('a2', { ...second, ...http })],
    [warning],
  ],
  [
    'a Pod template is supposed Ready',
    [service({}, { uid: '' }), workload('Deployment', 'a', { metadata: { uid: '' } })],
    [],
  ],
];

test.each(cases)('%s', async (_, objects, expected) => {
  expect(verdicts(await evaluateObjects(...publish(...objects)))).toEqual(expected);
});

const waiting = (reason: string, message = '') => ({ state: { waiting: { reason, message } } });
const exited = { lastState: { terminated: { exitCode: 137, reason: 'OOMKilled' } }, restartCount: 4 };
const running = { name: 'main', ready: false, started: true, state: { running: {} } };
const probed = (readinessProbe: object) => [{ name: 'main', readinessProbe }];
const unready = { type: 'ContainersReady', status: 'False', lastTransitionTime: CHANGED };
const init = { name: 'migrate' };

/** For a Pod: the message, the details, the fix. */
const causes: [string, Parameters<typeof pod>[1], string, string[], string][] = [
  [
    'unschedulable',
    {
      node: '',
      ips: [],
      ready: null,
      phase: 'Pending',
      conditions: [
        {
          type: 'PodScheduled',
          status: 'False',
          reason: 'Unschedulable',
          message: '0/3 nodes are available',
        },
      ],
    },
    'Unschedulable',
    ['0/3 nodes are available'],
    'describe pod a1',
  ],
  [
    'not scheduled yet',
    { node: '', ips: [], ready: null, phase: 'Pending' },
    'it is not scheduled',
    [],
    'describe pod a1',
  ],
  [
    'image pull',
    {
      statuses: [
        { name: 'main', ready: false, ...waiting('ImagePullBackOff', 'Back-off pulling image "x"') },
      ],
    },
    'ImagePullBackOff',
    ['container "main" is waiting (ImagePullBackOff: Back-off pulling image "x")'],
    'describe pod a1',
  ],
  [
    'crash loop',
    { statuses: [{ name: 'main', ready: false, ...waiting('CrashLoopBackOff'), ...exited }] },
    'CrashLoopBackOff',
    [
      'container "main" is waiting (CrashLoopBackOff)',
      'container "main" exited with code 137 (OOMKilled), 4 restarts',
    ],
    'logs a1 -c main --previous',
  ],
  [
    'ended, and not restarted yet',
    {
      statuses: [
        {
          name: 'main',
          ready: false,
          state: { terminated: { exitCode: 1, reason: 'Error' } },
          restartCount: 1,
        },
      ],
    },
    'Error',
    ['container "main" exited with code 1 (Error), 1 restart'],
    'logs a1 -c main --previous',
  ],
  [
    'HTTP probe',
    {
      containers: probed({ httpGet: { port: 8080, path: '/healthz' } }),
      statuses: [running],
      conditions: [unready],
    },
    'the readiness probe of container "main" fails',
    ['readiness probe: http-get :8080/healthz', `not Ready since ${CHANGED}`],
    'logs a1 -c main',
  ],
  [
    'HTTPS probe on a named port',
    { containers: probed({ httpGet: { port: 'web', scheme: 'HTTPS' } }), statuses: [running] },
    'the readiness probe of container "main" fails',
    ['readiness probe: https-get :web/'],
    'logs a1 -c main',
  ],
  [
    'TCP probe',
    { containers: probed({ tcpSocket: { port: 5432 } }), statuses: [running] },
    'the readiness probe of container "main" fails',
    ['readiness probe: tcp-socket :5432'],
    'logs a1 -c main',
  ],
  [
    'gRPC probe',
    { containers: probed({ grpc: { port: 9000, service: 'db' } }), statuses: [running] },
    'the readiness probe of container "main" fails',
    ['readiness probe: grpc :9000 db'],
    'logs a1 -c main',
  ],
  [
    'exec probe',
    { containers: probed({ exec: { command: ['test', '-f', '/ready'] } }), statuses: [running] },
    'the readiness probe of container "main" fails',
    ['readiness probe: exec [test -f /ready]'],
    'logs a1 -c main',
  ],
  [
    'no probe, not ready',
    { statuses: [running] },
    'container "main" is running but not ready',
    [],
    'logs a1 -c main',
  ],
  [
    'killed, and running again',
    { statuses: [{ ...running, ...exited }] },
    'container "main" is running but not ready',
    ['container "main" exited with code 137 (OOMKilled), 4 restarts'],
    'logs a1 -c main',
  ],
  [
    'startup',
    { containers: probed({ tcpSocket: { port: 1 } }), statuses: [{ ...running, started: false }] },
    'container "main" is running but not started',
    ['readiness probe: tcp-socket :1'],
    'logs a1 -c main',
  ],
  [
    'readiness gate never set',
    { gates: ['lb/ready'] },
    'readiness gate "lb/ready" is not set',
    ['is the controller that should set it running?'],
    'describe pod a1',
  ],
  [
    'readiness gate False',
    { gates: ['lb/ready'], conditions: [{ type: 'lb/ready', status: 'False', reason: 'Draining' }] },
    'readiness gate "lb/ready" is False',
    ['readiness gate "lb/ready" is False (Draining)'],
    'describe pod a1',
  ],
  [
    'init container runs',
    { initContainers: [init], initStatuses: [{ name: 'migrate', state: { running: {} } }] },
    'Init:Running',
    [],
    'logs a1 -c migrate',
  ],
  [
    'init container crashes',
    {
      initContainers: [init],
      initStatuses: [{ name: 'migrate', ...waiting('CrashLoopBackOff'), ...exited }],
    },
    'Init:CrashLoopBackOff',
    [
      'init container "migrate" is waiting (CrashLoopBackOff)',
      'init container "migrate" exited with code 137 (OOMKilled), 4 restarts',
    ],
    'logs a1 -c migrate',
  ],
  [
    'init container done',
    {
      initContainers: [init],
      initStatuses: [{ name: 'migrate', state: { terminated: { exitCode: 0, reason: 'Completed' } } }],
      statuses: [running],
    },
    'container "main" is running but not ready',
    [],
    'logs a1 -c main',
  ],
  [
    'sidecar not started',
    {
      initContainers: [{ ...init, restartPolicy: 'Always' }],
      initStatuses: [{ name: 'migrate', started: false, ...waiting('ErrImagePull') }],
    },
    'Init:ErrImagePull',
    ['sidecar container "migrate" is waiting (ErrImagePull)'],
    'logs a1 -c migrate',
  ],
  [
    'sidecar not ready',
    {
      initContainers: [{ ...init, restartPolicy: 'Always' }],
      initStatuses: [{ ...running, name: 'migrate' }],
    },
    'sidecar container "migrate" is running but not ready',
    [],
    'logs a1 -c migrate',
  ],
  [
    'node lost',
    {
      ready: null,
      conditions: [
        {
          type: 'Ready',
          status: 'False',
          reason: 'NodeNotReady',
          message: 'node n1 is gone',
          lastTransitionTime: CHANGED,
        },
      ],
    },
    'NodeNotReady',
    ['node n1 is gone', `not Ready since ${CHANGED}`],
    'describe node n1',
  ],
  ['no condition', { ready: null }, 'the status has no condition Ready', [], 'describe pod a1'],
];

describe('the deepest cause known', () => {
  test.each(causes)('%s', async (_, shape, cause, detail, fix) => {
    const finding = onlyFinding(
      await evaluateObjects(...publish(service(), node(), pod('a1', { ready: 'False', ...shape }))),
      RULE,
    );
    expect(finding.message).toMatch(
      new RegExp(`^Pod a1 (is not Ready|has no IP address): ${cause}( \\([^)]*exit code \\d+\\))?$`),
    );
    expect(finding.detail.filter((line) => detail.includes(line))).toEqual(detail);
    expect(finding.fix).toBe(
      fix.startsWith('describe node') ? `kubectl ${fix}` : `kubectl -n default ${fix}`,
    );
  });

  test('the last event of a failing probe', async () => {
    const failing = pod('a1', {
      ...down,
      containers: probed({ tcpSocket: { port: 1 } }),
      statuses: [running],
    });
    const events = [
      event(failing, 'Unhealthy', 'Readiness probe failed: HTTP 500', '2026-01-02T00:00:02Z'),
      event(failing, 'Unhealthy', 'Readiness probe failed: HTTP 503', '2026-01-02T00:00:01Z'),
      event(failing, 'Unhealthy', 'Liveness probe failed', '2026-01-02T00:00:03Z'),
    ];
    const { detail } = onlyFinding(
      await evaluateObjects(...publish(service(), node(), failing, ...events)),
      RULE,
    );
    expect(detail).toContain('last event: Readiness probe failed: HTTP 500');
  });

  test('its age, by the clock of the server', async () => {
    const snapshot = await snapshotOf(...publish(service(), node(), pod('a1', down)));
    const report = evaluateSnapshot({ ...snapshot, time: '2026-01-02T00:05:12Z' });
    expect(onlyFinding(report, RULE).detail).toContain(`not Ready for 5m12s (since ${CHANGED})`);
  });

  test('a namespace and a container that a shell would read otherwise', async () => {
    const odd = pod('a1', {
      ...down,
      namespace: 'my ns',
      containers: [{ name: "it's" }],
      statuses: [{ ...running, name: "it's" }],
    });
    const { fix } = onlyFinding(
      await evaluateObjects(...publish(service({}, { namespace: 'my ns' }), node(), odd)),
      RULE,
    );
    expect(fix).toBe(String.raw`kubectl -n 'my ns' logs a1 -c 'it'\''s'`);
  });
});

test('Pods unread: skipped', async () => {
  const objects = publish(service(), node(), pod('a1', down));
  const report = evaluateSnapshot(await snapshotWithout({ Pod: 'pods is forbidden' }, ...objects));
  expect(report.skipped).toContainEqual({ rule: RULE, reason: 'pods is forbidden' });
});

test("an unready Pod without a selector that asks for it is nobody's", async () => {
  expect(verdicts(await evaluateObjects(selectorless(), node(), pod('a1', down)))).toEqual([
    'error endpoints-missing Service/web',
  ]);
});

test('without an address, which is what comes first', async () => {
  const { message } = onlyFinding(
    await evaluateObjects(...publish(service(), node(), pod('a1', { ...down, ips: [] }))),
    RULE,
  );
  expect(message).toMatch(/^Pod a1 has no IP address: /);
});

describe('the headline', () => {
  const crashed = (lastState: object) =>
    pod('a1', { ...down, statuses: [{ name: 'main', ...waiting('CrashLoopBackOff'), ...lastState }] });
  test.each<[string, object, string]>([
    ['out of memory', exited, 'CrashLoopBackOff (OOMKilled, exit code 137)'],
    [
      'an error',
      { lastState: { terminated: { exitCode: 3, reason: 'Error' } } },
      'CrashLoopBackOff (exit code 3)',
    ],
    ['an end that is no error', { lastState: { terminated: { exitCode: 0 } } }, 'CrashLoopBackOff'],
    ['no end', {}, 'CrashLoopBackOff'],
  ])('%s', async (_, lastState, expected) => {
    const report = await evaluateObjects(...publish(service(), node(), crashed(lastState)));
    expect(onlyFinding(report, RULE)).toMatchObject({
      message: `Pod a1 is not Ready: ${expected}`,
      cause: `are not Ready: ${expected}`,
    });
  });
});

test('a lost Node comes before a crash, whose log its kubelet does not give', async () => {
  const lost: Raw = {
    ...node(),
    status: {
      conditions: [
        {
          type: 'Ready',
          status: 'Unknown',
          reason: 'NodeStatusUnknown',
          message: 'Kubelet stopped posting node status.',
        },
      ],
    },
  };
  const crashed = pod('a1', {
    ...down,
    statuses: [{ name: 'main', ...waiting('CrashLoopBackOff'), ...exited }],
  });
  const report = await evaluateObjects(...publish(service(), lost, crashed));
  expect(onlyFinding(report, RULE)).toMatchObject({
    message: 'Pod a1 is not Ready: NodeNotReady',
    detail: [
      'its Node n1 is not Ready (NodeStatusUnknown: Kubelet stopped posting node status.), so its logs cannot be read',
      `not Ready since ${CHANGED}`,
    ],
    fix: 'kubectl describe node n1',
  });
});

test('all readiness gates that are not met', async () => {
  const gated = pod('a1', {
    ...down,
    gates: ['a.example/one', 'a.example/two', 'a.example/three'],
    conditions: [
      { type: 'a.example/two', status: 'True' },
      { type: 'a.example/three', status: 'False', reason: 'Draining' },
    ],
  });
  const { detail } = onlyFinding(await evaluateObjects(...publish(service(), node(), gated)), RULE);
  expect(detail.slice(0, 3)).toEqual([
    'readiness gate "a.example/one" is not set',
    'readiness gate "a.example/three" is False (Draining)',
    'is the controller that should set it running?',
  ]);
});

describe('an image that cannot be pulled', () => {
  const NONE = 'the Pod has no imagePullSecrets';
  const denied = 'pull access denied, repository does not exist or may require authorization';
  const pulling = (message: string, spec: object = {}) =>
    pod('a1', {
      ...down,
      statuses: [{ name: 'main', ...waiting('ImagePullBackOff', message) }],
      spec: spec as Record<string, unknown>,
    });
  const detailOf = async (...objects: Raw[]) =>
    onlyFinding(await evaluateObjects(...publish(service(), node(), ...objects)), RULE).detail;

  test('refused, without a secret', async () => {
    expect(await detailOf(pulling(denied))).toContain(NONE);
  });
  test('refused, by an Event', async () => {
    const a1 = pulling('Back-off pulling image "x"');
    expect(await detailOf(a1, event(a1, 'Failed', 'Failed to pull image "x": 401 Unauthorized'))).toContain(
      NONE,
    );
  });
  test('refused, with a secret', async () => {
    expect(await detailOf(pulling(denied, { imagePullSecrets: [{ name: 's' }] }))).not.toContain(NONE);
  });
  test('not found', async () => {
    expect(await detailOf(pulling('manifest unknown'))).not.toContain(NONE);
  });
});

test('a container that waits: the last Event says why', async () => {
  const creating = pod('a1', {
    ...down,
    ips: [],
    statuses: [{ name: 'main', ...waiting('ContainerCreating') }],
  });
  const mount = event(
    creating,
    'FailedMount',
    'MountVolume.SetUp failed for volume "x": secret "x" not found',
  );
  const { detail } = onlyFinding(await evaluateObjects(...publish(service(), node(), creating, mount)), RULE);
  expect(detail).toContain(
    'last event: FailedMount: MountVolume.SetUp failed for volume "x": secret "x" not found',
  );
});

describe('members that look for each other', () => {
  const WAIT = expect.stringContaining('unless publishNotReadyAddresses is true');
  const member = (shape: object = {}) =>
    pod('a1', {
      ...down,
      spec: { subdomain: 'web' },
      containers: probed({ tcpSocket: { port: 1 } }),
      statuses: [running],
      metadata: { ownerReferences: [{ kind: 'StatefulSet', name: 'a', uid: '1', controller: true }] },
      ...shape,
    });
  const governing = service({ ...headless, ports: [{ port: 8080 }] });
  const detailOf = async (...objects: Raw[]) =>
    onlyFinding(await evaluateObjects(...publish(...objects, node())), RULE).detail;

  test('none is ready', async () => {
    expect(await detailOf(governing, member())).toContainEqual(WAIT);
  });
  test('another one is', async () => {
    expect(await detailOf(governing, member(), pod('a2', second))).not.toContainEqual(WAIT);
  });
  test('the image cannot be pulled: nobody waits for a name', async () => {
    const pulling = member({ statuses: [{ name: 'main', ...waiting('ErrImagePull') }] });
    expect(await detailOf(governing, pulling)).not.toContainEqual(WAIT);
  });
  test('the Service does not govern them', async () => {
    expect(await detailOf(governing, member({ spec: { subdomain: 'other' } }))).not.toContainEqual(WAIT);
  });
});

describe('Ready Pods that miss the selector by one label', () => {
  const versioned = service({ selector: { app: 'a', version: '2' } });
  const at = (name: string, version: string, shape: object = {}) =>
    pod(name, { labels: { app: 'a', version }, ...shape });
  const near = async (...objects: Raw[]) =>
    onlyFinding(await evaluateObjects(...publish(versioned, node(), ...objects)), RULE).detail.filter(
      (line) => line.includes('would be selected'),
    );

  test('while nobody else is ready', async () => {
    expect(await near(at('a1', '2', down), at('a2', '1', second))).toEqual([
      '1 Ready Pod (a2) would be selected, but version is "1", not "2"',
    ]);
  });
  test('not while another one is', async () => {
    expect(
      await near(at('a1', '2', down), at('a3', '2', { ips: ['10.0.0.3'] }), at('a2', '1', second)),
    ).toEqual([]);
  });
  test('not those that are not Ready either', async () => {
    expect(await near(at('a1', '2', down), at('a2', '1', { ...second, ...down }))).toEqual([]);
  });
  test('not those that differ in two', async () => {
    expect(
      await near(at('a1', '2', down), pod('a2', { ...second, labels: { app: 'b', version: '1' } })),
    ).toEqual([]);
  });
});

describe('publishNotReadyAddresses', () => {
  const state = (one: object) => pod('a1', { ...down, statuses: [{ name: 'main', ...one }] });
  test.each<[string, Raw, string[]]>([
    ['a Pod in a crash loop answers nobody', state(waiting('CrashLoopBackOff')), [warning]],
    ['a Pod that runs is meant to be found', state({ state: { running: {} } }), []],
    ['one whose state is not known', pod('a1', down), []],
  ])('%s', async (_, a1, expected) => {
    expect(verdicts(await evaluateObjects(...publish(pnr, node(), a1)))).toEqual(expected);
  });
});
