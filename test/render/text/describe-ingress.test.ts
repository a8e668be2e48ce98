/** The status of an Ingress: how many of its paths are routed. */
import { expect, test } from 'vitest';
import { publish } from '../../support/controllers.ts';
import { ingress, node, pod, type Raw, service } from '../../support/objects.ts';
import { run } from '../../support/run-main.ts';

type Backend = Parameters<typeof ingress>[1][number];

const to = (name: string) => ({ service: { name, port: { number: 80 } } });
const alias = service({ type: 'ExternalName', externalName: 'example.com' }, { name: 'alias' });
const bucket = { resource: { apiGroup: 'example.com', kind: 'Bucket', name: 'b' } };

async function status(objects: readonly Raw[], backends: Backend[]): Promise<string | undefined> {
  const items = [...objects, ingress('shop', backends)];
  const stdin = JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
  const { stdout } = await run(['describe', 'ingress', 'shop', '-f', '-'], { stdin });
  return /^Status: +(.*)$/m.exec(stdout)?.[1];
}

const served = publish(service(), alias, node(), pod());

test.each<[string, Raw[], Backend[], string]>([
  ['all paths', served, [to('web'), to('web')], 'routed, 2 paths'],
  ['some paths', served, [to('web'), to('gone')], '1/2 paths routed'],
  ['no path', served, [to('gone')], '0/1 paths routed'],
  [
    'a path to an ExternalName Service does not count',
    served,
    [to('web'), to('alias')],
    'routed, 1 path; 1 external name',
  ],
  ['no path to endpoints', served, [to('alias'), bucket], '1 external name, 1 not checked'],
  ['endpoints that were not read', [service()], [to('web')], '1 <unknown>'],
  ['some that were not read', [service()], [to('web'), to('gone')], '0/1 paths routed; 1 <unknown>'],
])('%s', async (_, objects, backends, expected) => {
  expect(await status(objects, backends)).toBe(expected);
});
