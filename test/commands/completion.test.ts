import { expect, test } from 'vitest';
import { run } from '../support/run-main.ts';

test.each(['bash', 'zsh', 'fish', 'powershell'])('%s: a script that asks the program', async (shell) => {
  const { code, stdout, stderr } = await run(['completion', shell]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/ __complete .*2>/);
  expect(stdout).toMatch(/kubectl-endpoints/);
  expect(stdout.endsWith('\n')).toBe(true);
});

test.each([
  [[], 'error: Shell not specified: must be one of bash, zsh, fish, powershell\n'],
  [['tcsh'], 'error: Unsupported shell type "tcsh"; must be one of bash, zsh, fish, powershell\n'],
  [
    ['constructor'],
    'error: Unsupported shell type "constructor"; must be one of bash, zsh, fish, powershell\n',
  ],
  [['bash', 'zsh'], 'error: Too many arguments. Expected only the shell type.\n'],
])('%j is refused', async (args, stderr) => {
  expect(await run(['completion', ...args])).toEqual({ code: 1, stdout: '', stderr });
});
