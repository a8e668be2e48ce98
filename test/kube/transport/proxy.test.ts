import { createServer } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import { describe, expect, test } from 'vitest';
import { proxyFor } from '../../../src/kube/transport/proxy.ts';
import { connectWith, errorLineOf, kubeconfig } from '../../support/connections.ts';
import { fakeIO } from '../../support/fake-io.ts';
import { listen, ok, serve } from '../../support/servers/api-server.ts';
import { authority } from '../../support/servers/authority.ts';
import { httpProxy, socksProxy } from '../../support/servers/proxies.ts';

const { server: pair, data } = authority();

describe('which proxy', () => {
  const env = { HTTPS_PROXY: 'http://p:1', HTTP_PROXY: 'plain:2' };

  test.each([
    ['https://k.example', {}, 'http://p:1/'],
    ['http://k.example', {}, 'http://plain:2/'],
    ['https://localhost:6443', {}, null],
    ['https://127.1.2.3', {}, null],
    ['https://[::1]', {}, null],
    ['https://k.example', { NO_PROXY: '*' }, null],
    ['https://k.example', { NO_PROXY: 'a.example, k.example' }, null],
    ['https://api.k.example', { NO_PROXY: 'k.example' }, null],
    ['https://k.example', { NO_PROXY: '.k.example' }, 'http://p:1/'],
    ['https://api.k.example', { NO_PROXY: '.k.example' }, null],
    ['https://api.k.example', { NO_PROXY: '*.k.example' }, null],
    ['https://ak.example', { NO_PROXY: 'k.example' }, 'http://p:1/'],
    ['https://k.example:6443', { NO_PROXY: 'k.example:443' }, 'http://p:1/'],
    ['https://k.example', { NO_PROXY: 'k.example:443' }, null],
    ['https://10.1.2.3', { NO_PROXY: '10.0.0.0/8' }, null],
    ['https://10.1.2.3', { NO_PROXY: '10.0.0.0/16' }, 'http://p:1/'],
    ['https://10.1.2.3', { NO_PROXY: '10.1.2.3' }, null],
    ['https://10.1.2.3:6443', { no_proxy: '10.1.2.3:6443' }, null],
    ['https://[fd00::1]', { NO_PROXY: 'fd00::/8' }, null],
    ['https://k.example', { NO_PROXY: '10.0.0.0/8,nonsense/x' }, 'http://p:1/'],
    ['https://K.Example', { NO_PROXY: 'k.EXAMPLE' }, null],
  ])('%s with %o: %s', (server, more, proxy) => {
    expect(proxyFor(new URL(server), undefined, { ...env, ...more })?.href ?? null).toBe(proxy);
  });

  test('proxy-url has no exceptions', () => {
    expect(proxyFor(new URL('https://localhost'), 'socks5://p:1', env)?.href).toBe('socks5://p:1');
  });
});

describe('a proxy that is no URL: its variable is named, and nothing secret', () => {
  test.each([
    ['https', { HTTPS_PROXY: 'http://p:99999' }, 'HTTPS_PROXY', 'http://p:99999'],
    ['https', { https_proxy: 'http://' }, 'https_proxy', 'http://'],
    ['https', { HTTPS_PROXY: 'p:x' }, 'HTTPS_PROXY', 'p:x'],
    ['http', { HTTP_PROXY: 'http://a b' }, 'HTTP_PROXY', 'http://a b'],
    ['http', { http_proxy: 'http://[::1' }, 'http_proxy', 'http://[::1'],
    ['https', { HTTPS_PROXY: 'http://user:secret@p:x' }, 'HTTPS_PROXY', 'http://<masked>@p:x'],
    [
      'https',
      { HTTPS_PROXY: 'http://user:se/cr#et@p:x?k=secret' },
      'HTTPS_PROXY',
      'http://<masked>@p:x?<masked>',
    ],
    ['https', { HTTPS_PROXY: 'user:secret@p:x' }, 'HTTPS_PROXY', '<masked>@p:x'],
    ['https', { HTTPS_PROXY: 'socks5://us er:secret@p:x' }, 'HTTPS_PROXY', 'socks5://<masked>@p:x'],
  ])('%s, %o', async (scheme, env, name, shown) => {
    const io = fakeIO({ env });
    const { request } = await connectWith(kubeconfig({ server: `${scheme}://10.1.2.3:6443` }), {}, io);
    expect(await errorLineOf(request('GET', '/x'))).toBe(
      `error: invalid proxy address ${JSON.stringify(shown)} in ${name}: it is not a URL`,
    );
  });

  test.each([
    ['http://user:se/cr@p:x', 'http://<masked>@p:x'],
    ['http://us er:secret@p/', null],
  ])('proxy-url %s', async (proxy, shown) => {
    const made = connectWith(kubeconfig({ server: 'https://10.1.2.3:6443', 'proxy-url': proxy }));
    if (shown === null) return expect((await made).server).toBe('https://10.1.2.3:6443');
    expect(await errorLineOf(made)).toBe(
      `error: invalid 'proxy-url' ${JSON.stringify(shown)} for cluster "a": could not parse: ${shown}`,
    );
  });
});

