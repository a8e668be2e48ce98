import { describe, expect } from 'vitest';
import { run, tool } from '../support/e2e/run-tool.ts';
import { expectHealthy, test, testWithControllers } from '../support/e2e/suite.ts';
import { kubectl } from '../support/kubectl.ts';

const args = ['create-external', 'db', '--ip', '192.0.2.10', '--port', '5432'];

describe('create-external --dry-run=client', () => {
  test('needs no cluster, and writes nothing', async ({ namespace }) => {
    const { code, stdout, stderr } = await namespace.run(
      ...args,
      '--dry-run=client',
      '--server',
      'https://127.0.0.1:1',
    );
    const created = 'service/db created (dry run)\nendpoints/db created (dry run)\n';
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: created, stderr: '' });
    expect(await namespace.find('services/db')).toBeNull();
  });
});

describe.skipIf(!kubectl)('create-external --dry-run=client', () => {
  const outputs = ['endpoints', 'endpointslice'].flatMap((kind) =>
    ['yaml', 'json'].map((format) => ({ kind, format })),
  );
  for (const { kind, format } of outputs) {
    testWithControllers(`-o ${format} of ${kind} applies cleanly`, async ({ namespace }) => {
      const nowhere = `${namespace.kubeconfig}.none`;
      const manifests = await run(tool, [...args, '--kind', kind, '--dry-run=client', '-o', format], nowhere);
      expect(manifests.code).toBe(0);

      const apply = ['apply', '--validate=strict', '-f', '-'];
      const { code, stdout, stderr } = await run(
        kubectl ?? '',
        apply,
        namespace.kubeconfig,
        manifests.stdout,
      );
      expect({ code, stderr: stderr.replace(/^Warning: v1 Endpoints is deprecated.*\n/, '') }).toEqual({
        code: 0,
        stderr: '',
      });
      expect(stdout).toMatch(/^service\/db created\nendpoint\S+\/db\S* created\n$/);
      await expectHealthy(namespace, 'db');
    });
  }
});

describe('create-external --dry-run=server', () => {
  for (const kind of ['endpoints', 'endpointslice']) {
    test(`asks the server about ${kind}, and writes nothing`, async ({ namespace }) => {
      const { code, stdout } = await namespace.run(...args, '--kind', kind, '--dry-run=server');
      expect(code).toBe(0);
      expect(stdout).toMatch(
        /^service\/db created \(server dry run\)\nendpoint\S+\/db\S* created \(server dry run\)\n$/,
      );
      expect(await namespace.find('services/db')).toBeNull();
      expect(await namespace.find('endpoints/db')).toBeNull();
      expect(await namespace.slices('db')).toEqual([]);
    });
  }

  test("shows the server's refusal", async ({ namespace }) => {
    const { code, stderr } = await namespace.run(...args, '--dry-run=server', '-n', 'nowhere');
    const error = 'Error from server (NotFound): namespaces "nowhere" not found\n';
    expect({ code, stderr }).toEqual({ code: 1, stderr: error });
  });
});
