import { expect, test } from 'vitest';
import { evaluateObjects, onlyFinding, verdicts } from '../support/evaluate.ts';
import { selectorless } from '../support/objects.ts';

const RULE = 'external-name-ports-ignored';
const alias = (ports?: object[]) =>
  selectorless({ type: 'ExternalName', externalName: 'db.example.com', ports });

test.each<[string, object[] | undefined, boolean]>([
  ['no ports', undefined, false],
  ['a port alone', [{ port: 443 }], false],
  ['the same targetPort', [{ port: 443, targetPort: 443 }], false],
  ['a name as targetPort', [{ port: 443, targetPort: 'https' }], false],
  ['another targetPort', [{ port: 443, targetPort: 8443 }], true],
  [
    'one of two',
    [
      { name: 'a', port: 80 },
      { name: 'b', port: 443, targetPort: 8443 },
    ],
    true,
  ],
])('%s', async (_, ports, found) => {
  expect(verdicts(await evaluateObjects(alias(ports)))).toEqual(found ? [`info ${RULE} Service/web`] : []);
});

test('it names both numbers', async () => {
  const report = await evaluateObjects(alias([{ port: 443, targetPort: 8443 }]));
  expect(onlyFinding(report, RULE)).toMatchObject({
    message: 'ExternalName Service web does not translate port 443 to 8443',
    detail: ['clients connect to db.example.com, to the port that they choose'],
    remedy: { kind: 'next', text: 'use port 8443 in clients' },
  });
});
