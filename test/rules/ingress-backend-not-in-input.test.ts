import { expect, test } from 'vitest';
import { evaluateObjects, onlyFinding, verdicts } from '../support/evaluate.ts';
import { ingress, manifest, type Raw, service, workload } from '../support/objects.ts';

const found = ['info ingress-backend-not-in-input Ingress/shop'];
const missing = ['error ingress-backend-missing Ingress/shop'];
const within = (namespace: string | undefined, made: Raw): Raw => {
  const written = manifest(made);
  const { namespace: _, ...metadata } = written.metadata;
  return { ...written, metadata: { ...metadata, ...(namespace !== undefined && { namespace }) } };
};
const shop = (name: string, namespace?: string) =>
  within(namespace, ingress('shop', [{ service: { name, port: { number: 80 } } }]));
const web = (namespace?: string) => [
  within(namespace, service()),
  within(namespace, workload('Deployment', 'web')),
];
const kibana = {
  apiVersion: 'kibana.k8s.elastic.co/v1',
  kind: 'Kibana',
  metadata: { name: 'kibana' },
  spec: { count: 1 },
};

test.each<[string, Raw[], string[]]>([
  ['no workload in the namespace', [shop('kibana-http')], found],
  ['a workload, and nothing that makes Services', [shop('kibana-http'), ...web()], missing],
  ['an operator', [shop('kibana-http'), ...web(), kibana], found],
  ['a typing error stays one', [shop('weeb'), ...web(), kibana], missing],
  ['a name that begins alike is another', [shop('we'), ...web(), kibana], found],
  ['the Service is there', [shop('web'), ...web()], []],
  [
    'its port is not',
    [
      within(undefined, ingress('shop', [{ service: { name: 'web', port: { number: 81 } } }])),
      ...web(),
      kibana,
    ],
    missing,
  ],
  ['the Service is in another namespace, the Ingress names none', [shop('web'), ...web('prod')], missing],
  ['the Ingress is in another namespace, the Service names none', [shop('web', 'prod'), ...web()], missing],
  ['both are in a namespace', [shop('web', 'prod'), ...web('test')], found],
  ['a cluster', [ingress('shop', [{ service: { name: 'x', port: { number: 80 } } }])], missing],
])('%s', async (_, objects, expected) => {
  expect(verdicts(await evaluateObjects(...objects))).toEqual(expected);
});

test('it is told why', async () => {
  expect(
    onlyFinding(await evaluateObjects(shop('x'), ...web(), kibana), 'ingress-backend-not-in-input'),
  ).toMatchObject({
    message: 'Ingress shop has backends that the input does not define: Service x',
    detail: ['the controller of Kibana kibana may create them'],
  });
});

test('of a namespace on one side only it is told where the other one is', async () => {
  const missing = onlyFinding(await evaluateObjects(shop('web'), ...web('prod')), 'ingress-backend-missing');
  expect(missing.detail).toContain(
    'Service web is in namespace prod, but an Ingress can use only Services of its own namespace',
  );
  expect(missing.fix).toMatch(/set namespace: prod, or apply and check the manifests with -n prod$/);
  const other = onlyFinding(await evaluateObjects(shop('web', 'prod'), ...web()), 'ingress-backend-missing');
  expect(other.fix).toMatch(/namespace: prod is set here only: .* -n prod$/);
});
