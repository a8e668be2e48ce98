import { expect, test } from 'vitest';
import { publish } from '../support/controllers.ts';
import { evaluateObjects, onlyFinding, onlyService, verdicts } from '../support/evaluate.ts';
import { node, pod, type Raw, selectorless, service } from '../support/objects.ts';

const RULE = 'external-name-ignores-selector';
const found = [`warning ${RULE} Service/web`];
const alias = { type: 'ExternalName', externalName: 'db.example.com' };

const cases: [string, Raw[], string[]][] = [
  ['no selector', [selectorless(alias)], []],
  ['an empty selector is none', [service({ ...alias, selector: {} })], []],
  ['a selector', [service(alias)], found],
  ['that matches Pods', [service(alias), node(), pod()], found],
  ['another type', [service(), node(), pod()], []],
];

test.each(cases)('%s', async (_, objects, expected) => {
  expect(verdicts(await evaluateObjects(...publish(...objects)))).toEqual(expected);
});

test('where it goes instead, and the patch', async () => {
  const report = await evaluateObjects(service(alias));
  expect(onlyFinding(report, RULE)).toMatchObject({
    subject: { kind: 'Service', namespace: 'default', name: 'web' },
    message: 'Service web is an ExternalName for db.example.com, so its selector is ignored',
    fix: `kubectl -n default patch service web --type=json -p '[{"op":"remove","path":"/spec/selector"}]'`,
  });
  expect(onlyService(report).status).toBe('ExternalName');
});
