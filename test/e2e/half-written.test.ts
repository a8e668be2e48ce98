import type { V1ResourceQuota } from '@kubernetes/client-node';
import { describe, expect } from 'vitest';
import type { Namespace } from '../support/e2e/namespace.ts';
import { run } from '../support/e2e/run-tool.ts';
import { expectHealthy, test, testWithControllers } from '../support/e2e/suite.ts';
import { kubectl } from '../support/kubectl.ts';

const create = (namespace: Namespace, ...flags: string[]) =>
  namespace.run('create-external', 'db', '--ip', '192.0.2.10', '--port', '5432', ...flags);

const hard = { 'count/endpoints': '0' };

/** A quota that denies new Endpoints. An access review, which checks RBAC only, does not see it. */
const noEndpoints: V1ResourceQuota = {
  apiVersion: 'v1',
  kind: 'ResourceQuota',
  metadata: { name: 'no-endpoints' },
  spec: { hard },
  status: { hard, used: hard },
};

/** Runs a command from a message. */
async function paste(namespace: Namespace, command: string | undefined): Promise<void> {
  const { code, stderr } = await run('sh', ['-c', command ?? 'false'], namespace.kubeconfig);
  expect({ command, code, stderr }).toEqual({ command, code: 0, stderr: '' });
}

async function stoppedHalfWay(namespace: Namespace): Promise<string> {
  await namespace.create(noEndpoints);
  const { code, stderr } = await create(namespace);
  expect(code).toBe(1);
  expect(stderr).toContain('exceeded quota: no-endpoints');
  expect(stderr).toContain('service/db was created');
  expect(await namespace.find('services/db')).not.toBeNull();
  return stderr;
}

test('create-external by a user who may write Services only: nothing is written', async ({ namespace }) => {
  const services = ['get', 'list', 'create', 'patch'];
  const user = await namespace.user({ services, endpoints: ['get'], endpointslices: ['list'] });
  const { code, stdout, stderr } = await create(namespace, '--kubeconfig', user);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toMatch(/^error: you are not allowed to .*create endpoints.*; nothing was written/);
  expect(await namespace.find('services/db')).toBeNull();
});

describe.skipIf(!kubectl)('create-external whose second write fails says', () => {
  test('how to undo the first', async ({ namespace }) => {
    const stderr = await stoppedHalfWay(namespace);
    await paste(namespace, /to undo: (.+)$/m.exec(stderr)?.[1]);
    expect(await namespace.find('services/db')).toBeNull();
  });

  testWithControllers('how to finish', async ({ namespace }) => {
    const stderr = await stoppedHalfWay(namespace);
    await namespace.delete('resourcequotas/no-endpoints');
    await paste(namespace, /to finish: (.+?); /.exec(stderr)?.[1]);
    await expectHealthy(namespace, 'db');
  });
});
