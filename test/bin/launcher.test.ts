/** The launcher as a process, with real pipes. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { findScriptOrSkip } from '../support/binaries.ts';
import { directoryWith, kubeconfig } from '../support/connections.ts';
import { service } from '../support/objects.ts';

const bin = join(import.meta.dirname, '../../bin/kubectl-endpoints');

test('a reader that has gone is no error', async () => {
  // More than the buffer of a pipe.
  const items = Array.from({ length: 500 }, (_, i) => service({}, { name: `web-${i}` }));
  const child = spawn(process.execPath, [bin, 'describe', '-f', '-']);
  const ended = once(child, 'close');
  child.stdin.end(JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
  child.stdout.once('data', () => child.stdout.destroy());
  expect(await text(child.stderr)).toBe('');
  expect((await ended)[0]).toBe(0);
});

test.each([
  [['describe', '-A=maybe', '-f', 'x'], 'error: invalid argument "maybe" for "-A, --all-namespaces" flag'],
  [['describe', 'svc', 'x', '-v=abc'], 'error: invalid argument "abc" for "-v, --v" flag'],
  [['describe', ''], 'error: resource name may not be empty'],
  [['check', '-f', ''], 'error: the path "" does not exist'],
])('%j is refused', async (args, line) => {
  const child = spawn(process.execPath, [bin, ...args]);
  expect(await text(child.stderr)).toContain(line);
});

test.skipIf(process.platform === 'win32')('in a folder that has been deleted', async () => {
  const cwd = join(directoryWith({ 'gone/x': '' }), 'gone');
  const line = `rm x && rmdir "$PWD" && exec "${process.execPath}" "${bin}" explain scaled-to-zero`;
  const child = spawn('/bin/sh', ['-c', line], { cwd });
  const ended = once(child, 'close');
  expect(await text(child.stderr)).toBe('');
  expect((await ended)[0]).toBe(0);
});

const PLUGIN = { apiVersion: 'client.authentication.k8s.io/v1', interactiveMode: 'IfAvailable' };

describe('completion', () => {
  const completer = join(import.meta.dirname, '../../bin/kubectl_complete-endpoints');
  const ask = async (command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) => {
    const start = performance.now();
    const child = spawn(command, args, {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const ended = once(child, 'close');
    const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
    return { code: (await ended)[0], stdout, stderr, time: performance.now() - start };
  };
  const answer = {
    code: 0,
    stdout: 'scaled-to-zero\tThe workload behind the Service is scaled to zero\n:4\n',
    stderr: '',
  };

  test('by the name that kubectl calls, as a file of its own or as a link', async () => {
    const link = join(directoryWith({}), 'kubectl_complete-endpoints');
    symlinkSync(bin, link);
    const words = ['explain', 'scaled'];
    expect(await ask(process.execPath, [completer, ...words])).toMatchObject(answer);
    expect(await ask(process.execPath, [link, ...words])).toMatchObject(answer);
    expect(await ask(process.execPath, [bin, '__complete', ...words])).toMatchObject(answer);
  });

  test('ends within two seconds, although a credential plugin and what it has started do not', async () => {
    const directory = directoryWith({ plugin: "#!/bin/sh\ntrap '' TERM\nsleep 5\nsleep 5\n" });
    const exec = { ...PLUGIN, command: join(directory, 'plugin') };
    const config = directoryWith({ config: kubeconfig({ server: 'https://127.0.0.1:1' }, { exec }) });
    const run = await ask(process.execPath, [completer, 'describe', 'svc', ''], {
      KUBECONFIG: join(config, 'config'),
    });
    expect(run).toMatchObject({ code: 0, stdout: ':4\n', stderr: '' });
    expect(run.time).toBeLessThan(2_000);
    expect(run.time).toBeGreaterThan(1_000);
  });

  const script = findScriptOrSkip('what a plugin finds of a terminal');
  test.skipIf(!script)('a credential plugin does not find the terminal', async () => {
    const plugin =
      '#!/bin/sh\nif true </dev/tty; then echo found; else echo none; fi >"$0.terminal" 2>/dev/null\n';
    const command = join(directoryWith({ plugin }), 'plugin');
    const exec = { ...PLUGIN, command };
    const config = directoryWith({ config: kubeconfig({ server: 'https://127.0.0.1:1' }, { exec }) });
    const env = { KUBECONFIG: join(config, 'config') };
    const terminal = async (line: string) => {
      await ask(script ?? '', ['-qec', `${process.execPath} ${line}`, '/dev/null'], env);
      return readFileSync(`${command}.terminal`, 'utf8');
    };
    expect(await terminal(`${bin} describe svc web`)).toBe('found\n');
    expect(await terminal(`${completer} describe svc web`)).toBe('none\n');
  });
});
