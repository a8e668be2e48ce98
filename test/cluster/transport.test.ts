import { createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { listen, ok, serve, status, text } from './api-server.ts';
import { authority } from './authority.ts';
import { connectWith, kubeconfig, lineOf, world } from './world.ts';

const { server: pair, data, issue } = authority();
const config = (server: string, cluster: object = {}) =>
  kubeconfig({ server, 'certificate-authority-data': data, ...cluster }, { token: 'secret' });

test('an answer: its code, JSON and date', async () => {
  const { url } = await serve((request, response) => {
    response.setHeader('date', 'Sat, 21 Nov 2026 09:00:00 GMT');
    ok(request, response);
  }, pair);
  const connection = await connectWith(config(url));
  expect(await connection.request('GET', '/x?limit=5')).toEqual({
    status: 200,
    json: { kind: 'List' },
    date: '2026-11-21T09:00:00.000Z',
  });
});

test('what is sent', async () => {
  const { url, requests } = await serve(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    response.writeHead(201, { 'content-type': 'application/json' }).end(JSON.stringify({ body }));
  });
  const connection = await connectWith(config(`${url}/base/`));
  const answer = await connection.request('POST', '/x?y=z', {
    contentType: 'application/json',
    text: '{"ü":1}',
  });
  expect(answer).toMatchObject({ status: 201, json: { body: '{"ü":1}' } });
  expect(requests[0]).toMatchObject({ method: 'POST', url: '/base/x?y=z' });
  expect(requests[0]?.headers).toMatchObject({
    accept: 'application/json',
    'content-type': 'application/json',
    'user-agent': expect.stringMatching(/^kubectl-endpoints\/\d+\.\d+\.\d+\S* \(linux\)$/),
  });
  expect(requests[0]?.headers).not.toHaveProperty('accept-encoding');
});

describe('sockets', () => {
  test('are opened side by side, kept, and at most four', async () => {
    const { url, sockets } = await serve(
      (request, response) => setTimeout(() => ok(request, response), 50),
      pair,
    );
    const { request, close } = await connectWith(config(url));
    await Promise.all(Array.from({ length: 3 }, () => request('GET', '/x')));
    expect(sockets.length).toBe(3);
    await Promise.all(Array.from({ length: 9 }, () => request('GET', '/x')));
    expect(sockets.length).toBe(4);
    close();
    await expect.poll(() => sockets.every((socket) => socket.destroyed)).toBe(true);
  });

  test.each([
    ['GET', 200, 2],
    ['POST', 'Unable to connect to the server: EOF', 1],
  ])('one that the server has closed: %s gives %s', async (method, outcome, tries) => {
    let seen = 0;
    const { url } = await serve((request, response) => {
      seen++;
      if (request.url === '/gone' && seen === 2) request.socket.destroy();
      else ok(request, response);
    }, pair);
    const { request } = await connectWith(config(url));
    await request('GET', '/x');
    const answer = request(method, '/gone').then(
      ({ status }) => status,
      (error) => error.line,
    );
    expect([await answer, seen - 1]).toEqual([outcome, tries]);
  });
});

test('compression: asked for only where it helps, always understood', async () => {
  const { url, requests } = await serve((_, response) => {
    const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
    response.writeHead(200, headers).end(gzipSync('{"a":1}'));
  }, pair);
  const { port } = new URL(url);
  const { request } = await connectWith(config(url));
  expect((await request('GET', '/x')).json).toEqual({ a: 1 });
  expect(requests[0]?.headers['accept-encoding']).toBeUndefined();
  for (const [flags, expected] of [
    [{}, 'gzip'],
    [{ disableCompression: true }, undefined],
  ] as const) {
    const far = await connectWith(
      config(`https://far.example:${port}`, {
        'proxy-url': await tunnel(Number(port)),
        'tls-server-name': '127.0.0.1',
      }),
      flags,
    );
    await far.request('GET', '/x');
    expect(requests.at(-1)?.headers['accept-encoding']).toBe(expected);
  }
});

/** A proxy that leads to one port whatever it is asked for. */
async function tunnel(port: number): Promise<string> {
  const { connect } = await import('node:net');
  const { createServer: createHttpServer } = await import('node:http');
  const proxy = createHttpServer().on('connect', (_request, socket) => {
    socket.write('HTTP/1.1 200 OK\r\n\r\n');
    socket.pipe(connect(port, '127.0.0.1')).pipe(socket);
  });
  return `http://127.0.0.1:${(await listen(proxy)).port}`;
}

describe('a busy server', () => {
  const busy = (times: number, code: number, header: object) => {
    let seen = 0;
    return serve((request, response) => {
      if (seen++ >= times) return ok(request, response);
      for (const [name, value] of Object.entries(header)) response.setHeader(name, value);
      status(code, { reason: 'TooManyRequests', message: 'slow down' })(request, response);
    }, pair);
  };

  test.each([
    ['waits and asks again', 2, 429, { 'retry-after': '0' }, 3, 200],
    ['also after 503', 1, 503, { 'retry-after': '0' }, 2, 200],
    ['not for ever', 99, 429, { 'retry-after': '0' }, 5, 429],
    ['not without Retry-After', 1, 429, {}, 1, 429],
    ['not for an hour', 1, 429, { 'retry-after': '3600' }, 1, 429],
  ])('%s', async (_, times, code, header, requests, expected) => {
    const server = await busy(times, code, header);
    const { request } = await connectWith(config(server.url));
    const outcome = await request('GET', '/x').catch((error) => ({ status: error.code }));
    expect([server.requests.length, outcome.status]).toEqual([requests, expected]);
  });
});

