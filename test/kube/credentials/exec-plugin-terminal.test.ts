/** The terminal that a credential plugin gets, in the sources and in the executable. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, onTestFinished, test } from 'vitest';
import { commandLine } from '../../../src/text/shell.ts';
import { findScriptOrSkip } from '../../support/binaries.ts';
import { directoryWith, kubeconfig } from '../../support/connections.ts';
import { toolCommand } from '../../support/programs.ts';
import { ok, serve } from '../../support/servers/api-server.ts';
import { authority } from '../../support/servers/authority.ts';

const { server: pair, data } = authority();
const apiVersion = 'client.authentication.k8s.io/v1';
const script = findScriptOrSkip('plugins at a terminal');

const plugin = `#!/bin/sh
printf 'Password: ' >&2
read -r word || word=nothing
if [ -t 0 ]; then echo 'reads the terminal' >&2; fi
if [ -t 2 ]; then echo 'writes to it' >&2; fi
case "$KUBERNETES_EXEC_INFO" in *'"interactive":true'*) echo 'is told so' >&2;; esac
echo '{"kind":"ExecCredential","apiVersion":"${apiVersion}","status":{"token":"'"$word"'"}}'
`;

/** Types at the prompt. @returns the output that follows */
async function login(interactiveMode: string, typed: string) {
  const { url, requests } = await serve(ok, pair);
  const exec = { apiVersion, command: './plugin', interactiveMode };
  const config = kubeconfig({ server: url, 'certificate-authority-data': data }, { exec });
  const cwd = directoryWith({ config, plugin });
  const line = commandLine(...toolCommand(['describe', 'svc', 'web', '--kubeconfig=config']));
  const child = spawn(script ?? '', ['-qec', line, '/dev/null'], {
    cwd,
    env: { PATH: '/usr/bin:/bin', HOME: cwd, TERM: 'xterm' },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let shown = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    if (!shown.includes('Password: ') && `${shown}${text}`.includes('Password: ')) child.stdin.write(typed);
    shown += text;
  });
  const [code] = await once(child, 'close');
  return { code, shown, tokens: requests.map(({ headers }) => headers.authorization) };
}

describe.skipIf(!script)('a plugin at a terminal', () => {
  test.each(['Always', 'IfAvailable'])('%s: it asks, and reads the answer', async (mode) => {
    const { shown, tokens } = await login(mode, 'open\n');
    expect(shown).toMatch(/^Password: .*reads the terminal\r\nwrites to it\r\nis told so\r\n/s);
    expect(new Set(tokens)).toEqual(new Set(['Bearer open']));
  });

  test('Never: it writes to it, and reads nothing', async () => {
    const { shown, tokens } = await login('Never', 'open\n');
    expect(shown).toMatch(/^Password: .*writes to it\r\n/s);
    expect(shown).not.toMatch(/reads the terminal|is told so/);
    expect(new Set(tokens)).toEqual(new Set(['Bearer nothing']));
  });

  test('Ctrl-C at its prompt ends both, with nothing more said', async () => {
    const { code, shown, tokens } = await login('Always', '\u0003');
    expect({ code, tokens }).toEqual({ code: 130, tokens: [] });
    expect(shown).toMatch(/^Password: (\^C)?\s*$/);
  });
});