const proxies = { http: httpProxy, socks5: socksProxy };

describe('through a proxy', { timeout: 5_000 }, () => {
  const cluster = (server: string, proxy?: string) =>
    kubeconfig({
      server,
      'certificate-authority-data': data,
      'tls-server-name': '127.0.0.1',
      'proxy-url': proxy,
    });

  test.each([
    ['http', true, `k.example:6443 Basic ${btoa('user:pass')}`],
    ['http', false, `GET http://k.example:6443/x Basic ${btoa('user:pass')}`],
    ['socks5', true, 'k.example:6443'],
    ['socks5', false, 'k.example:6443'],
  ] as const)('%s, TLS %s', async (kind, secure, expected) => {
    const { port, requests } = await serve(ok, secure ? pair : undefined);
    const asked: string[] = [];
    const proxy = await proxies[kind](port, asked);
    const { request, close } = await connectWith(
      cluster(`${secure ? 'https' : 'http'}://k.example:6443`, proxy),
    );
    expect((await request('GET', '/x')).status).toBe(200);
    await request('GET', '/x');
    close();
    expect([...new Set(asked)]).toEqual([expected]);
    expect(asked.length).toBe(expected.startsWith('GET ') ? 2 : 1);
    expect(requests[0]?.url).toBe('/x');
  });

  test('an IPv6 address is asked for in brackets', async () => {
    const { port } = await serve(ok, pair);
    const asked: string[] = [];
    const { request } = await connectWith(cluster('https://[fd00::1]:6443', await httpProxy(port, asked)));
    expect((await request('GET', '/x')).status).toBe(200);
    expect(asked).toEqual([`[fd00::1]:6443 Basic ${btoa('user:pass')}`]);
  });

  test('HTTPS_PROXY', async () => {
    const { port } = await serve(ok, pair);
    const asked: string[] = [];
    const io = fakeIO({ env: { HTTPS_PROXY: await proxies.http(port, asked) } });
    const { request } = await connectWith(cluster('https://10.1.2.3:6443'), {}, io);
    expect((await request('GET', '/x')).status).toBe(200);
    expect(asked.length).toBe(1);
  });

  test.each(['http', 'socks5'])('%s: nobody listens', async (scheme) => {
    const { request } = await connectWith(cluster('https://10.1.2.3:6443', `${scheme}://127.0.0.1:1`));
    expect(await errorLineOf(request('GET', '/x'))).toBe(
      'The connection to the server 10.1.2.3:6443 was refused - did you specify the right host or port?',
    );
  });

  test.each(['http', 'socks5'])(
    '%s: nobody listens, and more is asked than there are sockets',
    async (scheme) => {
      const { request } = await connectWith(cluster('https://10.1.2.3:6443', `${scheme}://127.0.0.1:1`));
      const lines = await Promise.all(Array.from({ length: 12 }, () => errorLineOf(request('GET', '/x'))));
      expect([...new Set(lines)]).toEqual([
        'The connection to the server 10.1.2.3:6443 was refused - did you specify the right host or port?',
      ]);
    },
  );

  test('socks5: it says nothing, and the user has had enough', async () => {
    const { port } = await listen(createTcpServer(() => {}));
    const { request, close } = await connectWith(
      cluster('https://10.1.2.3:6443', `socks5://127.0.0.1:${port}`),
    );
    const line = errorLineOf(request('GET', '/x'));
    setTimeout(close, 100);
    expect(await line).toBe('error: interrupted');
  });

  test('socks5: it is another kind of server', async () => {
    const { port } = await listen(createServer());
    const { request } = await connectWith(cluster('https://10.1.2.3:6443', `socks5://127.0.0.1:${port}`));
    expect(await errorLineOf(request('GET', '/x'))).toMatch(/^Unable to connect to the server: .*[Ss]ocks/);
  });

  test('it refuses', async () => {
    const server = createServer().on('connect', (_, socket) => socket.end('HTTP/1.1 403 Forbidden\r\n\r\n'));
    const { port } = await listen(server);
    const { request } = await connectWith(cluster('https://10.1.2.3:6443', `http://127.0.0.1:${port}`));
    expect(await errorLineOf(request('GET', '/x'))).toBe('Unable to connect to the server: Forbidden');
  });
});
