import { expect, test } from 'vitest';
import { evaluateObjects, onlyFinding, onlyService, verdicts } from '../support/evaluate.ts';
import { manifest, type Raw, service, workload } from '../support/objects.ts';

const found = ['info selected-pods-not-in-input Service/web'];
const nobody = ['error selector-matches-no-pods Service/web'];
/** A workload that has nothing to do with the Service: the input has some of the namespace. */
const other = manifest(workload('Deployment', 'other', { labels: { app: 'other' } }));

const object = (apiVersion: string, kind: string, name: string, rest: object = {}): Raw => ({
  apiVersion,
  kind,
  metadata: { name, namespace: 'default' },
  ...rest,
});
const within = (namespace: string, made: Raw): Raw => {
  const written = manifest(made);
  return { ...written, metadata: { ...written.metadata, namespace } };
};
const web = (selector: Record<string, string>, namespace = 'default') =>
  within(namespace, service({ selector }));
const prometheus = (name: string, spec: object = { replicas: 2 }) =>
  object('monitoring.coreos.com/v1', 'Prometheus', name, { spec });

const vault = (labels: Record<string, string>) => {
  const made = workload('StatefulSet', 'vault', { labels });
  const spec = made.spec as { template: { spec: object } };
  Object.assign(spec.template.spec, { serviceAccountName: 'vault' });
  return manifest(made);
};
const rbac = 'rbac.authorization.k8s.io/v1';
const role = (verbs: string[], kind = 'Role', resources = ['pods']) =>
  object(rbac, kind, 'discovery', { rules: [{ apiGroups: [''], resources, verbs }] });
const binding = (subject: object = {}, kind = 'RoleBinding', to = 'Role') =>
  object(rbac, kind, 'discovery', {
    roleRef: { kind: to, name: 'discovery' },
    subjects: [{ kind: 'ServiceAccount', name: 'vault', namespace: 'default', ...subject }],
  });
const active = web({ app: 'vault', 'vault-active': 'true' });

