import { expect, test } from 'vitest';
import { evaluateObjects, onlyFinding, onlyService, verdicts } from '../support/evaluate.ts';
import { endpoint, selectorless, slice } from '../support/objects.ts';

const RULE = 'external-name-is-ip';
const found = [`warning ${RULE} Service/web`];
const alias = (externalName: string, spec: object = {}) =>
  selectorless({ type: 'ExternalName', externalName, ports: undefined, clusterIP: undefined, ...spec });

test.each([
  ['db.example.com', []],
  ['192.0.2.1', found],
  ['192.0.2.1.', found],
  ['192.000.002.001', found],
  ['2001:db8::1', found],
  ['192.0.2', []],
  ['1.2.3.4.5', []],
  ['192.0.2.1.nip.io', []],
  ['300.1.1.1', []],
])('%s', async (externalName, expected) => {
  expect(verdicts(await evaluateObjects(alias(externalName)))).toEqual(expected);
});

test('only of an ExternalName', async () => {
  const web = selectorless({ externalName: '192.0.2.1' });
  expect(verdicts(await evaluateObjects(web, slice([endpoint('192.0.2.1')])))).toEqual([]);
});

test('it points to create-external', async () => {
  const report = await evaluateObjects(alias('192.0.2.1.'));
  expect(onlyFinding(report, RULE)).toMatchObject({
    subject: { kind: 'Service', namespace: 'default', name: 'web' },
    message: 'Service web has the IP address 192.0.2.1. as externalName, which DNS cannot resolve',
    detail: ['an ExternalName Service is a CNAME record, which must point to a name'],
    fix: 'kubectl endpoints create-external web -n default --ip 192.0.2.1 --port PORT --dry-run=client -o yaml',
  });
  expect(onlyService(report).status).toBe('ExternalName');
});

test('no port is lost on the way, nor its name or protocol', async () => {
  const ports = [
    { name: 'pg', port: 5432 },
    { name: 'dns', port: 53, protocol: 'UDP' },
  ];
  const { fix } = onlyFinding(await evaluateObjects(alias('192.0.2.1', { ports })), RULE);
  expect(fix).toMatch(/ --port pg:5432 --port dns:53\/UDP --dry-run=client -o yaml$/);
});
