import { describe, expect } from 'vitest';
import { service } from '../support/e2e/live-objects.ts';
import type { Namespace } from '../support/e2e/namespace.ts';
import { test } from '../support/e2e/suite.ts';

const twoServices = (namespace: Namespace) =>
  namespace.create(service('nginx-svc', {}, { tier: 'front' }), service('postgres', {}, { tier: 'back' }));

const nginx = 'service/nginx-svc\n';
const postgres = 'service/postgres\n';
const both = nginx + postgres;

const accepted: Record<string, { args: string[]; names: string }> = {
  'svc NAME': { args: ['svc', 'nginx-svc'], names: nginx },
  'svc/NAME': { args: ['svc/nginx-svc'], names: nginx },
  'service NAME': { args: ['service', 'nginx-svc'], names: nginx },
  'services NAME': { args: ['services', 'nginx-svc'], names: nginx },
  'NAME alone': { args: ['nginx-svc'], names: nginx },
  'the beginning of a name': { args: ['svc', 'ngi'], names: nginx },
  'several names': { args: ['svc', 'postgres', 'nginx-svc'], names: postgres + nginx },
  'names without a type': { args: ['nginx-svc', 'postgres'], names: both },
  'a type in any case': { args: ['Service/nginx-svc'], names: nginx },
  'several of TYPE/NAME': { args: ['svc/nginx-svc', 'svc/postgres'], names: both },
  'no name': { args: ['svc'], names: both },
  'a label selector': { args: ['svc', '-l', 'tier=front'], names: nginx },
  'a label selector of several values': { args: ['svc', '--selector', 'tier in (front,back)'], names: both },
};

const refused: Record<string, { args: string[]; error: string }> = {
  'a type that is none': {
    args: ['foo/nginx-svc'],
    error:
      'error: "foo" is not a type; for Service nginx-svc in namespace foo: kubectl endpoints describe svc nginx-svc -n foo',
  },
  'a type that only kubectl takes': {
    args: ['deploy', 'nginx-svc'],
    error:
      'error: describe takes svc, pod, ingress or ip, not "deploy"; for its Pods: kubectl endpoints describe pod nginx-svc',
  },
  'a name in all namespaces': {
    args: ['svc', 'nginx-svc', '-A'],
    error:
      'error: a resource cannot be retrieved by name across all namespaces; use -n NAMESPACE instead of -A',
  },
  'a name and a selector': {
    args: ['svc', 'nginx-svc', '-l', 'tier=front'],
    error: 'error: name cannot be provided when a selector is specified',
  },
  'a name that is not there': {
    args: ['svc', 'nope'],
    error: 'Error from server (NotFound): services "nope" not found',
  },
};

describe('describe takes', () => {
  for (const [form, { args, names }] of Object.entries(accepted)) {
    test(form, async ({ namespace }) => {
      await twoServices(namespace);
      const run = await namespace.run('describe', ...args, '-o', 'name');
      expect(run).toEqual({ code: 0, stdout: names, stderr: '' });
    });
  }

  test('all namespaces', async ({ namespace }) => {
    await twoServices(namespace);
    const { services } = await namespace.report('describe', 'svc', '-A');
    const names = services.map((service) => `${service.namespace}/${service.name}`);
    expect(names).toEqual(
      expect.arrayContaining([
        'default/kubernetes',
        `${namespace.name}/nginx-svc`,
        `${namespace.name}/postgres`,
      ]),
    );
  });
});

describe('describe refuses', () => {
  for (const [form, { args, error }] of Object.entries(refused)) {
    test(form, async ({ namespace }) => {
      await twoServices(namespace);
      const { code, stdout, stderr } = await namespace.run('describe', ...args);
      expect({ code, stdout, error: stderr.split('\n')[0] }).toEqual({ code: 1, stdout: '', error });
    });
  }
});

test('one of several names is missing: the others are printed whole', async ({ namespace }) => {
  await twoServices(namespace);
  const others = await namespace.run('describe', 'svc', 'nginx-svc', 'postgres', '-o', 'json');
  const run = await namespace.run('describe', 'svc', 'nginx-svc', 'nope', 'postgres', '-o', 'json');
  const stderr = 'Error from server (NotFound): services "nope" not found\n';
  expect(run).toEqual({ code: 1, stdout: others.stdout, stderr });
});

test('nothing there: one line, and no failure', async ({ namespace }) => {
  const run = await namespace.run('describe', 'svc');
  expect(run).toEqual({
    code: 0,
    stdout: '',
    stderr: `No resources found in ${namespace.name} namespace.\n`,
  });
});