test.each<[string, Raw[], string[]]>([
  [
    'a custom resource that the selector names',
    [web({ app: 'p', prometheus: 'k8s' }), prometheus('k8s')],
    found,
  ],
  [
    'of another name: it may make others as well',
    [web({ prometheus: 'k8s' }), prometheus('other'), other],
    found,
  ],
  [
    'that runs no Pods',
    [web({ app: 'k8s' }), prometheus('k8s', { endpoints: [{ port: 'http' }] }), other],
    nobody,
  ],
  ['deep within', [web({ app: 'k8s' }), prometheus('k8s', { a: [{ b: { containers: [] } }] })], found],
  [
    'in another namespace',
    [web({ app: 'k8s' }), { ...prometheus('k8s'), metadata: { name: 'k8s', namespace: 'other' } }, other],
    nobody,
  ],
  [
    "Kubernetes' own",
    [
      web({ app: 'k8s' }),
      object('autoscaling/v2', 'HorizontalPodAutoscaler', 'k8s', { spec: { replicas: 1 } }),
      other,
    ],
    nobody,
  ],
  [
    'of a domain below that of Kubernetes',
    [
      web({ app: 'k8s' }),
      object('gateway.networking.k8s.io/v1', 'Gateway', 'k8s', { spec: { replicas: 1 } }),
      other,
    ],
    nobody,
  ],
  ['a leader', [active, vault({ app: 'vault' }), role(['get', 'patch']), binding()], found],
  ['a leader, by all verbs', [active, vault({ app: 'vault' }), role(['*']), binding()], found],
  [
    'a leader, in all namespaces',
    [
      active,
      vault({ app: 'vault' }),
      role(['update'], 'ClusterRole', ['*']),
      binding({}, 'ClusterRoleBinding', 'ClusterRole'),
    ],
    found,
  ],
  [
    'a ClusterRole, bound here',
    [
      active,
      vault({ app: 'vault' }),
      role(['update'], 'ClusterRole'),
      binding({}, 'RoleBinding', 'ClusterRole'),
    ],
    found,
  ],
  ['nobody may label Pods', [active, vault({ app: 'vault' }), role(['get', 'list']), binding()], nobody],
  ['another may', [active, vault({ app: 'vault' }), role(['patch']), binding({ name: 'other' })], nobody],
  [
    'in another namespace',
    [active, vault({ app: 'vault' }), role(['patch']), binding({ namespace: 'x' })],
    nobody,
  ],
  [
    'to label something else',
    [active, vault({ app: 'vault' }), role(['patch'], 'Role', ['pods/log']), binding()],
    nobody,
  ],
  [
    'a Role of that name is not bound',
    [active, vault({ app: 'vault' }), role(['patch']), binding({}, 'RoleBinding', 'ClusterRole')],
    nobody,
  ],
  ['another label differs', [active, vault({ app: 'x' }), role(['patch']), binding()], nobody],
  ['no label in common', [web({ active: 'true' }), vault({ app: 'x' }), role(['patch']), binding()], nobody],
  [
    'not even the domain',
    [web({ 'a.io/active': 'true' }), vault({ app: 'x' }), role(['patch']), binding()],
    nobody,
  ],
  ...['app', 'app.kubernetes.io/component', 'helm.sh/chart'].map((key): [string, Raw[], string[]] => [
    `${key}, which nothing sets at run time`,
    [web({ tier: 'vault', [key]: 'x' }), vault({ tier: 'vault' }), role(['patch']), binding()],
    nobody,
  ]),
  [
    'it may create Pods',
    [web({ moon: 'browser' }), vault({ app: 'moon' }), role(['create']), binding()],
    found,
  ],
  [
    'it may create workloads',
    [
      web({ moon: 'browser' }),
      vault({ app: 'moon' }),
      object(rbac, 'Role', 'discovery', {
        rules: [{ apiGroups: ['apps'], resources: ['statefulsets'], verbs: ['*'] }],
      }),
      binding(),
    ],
    found,
  ],
  [
    'it is an administrator',
    [
      web({ moon: 'browser' }),
      vault({ app: 'moon' }),
      object(rbac, 'ClusterRoleBinding', 'b', {
        roleRef: { kind: 'ClusterRole', name: 'cluster-admin' },
        subjects: [{ kind: 'ServiceAccount', name: 'vault', namespace: 'default' }],
      }),
    ],
    found,
  ],
  [
    'a typing error stays one',
    [web({ app: 'vautl' }), vault({ app: 'vault' }), role(['create']), binding()],
    nobody,
  ],
  [
    'no workload in the namespace',
    [web({ app: 'a' }), within('x', workload('Deployment', 'x', { labels: { app: 'x' } }))],
    found,
  ],
  [
    'a workload scaled to zero is one',
    [web({ app: 'x' }), manifest(workload('Deployment', 'x', { replicas: 0 }))],
    nobody,
  ],
  ...['HelmRelease', 'HelmChart', 'Application', 'Kustomization'].map((kind): [string, Raw[], string[]] => [
    kind,
    [web({ app: 'a' }), object('x.example/v1', kind, 'shop', { spec: {} }), other],
    found,
  ]),
  [
    'a HelmRelease for another namespace',
    [
      web({ app: 'a' }, 'shop'),
      within('shop', other),
      object('helm.toolkit.fluxcd.io/v2', 'HelmRelease', 'r', { spec: { targetNamespace: 'shop' } }),
    ],
    found,
  ],
  [
    'an Application of another namespace',
    [
      web({ app: 'a' }, 'shop'),
      within('shop', other),
      object('argoproj.io/v1alpha1', 'Application', 'r', { spec: { destination: { namespace: 'shops' } } }),
    ],
    nobody,
  ],
  [
    'an operator of the Operator Lifecycle Manager, wherever it will be installed',
    [
      web({ app: 'a' }),
      other,
      {
        ...object('operators.coreos.com/v1alpha1', 'ClusterServiceVersion', 'o'),
        metadata: { name: 'o', namespace: 'placeholder' },
      },
    ],
    found,
  ],
  ['kube-system', [web({ 'k8s-app': 'kube-dns' }, 'kube-system')], found],
  [
    'kube-system, with Pods of the input',
    [web({ 'k8s-app': 'kube-dns' }, 'kube-system'), within('kube-system', workload('Deployment', 'x'))],
    nobody,
  ],
  ['a Pod is there', [web({ app: 'a' }), prometheus('a'), manifest(workload('Deployment', 'x'))], []],
])('%s', async (_, objects, expected) => {
  expect(verdicts(await evaluateObjects(...objects)).filter((one) => !one.includes('spans'))).toEqual(
    expected,
  );
});

test('what a cluster has recorded has its Pods, or has none', async () => {
  const report = await evaluateObjects(service({ selector: { app: 'k8s' } }), prometheus('k8s'));
  expect(verdicts(report)).toContain('error selector-matches-no-pods Service/web');
});

test('it is told why, and the Service is Unknown, which fails no check', async () => {
  const report = await evaluateObjects(active, vault({ app: 'vault' }), role(['patch']), binding());
  expect(onlyFinding(report, 'selected-pods-not-in-input')).toMatchObject({
    message:
      'Service web selects app=vault,vault-active=true, but no Pod template in the input has these labels',
    detail: [
      'the Pod template of StatefulSet vault lacks only vault-active, and its ServiceAccount vault may label Pods while they run',
    ],
    fix: expect.stringMatching(/^in standard input line \d+ correct the selector, unless this is intended$/),
  });
  expect(onlyService(report)).toMatchObject({
    status: 'Unknown',
    statusReason: 'its Pods are not in the input',
  });
});

test('a kind of others that has a Pod template where workloads have theirs is one', async () => {
  const { spec } = workload('Deployment', 'web', {
    replicas: 3,
    ports: [{ name: 'http', containerPort: 80 }],
  });
  const rollout = object('argoproj.io/v1alpha1', 'Rollout', 'web', { spec });
  const report = await evaluateObjects(
    manifest(service({ ports: [{ port: 80, targetPort: 'https' }] })),
    rollout,
  );
  expect(verdicts(report)).toEqual(['error target-port-unresolved Rollout/web']);
});