describe('time', { timeout: 5_000 }, () => {
  const stuck = { answer: () => {}, half: text(200, '') };

  test('--request-timeout while waiting for an answer', async () => {
    const { url } = await serve(stuck.answer, pair);
    const { request } = await connectWith(config(url), { requestTimeout: '100ms' });
    expect(await lineOf(request('GET', '/x'))).toBe(
      'Unable to connect to the server: net/http: request canceled (Client.Timeout exceeded while awaiting headers)',
    );
  });

  test('--request-timeout while TLS is set up', async () => {
    const { port } = await listen(createServer(() => {}));
    const { request } = await connectWith(config(`https://127.0.0.1:${port}`), { requestTimeout: '100ms' });
    expect(await lineOf(request('GET', '/x'))).toBe(
      'Unable to connect to the server: net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)',
    );
  });

  test('--request-timeout in the middle of an answer', async () => {
    const { url } = await serve((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).write('{');
    }, pair);
    const { request } = await connectWith(config(url), { requestTimeout: '200ms' });
    expect(await lineOf(request('GET', '/x'))).toMatch(/while reading body\)$/);
  });

  test('Ctrl-C ends everything at once', async () => {
    const { url, requests } = await serve(stuck.answer, pair);
    const controller = new AbortController();
    const { request } = await connectWith(config(url), {}, world({ interrupted: controller.signal }));
    const answers = [request('GET', '/1'), request('GET', '/2')];
    const lines = Promise.all(answers.map(lineOf));
    await expect.poll(() => requests.length).toBe(2);
    const start = performance.now();
    controller.abort();
    expect(await lines).toEqual(['error: interrupted', 'error: interrupted']);
    expect(performance.now() - start).toBeLessThan(500);
  });

  test('Ctrl-C while waiting for a busy server', async () => {
    const { url, requests } = await serve((request, response) => {
      response.setHeader('retry-after', '10');
      status(429, {})(request, response);
    }, pair);
    const controller = new AbortController();
    const { request } = await connectWith(config(url), {}, world({ interrupted: controller.signal }));
    const line = lineOf(request('GET', '/x'));
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
    expect(await lineOf(request('GET', '/x'))).toBe(
      'The connection to the server 127.0.0.1:1 was refused - did you specify the right host or port?',
    );
  });

  test('no such host', async () => {
    const { request } = await connectWith(config('https://nosuchhost.invalid'));
    expect(await lineOf(request('GET', '/x'))).toMatch(
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
    expect(await lineOf(request('GET', '/x'))).toBe(x509(fault));
  });

  test('TLS: the server wants a certificate', async () => {
    const { url } = await serve(ok, pair, { requestCert: true, rejectUnauthorized: true });
    const { request } = await connectWith(config(url));
    expect(await lineOf(request('GET', '/x'))).toBe(
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
    expect(await lineOf(request('GET', '/x'))).toBe(`Unable to connect to the server: ${reason}`);
  });
});

describe('an answer that is none', () => {
  test.each([
    [
      'HTML',
      text(200, '<html>', 'text/html'),
      /^error: the answer to GET https:\S+\/x is text\/html instead of JSON/,
    ],
    [
      'cut JSON',
      text(200, '{"a":', 'application/json'),
      /^error: the answer to GET https:\S+\/x is not complete or not valid JSON$/,
    ],
    [
      'a redirect',
      ((_, response) =>
        void response
          .writeHead(302, { location: 'https://login.example/in?code=secret' })
          .end()) satisfies typeof ok,
      /^error: https:\S+ redirects to https:\/\/login.example\/in: /,
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
    const shown = await lineOf(request('GET', '/x?token=secret'));
    expect(shown).toMatch(line);
    expect(shown).not.toContain('secret');
  });
});

describe('warnings', () => {
  const endpoints = 'v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice';

  test('are shown once, except for that about Endpoints', async () => {
    const warnings = [
      `299 - "${endpoints}"`,
      '299 - "a \\"quoted\\" one", 299 - "and another"',
      '199 - "miscellaneous"',
      '299 - "\u009b31m"',
    ];
    const { url } = await serve((request, response) => {
      response.setHeader('warning', warnings);
      ok(request, response);
    }, pair);
    const io = world();
    const { request } = await connectWith(config(url), {}, io);
    await request('GET', '/1');
    await request('GET', '/2');
    expect(io.errors.join('')).toBe('Warning: a "quoted" one\nWarning: and another\nWarning: \\u009b31m\n');
  });
});

describe('-v', () => {
  const errors = async (verbosity: number) => {
    const { url } = await serve((request, response) => {
      response.setHeader('set-cookie', 'cookie-secret');
      ok(request, response);
    }, pair);
    const io = world();
    const { request } = await connectWith(config(url), { verbosity }, io);
    await request('GET', '/x?limit=1');
    return io.errors.join('').replaceAll(url, 'SERVER');
  };

  test('5 says nothing, 6 a line for each request', async () => {
    expect(await errors(5)).toBe('');
    expect(await errors(6)).toMatch(/^GET SERVER\/x\?limit=1 200 OK in \d+ milliseconds\n$/);
  });

  test('8 shows headers, but no secrets', async () => {
    const shown = await errors(8);
    expect(shown).toContain('    Authorization: <masked>\n');
    expect(shown).toContain('    set-cookie: <masked>\n');
    expect(shown).toContain('    Accept: application/json\n');
    expect(shown).not.toContain('secret');
  });
});

test('idle sockets do not keep the process', async () => {
  const { url } = await serve(ok, pair);
  const { request } = await connectWith(config(url));
  await request('GET', '/x');
  await sleep(10);
  expect(process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length).toBeLessThan(5);
});
