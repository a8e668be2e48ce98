/** The executable as a process. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect } from 'vitest';
import { kubectl } from '../support/kubectl.ts';
import { executable, root, run, test } from '../support/package/built.ts';
import { listen } from '../support/servers/api-server.ts';
import { timeRatio } from '../support/time-ratio.ts';

describe('the executable', () => {
  test('answers as the sources do', async () => {
    const args = ['describe', 'svc', '-f', 'demo/cluster.json', '-o', 'json'];
    const source = await run(process.execPath, [join(root, 'bin/kubectl-endpoints'), ...args]);
    expect(await run(executable, args)).toEqual(source);
    expect(source.code).toBe(0);
  });

  test('does not tell where it was built', () => {
    expect(readFileSync(executable).includes(root)).toBe(false);
  });

  test('takes large input from a pipe, and minds no reader that has gone', async () => {
    const items = Array.from({ length: 2_000 }, (_, i) => ({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: `web-${i}` },
      spec: { ports: [{ port: 80 }] },
    }));
    const stdin = JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
    const { code, stdout, stderr } = await run(executable, ['describe', '-f', '-'], { stdin });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.match(/^Name:/gm)).toHaveLength(2_000);
    const head = await run('sh', ['-c', '"$0" describe -f - | head -1', executable], { stdin });
    expect(head).toEqual({ code: 0, stdout: 'Name:        web-0\n', stderr: '' });
  });
});

(kubectl ? test : test.skip)('starts faster than kubectl', () => {
  const measured = timeRatio([executable, 'version'], [kubectl ?? '', 'version', '--client']);
  expect(measured.ratio).toBeLessThan(0.9);
});

test('Ctrl-C ends a request, with the code that shells give', async () => {
  const { port } = await listen(createServer());
  const words = ['describe', 'svc', 'x', '--server', `http://127.0.0.1:${port}`];
  const child = spawn(executable, words, { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(child, 'close');
  await sleep(500);
  child.kill('SIGINT');
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  expect({ ended: await ended, stdout, stderr }).toEqual({ ended: [130, null], stdout: '', stderr: '' });
});

test('a server that does not finish TLS is given up after ten seconds', async () => {
  const { port } = await listen(createServer(() => {}));
  const start = performance.now();
  const { stderr } = await run(executable, ['describe', 'svc', 'x', '--server', `https://127.0.0.1:${port}`]);
  expect(stderr).toBe('Unable to connect to the server: net/http: TLS handshake timeout\n');
  expect(performance.now() - start).toBeLessThan(18_000);
});
