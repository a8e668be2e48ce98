import { expect, test } from 'vitest';
import { publish } from '../support/controllers.ts';
import {
  evaluateObjects,
  evaluateSnapshot,
  onlyFinding,
  snapshotWithout,
  verdicts,
} from '../support/evaluate.ts';
import { ingress, manifest, node, pod, type Raw, service, workload } from '../support/objects.ts';

const RULE = 'ingress-class-missing';
const ingressClass = (name: string, isDefault = false): Raw => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'IngressClass',
  metadata: {
    name,
    uid: name,
    annotations: isDefault ? { 'ingressclass.kubernetes.io/is-default-class': 'true' } : {},
  },
  spec: { controller: 'example.com/x' },
});
const web = publish(service(), node(), pod());
const shop = (ingressClassName?: string, annotations = {}) =>
  ingress(
    'shop',
    [{ service: { name: 'web', port: { number: 80 } } }],
    { ingressClassName },
    { annotations },
  );
const annotated = shop(undefined, { 'kubernetes.io/ingress.class': 'nginx' });

const cases: [string, Raw[], string[]][] = [
  ['the class exists', [ingressClass('nginx'), shop('nginx')], []],
  ['it does not', [ingressClass('nginx'), shop('ngnix')], [`warning ${RULE} Ingress/shop`]],
  ['no class, and a default', [ingressClass('nginx', true), shop()], []],
  ['no class, and no default', [ingressClass('nginx'), shop()], [`info ${RULE} Ingress/shop`]],
  ['an annotation names what a controller knows', [ingressClass('traefik'), annotated], []],
  ['the input has no classes', [shop('nginx')], []],
];

test.each(cases)('%s', async (_, objects, expected) => {
  const report = await evaluateObjects(...web, ...objects);
  expect(verdicts(report)).toEqual(expected);
  expect(report.skipped).toEqual([]);
});

test('it names the classes that there are', async () => {
  const report = await evaluateObjects(...web, ingressClass('nginx'), ingressClass('traefik'), shop('ngnix'));
  expect(onlyFinding(report, RULE)).toMatchObject({
    message: 'Ingress shop has ingressClassName: ngnix, but this IngressClass does not exist',
    detail: ['IngressClasses: nginx, traefik'],
    remedy: { kind: 'next' },
  });
});

test('classes that may not be read: skipped, live', async () => {
  const snapshot = await snapshotWithout({ IngressClass: 'forbidden' }, ...web, shop('ngnix'));
  const report = evaluateSnapshot({ ...snapshot, live: true });
  expect(report.skipped).toEqual([{ rule: RULE, reason: 'forbidden' }]);
  expect(verdicts(report)).toEqual([]);
});

test.each<[string, Raw, string[]]>([
  ['a class that another tool may install', shop('alb'), [`info ${RULE} Ingress/shop`]],
  ['a misspelt class', shop('ngnix'), [`warning ${RULE} Ingress/shop`]],
  ['a class whose name another begins with', shop('ngin'), [`info ${RULE} Ingress/shop`]],
  ['no class: the cluster may have a default', shop(), []],
])('manifests: %s', async (_, one, expected) => {
  const app = workload('Deployment', 'web', { ports: [{ containerPort: 8080 }] });
  const report = await evaluateObjects(...[service(), app, ingressClass('nginx'), one].map(manifest));
  expect(verdicts(report)).toEqual(expected);
});
