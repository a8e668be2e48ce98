/** Effects of kuberc without a credential plugin; side-by-side.test.ts tests its policies. */
import { expect, test } from 'vitest';
import { runTool } from '../../support/programs.ts';

test('a file that $KUBERC names, and that is not there, matters without a plugin, too', async () => {
  const around = { cwd: '/', env: { KUBERC: 'missing' } };
  const { stderr } = await runTool(['describe', 'svc', 'web', '-s', 'http://127.0.0.1:1'], around);
  expect(stderr).toBe(
    'error occurred while applying preferences kuberc error kuberc: open missing: no such file or directory\n',
  );
});

test('where kuberc is switched off, there is no such flag', async () => {
  const around = { cwd: '/', env: { KUBECTL_KUBERC: 'false' } };
  const { stderr } = await runTool(['describe', 'svc', 'web', '--kuberc=x'], around);
  expect(stderr).toBe('error: unknown flag: --kuberc\n');
});
