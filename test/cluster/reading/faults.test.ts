import { createServer, type Socket } from 'node:net';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { connector, connectWith, errorLineOf, kubeconfig } from '../../support/connections.ts';
import { fakeIO } from '../../support/fake-io.ts';
import { listen, ok, serve, status, text } from '../../support/servers/api-server.ts';
import { authority } from '../../support/servers/authority.ts';

const { server: pair, data, issue } = authority();
const config = (server: string, cluster: object = {}) =>
  kubeconfig({ server, 'certificate-authority-data': data, ...cluster }, { token: 'secret' });

describe('time', { timeout: 5_000 }, () => {
  const stuck = () => {};

  test('--request-timeout while waiting for an answer', async () => {
    const { url } = await serve(stuck, pair);
    const { request } = await connectWith(config(url), { requestTimeout: '100ms' });
    expect(await errorLineOf(request('GET', '/x'))).toBe(
      'Unable to connect to the server: net/http: request canceled (Client.Timeout exceeded while awaiting headers)',
    );
  });

  test('--request-timeout while TLS is set up', async () => {
    const { port } = await listen(createServer(() => {}));
    const { request } = await connectWith(config(`https://127.0.0.1:${port}`), { requestTimeout: '100ms' });
    expect(await errorLineOf(request('GET', '/x'))).toBe(
      'Unable to connect to the server: net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)',
    );
  });

  // An executable does not use the fake clock.
  test.skipIf(connector)('a server that does not finish TLS is given up after ten seconds', async () => {
    const { port, sockets } = await listen(createServer(() => {}));
    const { request } = await connectWith(config(`https://127.0.0.1:${port}`));
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const line = errorLineOf(request('GET', '/x'));
    await vi.waitUntil(() => sockets.length === 1);
    vi.advanceTimersByTime(9_000);
    expect(vi.getTimerCount()).toBe(1);
    vi.advanceTimersByTime(1_000);
    expect(await line).toBe('Unable to connect to the server: net/http: TLS handshake timeout');
  });

  test('--request-timeout in the middle of an answer', async () => {
    const { url } = await serve((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).write('{');
    }, pair);
    const { request } = await connectWith(config(url), { requestTimeout: '200ms' });
    expect(await errorLineOf(request('GET', '/x'))).toMatch(/while reading body\)$/);
  });

  test('Ctrl-C ends everything at once', async () => {
    const { url, requests } = await serve(stuck, pair);
    const controller = new AbortController();
    const { request } = await connectWith(config(url), {}, fakeIO({ interrupted: controller.signal }));
    const answers = [request('GET', '/1'), request('GET', '/2')];
    const lines = Promise.all(answers.map(errorLineOf));
    await expect.poll(() => requests.length).toBe(2);
    const start = performance.now();
    controller.abort();
    expect(await lines).toEqual(['error: interrupted', 'error: interrupted']);
    expect(performance.now() - start).toBeLessThan(3_000);
  });

  test('Ctrl-C while waiting for a busy server', async () => {
    const { url, requests } = await serve((request, response) => {
      response.setHeader('retry-after', '10');
      status(429, {})(request, response);
    }, pair);
    const controller = new AbortController();
    const { request } = await connectWith(config(url), {}, fakeIO({ interrupted: controller.signal }));
    const line = errorLineOf(request('GET', '/x'));
    await expect.poll(() => requests.length).toBe(1);
    controller.abort();
    expect(await line).toBe('error: interrupted');
  });
});

describe('no answer', { timeout: 5_000 }, () => {
  const authorityFault = 'certificate signed by unknown authority';
  const x509 = (fault: string) =>
    `Unable to connect to the server: tls: failed to verify certificate: x509: ${fault}`;

  test('nobody listens', async () => {
    const { request } = await connectWith(config('https://127.0.0.1:1'));
    expect(await errorLineOf(request('GET', '/x'))).toBe(
      'The connection to the server 127.0.0.1:1 was refused - did you specify the right host or port?',
    );
  });

  test('no such host', async () => {
    const { request } = await connectWith(config('https://nosuchhost.invalid'));
    expect(await errorLineOf(request('GET', '/x'))).toMatch(
      /^Unable to connect to the server: dial tcp: lookup nosuchhost.invalid: (no such host|Temporary failure)/,
    );
  });

  test.each([
    ['unknown authority', pair, { 'certificate-authority-data': undefined }, authorityFault],
    [
      'another address',
      issue('other', ['10.0.0.1', '10.0.0.2']),
      {},
      'certificate is valid for 10.0.0.1, 10.0.0.2, not 127.0.0.1',
    ],
    [
      'no address',
      issue('nowhere'),
      {},
      "cannot validate certificate for 127.0.0.1 because it doesn't contain any IP SANs",
    ],
    [
      'another name',
      pair,
      { 'tls-server-name': 'x.example' },
      'certificate is not valid for any names, but wanted to match x.example',
    ],
  ])('TLS: %s', async (_, certificate, cluster, fault) => {
    const { url } = await serve(ok, certificate);
    const { request } = await connectWith(config(url, cluster));
    expect(await errorLineOf(request('GET', '/x'))).toBe(x509(fault));
  });

  test('TLS: the server wants a certificate', async () => {
    const { url } = await serve(ok, pair, { requestCert: true, rejectUnauthorized: true });
    const { request } = await connectWith(config(url));
    expect(await errorLineOf(request('GET', '/x'))).toBe(
      'Unable to connect to the server: remote error: tls: certificate required',
    );
  });

  const closing = (socket: Socket) => socket.end();
  const garbage = (socket: Socket) => socket.end('hello\r\n');
  test.each([
    ['https', closing, 'EOF'],
    ['http', closing, 'EOF'],
    ['https', garbage, 'http: server gave HTTP response to HTTPS client'],
    ['http', garbage, 'net/http: HTTP/1.x transport connection broken: malformed HTTP response'],
  ])('%s: what answers is no server (%#)', async (scheme, behave, reason) => {
    const { port } = await listen(createServer(behave));
    const { request } = await connectWith(config(`${scheme}://127.0.0.1:${port}`));
    expect(await errorLineOf(request('GET', '/x'))).toBe(`Unable to connect to the server: ${reason}`);
  });
});

describe('an answer that is none', () => {
  test.each([
    [
      'HTML',
      text(200, '<html>', 'text/html'),
      /^error: the response to GET https:\S+\/x is text\/html, not JSON/,
    ],
    [
      'cut JSON',
      text(200, '{"a":', 'application/json'),
      /^error: the response to GET https:\S+\/x is incomplete or not valid JSON$/,
    ],
    [
      'another protocol',
      (_, response) => {
        response.writeHead(101, { connection: 'upgrade', upgrade: 'x' }).end();
      },
      /^Unable to connect to the server: the server switched protocols$/,
    ],
    [
      'a redirect',
      ((_, response) =>
        void response
          .writeHead(302, { location: 'https://login.example/in?code=secret' })
          .end()) satisfies typeof ok,
      /^error: https:\S+ redirects to https:\/\/login.example\/in; /,
    ],
    [
      'an answer that ends early',
      ((_, response) => {
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': '99' }).write('{');
        setTimeout(() => response.destroy(), 20);
      }) satisfies typeof ok,
      /Original error: unexpected EOF$/,
    ],
  ])('%s', async (_, answer, line) => {
    const { url } = await serve(answer, pair);
    const { request } = await connectWith(config(url));
    const shown = await errorLineOf(request('GET', '/x?token=secret'));
    expect(shown).toMatch(line);
    expect(shown).not.toContain('secret');
  });
});
