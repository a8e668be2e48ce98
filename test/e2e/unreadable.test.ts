import { describe, expect } from 'vitest';
import { deriveKubeconfig } from '../support/e2e/kubeconfig.ts';
import { pod, service } from '../support/e2e/live-objects.ts';
import { test, testWithControllers } from '../support/e2e/suite.ts';
import { kubectl } from '../support/kubectl.ts';

describe('forbidden', () => {
  testWithControllers('all but the Service: what can be known is shown', async ({ namespace }) => {
    await namespace.create(service('web'), pod('web-0', { app: 'web', ip: '10.244.2.1' }));
    await namespace.published('web', 1);
    const user = await namespace.user({ services: ['get', 'list'] });

    const { code, stdout } = await namespace.run('describe', 'svc', 'web', '--kubeconfig', user);
    expect(code).toBe(0);
    expect(stdout).toContain('<unknown>');

    const { services, findings, skipped } = await namespace.report(
      'describe',
      'svc',
      'web',
      '--kubeconfig',
      user,
    );
    expect(services[0]).toMatchObject({ name: 'web', selector: { app: 'web' }, status: 'Unknown' });
    expect(findings).toEqual([]);
    const selection = skipped.find(({ name }) => name === 'selector-matches-no-pods');
    expect(selection?.reason).toMatch(/^pods is forbidden: /);
  });

  testWithControllers('Pods only: slices still tell what is routed', async ({ namespace }) => {
    await namespace.create(service('web'), pod('web-0', { app: 'web', ip: '10.244.2.1' }));
    await namespace.published('web', 1);
    const read = ['get', 'list'];
    const user = await namespace.user({ services: read, endpoints: read, endpointslices: read });

    const { services } = await namespace.report('describe', 'svc', 'web', '--kubeconfig', user);
    expect(services[0]?.status).toBe('Unknown');
    expect(services[0]?.backends).toMatchObject([
      {
        address: '10.244.2.1',
        pod: 'web-0',
        ready: null,
        phase: null,
        endpointSliceState: 'ready',
        routable: true,
      },
    ]);
  });

  test('everything: the server says so', async ({ namespace }) => {
    await namespace.create(service('web'));
    const user = await namespace.user({});
    const run = await namespace.run('describe', 'svc', 'web', '--kubeconfig', user);
    const who = `User "user-of-${namespace.name}" cannot get resource "services" in API group ""`;
    const stderr = `Error from server (Forbidden): services "web" is forbidden: ${who} in the namespace "${namespace.name}"\n`;
    expect(run).toEqual({ code: 1, stdout: '', stderr });
  });
});

describe.skipIf(!kubectl)('as kubectl words it', () => {
  const failures: Record<string, string[]> = {
    'no server listens': ['--server', 'https://127.0.0.1:1'],
    'an unknown context': ['--context', 'nope'],
    'an unknown cluster': ['--cluster', 'nope'],
    'an unknown user': ['--user', 'nope'],
    'a kubeconfig that is not there': ['--kubeconfig', '/nowhere/config'],
    'a timeout that is none': ['--request-timeout', 'soon'],
    'a certificate authority that is not there': ['--certificate-authority', '/nowhere/ca.crt'],
  };
  for (const [name, flags] of Object.entries(failures)) {
    test(name, async ({ namespace }) => {
      const theirs = await namespace.kubectl('get', 'svc', 'web', ...flags);
      const ours = await namespace.run('describe', 'svc', 'web', ...flags);
      const lastLine = theirs.stderr.trimEnd().split('\n').at(-1);
      expect(ours).toEqual({ code: theirs.code, stdout: '', stderr: `${lastLine}\n` });
    });
  }

  test('a certificate that nobody trusts', async ({ namespace }) => {
    const strangers = deriveKubeconfig(
      namespace.kubeconfig,
      `${namespace.name}-untrusted`,
      ({ clusters: [entry] }) => {
        delete entry?.cluster['certificate-authority-data'];
      },
    );
    const { code, stderr } = await namespace.run('describe', 'svc', 'web', '--kubeconfig', strangers);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^Unable to connect to the server: .*x509: certificate signed by unknown authority\n$/,
    );
  });
});

describe('an unknown namespace', () => {
  test('has no Service of any name', async ({ namespace }) => {
    const stderr = 'Error from server (NotFound): services "nothing-of-this-name" not found\n';
    expect(await namespace.run('describe', 'svc', 'nothing-of-this-name', '-n', 'nowhere')).toEqual({
      code: 1,
      stdout: '',
      stderr,
    });
  });

  test('has no Services', async ({ namespace }) => {
    const stderr = 'No resources found in nowhere namespace.\n';
    expect(await namespace.run('describe', 'svc', '-n', 'nowhere')).toEqual({ code: 0, stdout: '', stderr });
  });
});
