/** `--request-timeout` starts when a request has its socket. */
import { createServer } from 'node:net';
import { describe, expect, test } from 'vitest';
import { connectWith, directoryWith, errorLineOf, kubeconfig } from '../../support/connections.ts';
import { fakeIO } from '../../support/fake-io.ts';
import { service } from '../../support/objects.ts';
import { runTool } from '../../support/programs.ts';
import { listen, ok, serve } from '../../support/servers/api-server.ts';
import { authority } from '../../support/servers/authority.ts';
import { FakeCluster } from '../../support/servers/fake-cluster.ts';
import { httpProxy, socksProxy } from '../../support/servers/proxies.ts';

const { server: pair, data } = authority();
const SOCKETS = 4;
const config = (server: string, cluster: object = {}) =>
  kubeconfig({ server, 'certificate-authority-data': data, ...cluster }, { token: 'secret' });
const times = <T>(count: number, make: () => T) => Array.from({ length: count }, make);

/** Answers that take less than the timeout each, and more in total. */
describe('more requests than sockets', { timeout: 30_000 }, () => {
  const slow = (secure: boolean) =>
    serve((request, response) => setTimeout(() => ok(request, response), 300), secure ? pair : undefined);

  test.each([
    ['TLS', true, null],
    ['unencrypted', false, null],
    ['a tunnel', true, httpProxy],
    ['an HTTP proxy', false, httpProxy],
    ['SOCKS5', true, socksProxy],
  ])('%s', async (_, secure, proxy) => {
    const server = await slow(secure);
    const far = proxy && {
      server: `${secure ? 'https' : 'http'}://k.example`,
      'proxy-url': await proxy(server.port, []),
      'tls-server-name': '127.0.0.1',
    };
    const { request } = await connectWith(config(server.url, far ?? {}), { requestTimeout: '1500ms' });
    const answers = await Promise.all(times(6 * SOCKETS, () => request('GET', '/x')));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(server.sockets.length).toBeLessThanOrEqual(SOCKETS);
  });

  test('describe svc with twelve names', async () => {
    const names = Array.from({ length: 12 }, (_, index) => `web-${index}`);
    const cluster = new FakeCluster(...names.map((name) => service({ selector: undefined }, { name })));
    const { url } = await serve((request, response) => {
      setTimeout(() => cluster.listener(request, response), 400);
    }, pair);
    const cwd = directoryWith({ config: config(url) });
    const around = { cwd, env: { HOME: cwd, KUBECONFIG: 'config' } };
    const { stderr } = await runTool(['describe', 'svc', ...names, '--request-timeout=2s'], around);
    expect(stderr).not.toContain('Client.Timeout');
  });
});

describe('a server that never answers', { timeout: 30_000 }, () => {
  test('each request has its time, and the last one an end', async () => {
    const { url, requests } = await serve(() => {}, pair);
    const { request } = await connectWith(config(url), { requestTimeout: '300ms' });
    const begin = performance.now();
    const lines = await Promise.all(times(3 * SOCKETS, () => errorLineOf(request('GET', '/x'))));
    expect(new Set(lines)).toEqual(
      new Set([
        'Unable to connect to the server: net/http: request canceled (Client.Timeout exceeded while awaiting headers)',
      ]),
    );
    expect(requests.length).toBe(3 * SOCKETS);
    expect(performance.now() - begin).toBeGreaterThan(800);
    expect(performance.now() - begin).toBeLessThan(10_000);
  });

  test('a proxy that never gives a socket is no other', async () => {
    const { port, sockets } = await listen(createServer(() => {}));
    const { request } = await connectWith(
      config('https://k.example', { 'proxy-url': `http://127.0.0.1:${port}` }),
      { requestTimeout: '300ms' },
    );
    const lines = await Promise.all(times(2 * SOCKETS, () => errorLineOf(request('GET', '/x'))));
    expect(new Set(lines)).toEqual(
      new Set([
        'Unable to connect to the server: net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)',
      ]),
    );
    expect(sockets.length).toBe(2 * SOCKETS);
  });

  test.each(['Ctrl-C', 'closing'])('%s ends at once what waits for a socket', async (how) => {
    const { url, requests } = await serve(() => {}, pair);
    const controller = new AbortController();
    const { request, close } = await connectWith(config(url), {}, fakeIO({ interrupted: controller.signal }));
    const lines = Promise.all(times(3 * SOCKETS, () => errorLineOf(request('GET', '/x'))));
    await expect.poll(() => requests.length).toBe(SOCKETS);
    const begin = performance.now();
    if (how === 'closing') close();
    else controller.abort();
    expect(new Set(await lines)).toEqual(new Set(['error: interrupted']));
    expect(performance.now() - begin).toBeLessThan(3_000);
    expect(requests.length).toBe(SOCKETS);
    expect(await errorLineOf(request('GET', '/late'))).toBe('error: interrupted');
  });
});
