/** The first lines and the tables of `describe pod`, `ip` and `ingress`. */
import { describe, expect, test } from 'vitest';
import { publish } from '../../support/controllers.ts';
import {
  CONTROLLER,
  dualStack,
  endpoint,
  ingress,
  node,
  pod,
  type Raw,
  selectorless,
  service,
  slice,
} from '../../support/objects.ts';
import { run } from '../../support/run-main.ts';

async function lines(objects: readonly Raw[], columns: number, ...argv: string[]): Promise<string[]> {
  const stdin = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects });
  const { stdout } = await run(['describe', ...argv, '-f', '-'], { stdin, columns, env: { NO_COLOR: '1' } });
  return stdout.split('\n');
}

const named = (label: string, printed: readonly string[]) =>
  printed.find((line) => line.startsWith(`${label}:`))?.replace(/^[^:]*: +/, '');

describe('the status of a Pod', () => {
  const status = async (...objects: Raw[]) => named('Status', await lines(objects, 80, 'pod', 'a1'));
  const both = pod('a1', { ips: ['10.0.0.1', 'fd00:1::1'] });
  const link = (ready: 'TTF' | 'FTT' | 'FFF', address = '10.0.0.1') =>
    endpoint(address, ready, { targetRef: { kind: 'Pod', namespace: 'default', name: 'a1' } });

  test('counts ports, not the addresses of both families', async () => {
    expect(await status(...publish(service(dualStack), node(), both))).toBe('routed, 1 Service port');
  });

  test('a port that is routed for one family is not routed in whole', async () => {
    const slices = [
      slice([link('TTF')], { managedBy: CONTROLLER }),
      slice([link('FFF', 'fd00:1::1')], { name: 'web-2', managedBy: CONTROLLER, addressType: 'IPv6' }),
    ];
    expect(await status(service(dualStack), node(), both, ...slices)).toBe(
      '0/1 Service ports routed, 1 in part',
    );
  });

  test('a Pod that only serves until it is gone is not plainly routed', async () => {
    const going = pod('a1', { deleted: true });
    const slices = [slice([link('FTT')], { managedBy: CONTROLLER })];
    expect(await status(service(), node(), going, ...slices)).toBe('routed, terminating, 1 Service port');
  });
});

test('an address has a status where Services list it', async () => {
  const status = async (ip: string, ...objects: Raw[]) => named('Status', await lines(objects, 80, 'ip', ip));
  const listed = slice([endpoint('192.0.2.1', 'FFF'), endpoint('192.0.2.2', 'TTF')], {
    ports: [{ name: '', port: 80 }],
  });
  expect(await status('192.0.2.1', selectorless(), listed)).toBe('0/1 Service ports routed');
  expect(await status('192.0.2.2', selectorless(), listed)).toBe('routed, 1 Service port');
  expect(await status('10.96.0.7', selectorless(), listed)).toBeUndefined();
});

test('80 columns: TARGET goes before READY, and before headings', async () => {
  const printed = await lines(
    publish(service(), node(), pod('checkout-7d9f8c6b54-9vbzq')),
    80,
    'ip',
    '10.0.0.1',
  );
  expect(printed.find((line) => line.startsWith('NAMESPACE'))?.split(/ +/)).toEqual([
    'NAMESPACE',
    'SERVICE',
    'PORT',
    'STATUS',
    'POD',
    'READY',
    'ENDPOINTS',
  ]);
});

test('paths that no endpoints decide are counted beside the others', async () => {
  const web = { service: { name: 'web', port: { number: 80 } } };
  const alias = { service: { name: 'alias', port: { number: 80 } } };
  const bucket = { resource: { apiGroup: 'example.com', kind: 'StorageBucket', name: 'a' } };
  const name = service({ type: 'ExternalName', externalName: 'a.example.com' }, { name: 'alias' });
  const status = async (...objects: Raw[]) =>
    named('Status', await lines([...objects, name, ingress('shop', [web, bucket, alias])], 80, 'ingress'));
  expect(await status(...publish(service(), node(), pod()))).toBe(
    'routed, 1 path; 1 not checked, 1 external name',
  );
  expect(await status(...publish(service(), node()))).toBe(
    '0/1 paths routed; 1 not checked, 1 external name',
  );
});
