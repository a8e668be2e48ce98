import { expect, test } from 'vitest';
import { publish } from '../support/controllers.ts';
import { evaluateObjects, onlyFinding, onlyService, verdicts } from '../support/evaluate.ts';
import { headless, node, pod, type Raw, selectorless, service } from '../support/objects.ts';

const RULE = 'service-not-proxied';
const found = [`info ${RULE} Service/web`];
const LABEL = 'service.kubernetes.io/service-proxy-name';
const left = { labels: { [LABEL]: 'lab' } };
const down = pod('a1', { ready: 'False' });

const cases: [string, Raw[], string[]][] = [
  ['no label', [service(), node(), pod()], []],
  ['the label', [service({}, left), node(), pod()], found],
  ['its value may be empty', [service({}, { labels: { [LABEL]: '' } }), node(), pod()], found],
  ['headless: no proxy serves it anyway', [service({ ...headless, ports: [] }, left), node(), pod()], []],
  ['ExternalName', [selectorless({ type: 'ExternalName', externalName: 'a.example' }, left)], []],
  [
    'what is wrong is judged all the same',
    [service({}, left), node(), down],
    ['error pod-not-ready Pod/a1', ...found],
  ],
];

test.each(cases)('%s', async (_, objects, expected) => {
  expect(verdicts(await evaluateObjects(...publish(...objects)))).toEqual(expected);
});

test('the label is disregarded for what is routable', async () => {
  const report = await evaluateObjects(...publish(service({}, left), node(), pod()));
  expect(onlyFinding(report, RULE)).toMatchObject({
    subject: { kind: 'Service', namespace: 'default', name: 'web' },
    message: 'Service web is handled by the proxy "lab", not by kube-proxy',
    fix: `kubectl -n default label service web ${LABEL}-`,
  });
  expect(onlyService(report)).toMatchObject({ status: 'Healthy', ports: [{ routable: 1 }] });
});
