/** The status of a Pod: how many of the Service ports are routed to it. */
import { expect, test } from 'vitest';
import { publish } from '../../support/controllers.ts';
import { CONTROLLER, endpoint, node, pod, type Raw, service, slice } from '../../support/objects.ts';
import { run } from '../../support/run-main.ts';

async function status(...items: readonly Raw[]): Promise<string | undefined> {
  const stdin = JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
  const { stdout } = await run(['describe', 'pod', 'a1', '-f', '-'], { stdin });
  return /^Status: +(.*)$/m.exec(stdout)?.[1];
}

const ports = [
  { name: 'a', port: 80, targetPort: 80 },
  { name: 'b', port: 81, targetPort: 'metrics' },
];
const targetRef = { kind: 'Pod', name: 'a1', namespace: 'default', uid: 'a1' };

test.each<[string, Raw[], string]>([
  ['all ports', publish(service(), node(), pod()), 'routed, 1 Service port'],
  ['some ports', publish(service({ ports }), node(), pod()), '1/2 Service ports routed'],
  [
    'a port of both IP families counts once',
    publish(
      service({ ipFamilies: ['IPv4', 'IPv6'], ipFamilyPolicy: 'RequireDualStack' }),
      node(),
      pod('a1', { ips: ['10.0.0.1', 'fd00::1'] }),
    ),
    'routed, 1 Service port',
  ],
  ['not Ready', publish(service(), node(), pod('a1', { ready: 'False' })), '0/1 Service ports routed'],
  ['not selected', publish(service({ selector: { x: 'y' } }), node(), pod()), 'not selected by any Service'],
  [
    'kube-proxy chooses an address that the Pod no longer has',
    [service(), node(), pod(), slice([{ ...endpoint('10.0.0.9'), targetRef }], { managedBy: CONTROLLER })],
    '0/1 Service ports routed',
  ],
  ['endpoints that were not read', [service(), node(), pod()], '<unknown>'],
])('%s', async (_, objects, expected) => {
  expect(await status(...objects)).toBe(expected);
});
