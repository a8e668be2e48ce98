import { load } from 'js-yaml';
import { afterEach, expect, test, vi } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { run } from '../support/run-main.ts';
import { ok, serve, status } from '../support/servers/api-server.ts';

afterEach(() => vi.unstubAllGlobals());

const OURS = {
  version: `v${packageJson.version}`,
  commit: null,
  buildDate: null,
  runtime: 'node v26.10.0',
  platform: 'linux/amd64',
};
const SERVER = { major: '1', minor: '36', gitVersion: 'v1.36.2', platform: 'linux/amd64' };

const server = () =>
  serve((request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(request.url === '/version' ? SERVER : {}));
  });

test('is one line, and asks nobody', async () => {
  const { url, requests } = await server();
  const expected = { code: 0, stdout: `kubectl-endpoints v${packageJson.version}\n`, stderr: '' };
  expect(await run(['version', '--server', url])).toEqual(expected);
  expect(await run(['version', '--context', 'nowhere'])).toEqual(expected);
  expect(requests).toEqual([]);
});

test.each([
  ['json', JSON.parse],
  ['yaml', load],
])('-o %s has all that is known, with the server', async (format, read) => {
  const { url } = await server();
  const { code, stdout, stderr } = await run(['version', '-o', format, '-s', url]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(read(stdout)).toEqual({ ...OURS, serverVersion: SERVER });
});

test('--client does not ask the server', async () => {
  const { url, requests } = await server();
  const { code, stdout } = await run(['version', '-ojson', '-s', url, '--client']);
  expect({ code, ...JSON.parse(stdout) }).toEqual({ code: 0, ...OURS, serverVersion: null });
  expect(requests).toEqual([]);
});

test.each([
  ['refuses', () => serve(status(403, { reason: 'Forbidden', message: 'no' }))],
  ['is none of Kubernetes', () => serve((_, response) => response.end('<html>'))],
  ['is not there', async () => ({ url: 'http://127.0.0.1:1' })],
  ['never answers', () => serve(() => {})],
])('a server that %s is no error', async (_, start) => {
  const { url } = await start();
  const begin = performance.now();
  const { code, stdout, stderr } = await run(['version', '-o', 'json', '--server', url]);
  expect({ code, stderr, ...JSON.parse(stdout) }).toEqual({
    code: 0,
    stderr: '',
    ...OURS,
    serverVersion: null,
  });
  expect(performance.now() - begin).toBeLessThan(3_000);
});

test.each([
  [['-o', 'table'], "error: --output must be 'yaml' or 'json'\n"],
  [
    ['-o', 'json', '--context', 'nowhere'],
    'Error in configuration: context was not found for specified context: nowhere\n',
  ],
])('%j is refused as by kubectl', async (flags, stderr) => {
  expect(await run(['version', ...flags])).toEqual({ code: 1, stdout: '', stderr });
});

test('what the build knows is told', async () => {
  const { url } = await serve(ok);
  vi.stubGlobal('BUILD', { commit: 'abc', date: '2026-11-21T00:00:00Z' });
  const { stdout } = await run(['version', '-o', 'json', '--server', url]);
  expect(JSON.parse(stdout)).toMatchObject({ commit: 'abc', buildDate: '2026-11-21T00:00:00Z' });
});

test('takes no arguments, as kubectl version', async () => {
  expect(await run(['version', 'one', 'two'])).toEqual({
    code: 1,
    stdout: '',
    stderr: 'error: extra arguments: [one two]\n',
  });
});
