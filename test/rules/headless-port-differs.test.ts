import { expect, test } from 'vitest';
import { publish } from '../support/controllers.ts';
import { evaluateObjects, onlyFinding, onlyService, verdicts } from '../support/evaluate.ts';
import { endpoint, headless, node, pod, type Raw, selectorless, service, slice } from '../support/objects.ts';

const RULE = 'headless-port-differs';
const found = [`info ${RULE} Service/web`];
const to = (targetPort?: number | string, port = 80) =>
  service({ ...headless, ports: [{ port, ...(targetPort === undefined ? {} : { targetPort }) }] });
const http = pod('a1', { ports: [{ name: 'http', containerPort: 8080 }] });

const cases: [string, Raw[], string[]][] = [
  ['equal', [to(80), node(), pod()], []],
  ['targetPort omitted', [to(), node(), pod()], []],
  ['different', [to(8080), node(), pod()], found],
  ['a name that leads elsewhere', [to('http'), node(), http], found],
  ['a name that leads there', [to('http', 8080), node(), http], []],
  ['a name that leads nowhere', [to('https'), node(), http], ['warning target-port-unresolved Pod/a1']],
  ['without ports', [service({ ...headless, ports: [] }), node(), pod()], []],
  ['with a cluster IP ports are translated', [service(), node(), pod()], []],
  [
    'no selector',
    [selectorless({ ...headless, ports: [{ port: 80, targetPort: 8080 }] }), slice([endpoint('192.0.2.1')])],
    found,
  ],
];

test.each(cases)('%s', async (_, objects, expected) => {
  expect(verdicts(await evaluateObjects(...publish(...objects)))).toEqual(expected);
});

test('one finding for all ports, and the Service stays Healthy', async () => {
  const two = service({
    ...headless,
    ports: [
      { name: 'a', port: 80, targetPort: 8080 },
      { name: 'b', port: 81, targetPort: 'http' },
      { name: 'c', port: 82, targetPort: 82 },
    ],
  });
  const ports = [{ name: 'http', containerPort: 9000 }, { containerPort: 8080 }, { containerPort: 82 }];
  const report = await evaluateObjects(...publish(two, node(), pod('a1', { ports })));
  expect(onlyFinding(report, RULE)).toMatchObject({
    subject: { kind: 'Service', namespace: 'default', name: 'web' },
    message:
      'Service web is headless, so its ports are not translated: 80 in the Service, 8080 in the Pods, 81 in the Service, 9000 in the Pods',
    detail: ['clients get the addresses of the Pods and must connect to their port'],
    fix: 'set port to the number of targetPort, or use the target port in clients',
  });
  expect(onlyService(report).status).toBe('Healthy');
});

test('without a selector there are no Pods to speak of', async () => {
  const external = selectorless({ ...headless, ports: [{ port: 80, targetPort: 8080 }] });
  const { message, detail } = onlyFinding(
    await evaluateObjects(external, slice([endpoint('192.0.2.1')])),
    RULE,
  );
  expect(message + detail.join()).not.toMatch(/Pods/);
});
