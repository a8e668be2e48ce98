/** Findings of several Services in one text: no finding is repeated, and none is merged with another. */
import { expect, test } from 'vitest';
import { publish } from '../../support/controllers.ts';
import {
  endpoint,
  endpoints,
  node,
  pod,
  type Raw,
  selectorless,
  service,
  slice,
  subset,
  toNamed,
} from '../../support/objects.ts';
import { run } from '../../support/run-main.ts';

/** The lines after `Findings:`, without the details. */
async function told(objects: readonly Raw[], ...argv: string[]): Promise<string[]> {
  const stdin = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects });
  const { stdout } = await run(['describe', ...argv, '-f', '-'], { stdin });
  const [, findings = ''] = stdout.split('Findings:\n');
  return findings
    .split('\n')
    .filter((line) => line.startsWith('  ') && !line.startsWith('    - '))
    .map((line) => line.trim());
}

const also = (spec = {}) => service(spec, { name: 'also' });

test('a Pod that two Services select is one Pod', async () => {
  const down = pod('a1', { ready: 'False' });
  expect(await told(publish(service(), also(), node(), down), 'pod', 'a1')).toEqual([
    'error  Pod a1 is not Ready: the status shows no cause',
    'pod-not-ready  Pod/a1',
    expect.stringMatching(/^Next: /),
    'kubectl -n default describe pod a1',
  ]);
});

test('a fault of two Services is shown for each', async () => {
  const lines = await told(publish(service(toNamed()), also(toNamed()), node(), pod()), 'pod', 'a1');
  expect(lines.filter((line) => !line.startsWith('kubectl'))).toEqual([
    expect.stringMatching(/^error {2}.* which Service also targets/),
    'target-port-unresolved  Pod/a1',
    expect.stringMatching(/^(Fix|Next): /),
    expect.stringMatching(/^error {2}.* which Service web targets/),
    'target-port-unresolved  Pod/a1',
    expect.stringMatching(/^(Fix|Next): /),
  ]);
});

test('Services of one name in two namespaces are told apart', async () => {
  const objects = ['one', 'two'].flatMap((namespace) => [
    selectorless({}, { namespace }),
    endpoints([subset(['192.0.2.1'], [{ port: 81 }])], { namespace }),
  ]);
  const lines = await told(publish(...objects), 'ip', '192.0.2.1');
  expect(lines.filter((line) => line.startsWith('port-number-differs'))).toEqual([
    'port-number-differs  Service one/web',
    'port-number-differs  Service two/web',
  ]);
});

test('a blank line between findings, the command alone on its line', async () => {
  const objects = publish(service(toNamed()), also(), node(), pod('a1', { ready: 'False' }));
  const stdin = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects });
  const { stdout } = await run(['check', '-f', '-'], { stdin });
  expect(stdout.split('\n')).toContain('      kubectl -n default describe pod a1');
  const two = publish(service(toNamed()), node(), pod(), pod('a2', { ready: 'False', ips: ['10.0.0.2'] }));
  const { stdout: both } = await run(['describe', 'svc', '-f', '-'], {
    stdin: JSON.stringify({ apiVersion: 'v1', kind: 'List', items: two }),
  });
  expect(both).toMatch(/\n\n {2}warning {2}Pod a2 is not Ready/);
});

test('Pods that are not Ready for one reason are one finding, which names three', async () => {
  const down = [1, 2, 3, 4].map((n) => pod(`a${n}`, { ready: 'False', ips: [`10.0.0.${n}`] }));
  expect((await told(publish(service(), node(), ...down), 'svc')).slice(0, 2)).toEqual([
    'error  4 Pods are not Ready: the status shows no cause',
    'pod-not-ready  Pod/a1, Pod/a2, Pod/a3 and 1 more',
  ]);
});

test('findings that belong to no Service are not shown with a Service that has no name', async () => {
  const gone = slice([endpoint('192.0.2.1')], { name: 'gone-1', service: 'gone' });
  const items = [...publish(service(), pod(), node()), gone];
  const nameless = items.map((item) =>
    item.kind === 'Service' ? { ...item, metadata: { ...item.metadata, name: '' } } : item,
  );
  const stdin = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: nameless });
  const { stdout } = await run(['get', '-f', '-', '-o', 'wide'], { stdin });
  expect(stdout).toContain('10.96.0.7');
  expect(stdout).not.toContain('orphan-endpoints');
});
