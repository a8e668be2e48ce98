import type { KubernetesObject } from '@kubernetes/client-node';
import { describe, expect, type TestContext } from 'vitest';
import { pod, service } from '../support/e2e/live-objects.ts';
import type { Namespace } from '../support/e2e/namespace.ts';
import { test, testWithControllers } from '../support/e2e/suite.ts';
import { kubectl } from '../support/kubectl.ts';

const read = ['get', 'list'];
const RIGHTS = { services: read, endpoints: read, endpointslices: read, pods: read };

const user = (namespace: Namespace) => `user-of-${namespace.name}`;
const refusal = (namespace: Namespace) =>
  `services is forbidden: User "${user(namespace)}" cannot list resource "services" in API group "" at the cluster scope`;

async function healthy(namespace: Namespace): Promise<void> {
  await namespace.create(service('web'), pod('web-0', { app: 'web', ip: '10.244.4.1' }));
  await namespace.published('web', 1);
}

/** Lets a user list namespaces, which takes a ClusterRole. */
async function letListNamespaces(
  namespace: Namespace,
  onTestFinished: TestContext['onTestFinished'],
): Promise<void> {
  const api = 'rbac.authorization.k8s.io';
  const name = user(namespace);
  const metadata = { name };
  const make = async (plural: string, object: KubernetesObject & Record<string, unknown>) => {
    const path = `/apis/${api}/v1/${plural}`;
    await namespace.client.request('POST', path, { apiVersion: `${api}/v1`, metadata, ...object });
    onTestFinished(async () => {
      await namespace.client.send('DELETE', `${path}/${name}`);
    });
  };
  const rules = [{ apiGroups: [''], resources: ['namespaces'], verbs: ['list'] }];
  await make('clusterroles', { kind: 'ClusterRole', rules });
  await make('clusterrolebindings', {
    kind: 'ClusterRoleBinding',
    roleRef: { apiGroup: api, kind: 'ClusterRole', name },
    subjects: [{ apiGroup: api, kind: 'User', name }],
  });
}

describe('-A of a user with rights in one namespace', () => {
  testWithControllers('gets what may be seen, and a line about the rest', async ({ namespace }) => {
    await healthy(namespace);
    const kubeconfig = await namespace.user(RIGHTS);
    const limited = `Warning: ${refusal(namespace)}: read only 1 namespace: ${namespace.name}`;
    for (const [words, code] of [
      [['get', '-A'], 0],
      [['describe', 'svc', '-A'], 0],
      [['check', '-A'], 2],
      [['check', '-A', '-o', 'json'], 2],
    ] as const) {
      const run = await namespace.run(...words, '--kubeconfig', kubeconfig);
      expect(run.code).toBe(code);
      expect(run.stderr.split('\n')[0]).toBe(limited);
    }
    const { services, findings } = await namespace.report('get', '-A', '--kubeconfig', kubeconfig);
    expect(services).toMatchObject([{ namespace: namespace.name, name: 'web', status: 'Healthy' }]);
    expect(findings).toEqual([]);
  });

  testWithControllers(
    'finds it by the names of the namespaces too',
    async ({ namespace, onTestFinished }) => {
      await healthy(namespace);
      const kubeconfig = await namespace.user(RIGHTS);
      await letListNamespaces(namespace, onTestFinished);
      const words = ['get', '-A', '-n', 'default', '--kubeconfig', kubeconfig];
      const { code, stdout, stderr } = await namespace.run(...words);
      expect(code).toBe(0);
      expect(stdout.split('\n').map((line) => line.split(/ +/, 2))).toEqual([
        ['NAMESPACE', 'NAME'],
        [namespace.name, 'web'],
        [''],
      ]);
      expect(stderr).toContain(`: read only 1 namespace: ${namespace.name}\n`);
    },
  );

  test('finds an error there: exit code 1', async ({ namespace }) => {
    await namespace.create(service('web'));
    const kubeconfig = await namespace.user(RIGHTS);
    const { code, stdout } = await namespace.run('check', '-A', '--kubeconfig', kubeconfig);
    expect(code).toBe(1);
    expect(stdout).toContain(`Service ${namespace.name}/web: Un`);
  });

  test('without any: the first refusal, as kubectl words it', async ({ namespace }) => {
    const kubeconfig = await namespace.user({});
    const stderr = `Error from server (Forbidden): ${refusal(namespace)}\n`;
    for (const [command, code] of [
      ['get', 1],
      ['describe', 1],
      ['check', 2],
    ] as const)
      expect(await namespace.run(command, 'svc', '-A', '--kubeconfig', kubeconfig)).toEqual({
        code,
        stdout: '',
        stderr,
      });
  });

  (kubectl ? test : test.skip)('without any: kubectl words it so', async ({ namespace }) => {
    const kubeconfig = await namespace.user({});
    const { stderr } = await namespace.kubectl('get', 'svc', '-A', '--kubeconfig', kubeconfig);
    expect(stderr).toBe(`Error from server (Forbidden): ${refusal(namespace)}\n`);
  });
});
