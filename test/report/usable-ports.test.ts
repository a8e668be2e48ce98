/** Backends to which connections fail count as backends, and not as ready. */
import { describe, expect, test } from 'vitest';
import type { JsonIngressReport } from '../../src/model/report/json-ingress.ts';
import type { JsonReport } from '../../src/model/report/json-report.ts';
import { renderReport } from '../../src/render/render-report.ts';
import { publish } from '../support/controllers.ts';
import { evaluateObjects, onlyService } from '../support/evaluate.ts';
import {
  CONTROLLER,
  endpoint,
  headless,
  ingress,
  node,
  pod,
  type Raw,
  service,
  slice,
} from '../support/objects.ts';
import { run } from '../support/run-main.ts';

const gone = {
  ...endpoint('10.0.0.9'),
  targetRef: { kind: 'Pod', name: 'gone', namespace: 'default', uid: 'x' },
};
const own = {
  ...endpoint('10.0.0.1'),
  targetRef: { kind: 'Pod', name: 'a1', namespace: 'default', uid: 'a1' },
  nodeName: 'n1',
};

/** The slices of the controller list these endpoints, whatever the Pods are. */
function objects(spec: Record<string, unknown>, endpoints: Record<string, unknown>[], ...pods: Raw[]): Raw[] {
  const others = publish(service(spec), node(), ...pods).filter(({ kind }) => kind !== 'EndpointSlice');
  return [...others, slice(endpoints, { managedBy: CONTROLLER })];
}

describe('stale-address', () => {
  test('beside a ready Pod: Degraded, and not counted', async () => {
    const report = await evaluateObjects(...objects({}, [own, gone], pod()));
    const { status, ready, ports, backends } = onlyService(report);
    expect({ status, ready, port: ports[0]?.routable }).toEqual({
      status: 'Degraded',
      ready: { routable: 1, backends: 2 },
      port: 1,
    });
    expect(backends?.map(({ routable, failing }) => [routable, failing])).toEqual([
      [true, null],
      [true, 'stale-address'],
    ]);
  });

  test.each<[string, Record<string, unknown>]>([
    ['a Service', {}],
    ['a headless Service', headless],
  ])('alone: %s is Unavailable, although kube-proxy and DNS would choose it', async (_, spec) => {
    const report = await evaluateObjects(...objects(spec, [gone]));
    expect(onlyService(report)).toMatchObject({
      status: 'Unavailable',
      statusReason: expect.stringMatching(/^port 80 has no backend/),
      ready: { routable: 0 },
    });
    expect(onlyService(report).backends?.[0]?.routable).toBe(true);
  });

  test('is the STATUS of its row, in red', async () => {
    const report = await evaluateObjects(...objects({}, [own, gone], pod()));
    const text = renderReport(report, 'table', { width: null, color: true, headers: true }, 'describe');
    expect(text).toContain('\u001b[31mstale-address\u001b[39m   gone');
    expect(text).toContain('routed');
  });
});

test('all commands count alike', async () => {
  const items = [
    ...objects({}, [own, gone], pod()),
    ingress('shop', [{ service: { name: 'web', port: { number: 80 } } }]),
  ];
  const stdin = JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
  const outputOf = async (...argv: string[]) => (await run([...argv, '-f', '-'], { stdin })).stdout;
  const parsed = async (...argv: string[]) => JSON.parse(await outputOf(...argv, '-o', 'json'));
  const counts = { readyCount: 1, backendCount: 2 };
  for (const command of ['describe', 'get', 'check']) {
    const { services } = (await parsed(command)) as JsonReport;
    expect(services[0]).toMatchObject({ ...counts, ports: [counts] });
  }
  const { ingresses } = (await parsed('describe', 'ingress')) as JsonIngressReport;
  expect(ingresses[0]?.paths[0]).toMatchObject(counts);
  expect(await outputOf('get')).toMatch(/ Degraded +1\/2 /);
  expect(await outputOf('describe', 'ingress')).toMatch(/ routed +web +80\/TCP +1\/2 /);
  for (const argv of [['svc'], ['ingress'], ['ip', '10.0.0.9']])
    expect(await outputOf('describe', ...argv)).toMatch(/ stale-address +/);
  expect(await outputOf('describe', '-o', 'mermaid')).toContain('1 of 2 routed');
  expect(await outputOf('describe', 'ingress', '-o', 'mermaid')).toContain('1 of 2 routed');
});
