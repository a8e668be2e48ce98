import { describe, expect } from 'vitest';
import { service } from '../support/e2e/live-objects.ts';
import { tool } from '../support/e2e/run-tool.ts';
import { test } from '../support/e2e/suite.ts';
import { kubectl } from '../support/kubectl.ts';

describe.skipIf(!kubectl)('kubectl, with bin/ on PATH', () => {
  test('lists the plugin without a warning', async ({ namespace }) => {
    const { code, stdout } = await namespace.kubectl('plugin', 'list');
    expect(code).toBe(0);
    expect(stdout).toContain(`${tool}\n`);
  });

  test('runs it', async ({ namespace }) => {
    await namespace.create(service('web'));
    const run = await namespace.kubectl('endpoints', 'describe', 'svc', 'web', '-o', 'name');
    expect(run).toEqual({ code: 0, stdout: 'service/web\n', stderr: '' });
  });

  test('hands its exit code on', async ({ namespace }) => {
    await namespace.create(service('web'));
    expect((await namespace.kubectl('endpoints', 'check', 'svc', '--no-such-flag')).code).toBe(2);
  });
});
