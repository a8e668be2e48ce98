import { execFile } from 'node:child_process';
import { createServer as createHttpServer } from 'node:http';
import { connect, createServer as createTcpServer } from 'node:net';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { connectWith, directoryWith, kubeconfig } from '../../support/connections.ts';
import { listen, ok, serve, status } from '../../support/servers/api-server.ts';
import { authority } from '../../support/servers/authority.ts';

const { server: pair, data } = authority();
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

test.each(['POST', 'PATCH', 'DELETE'])('what is sent with %s', async (method) => {
  const { url, requests } = await serve(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    response.writeHead(201, { 'content-type': 'application/json' }).end(JSON.stringify({ body }));
  });
  const connection = await connectWith(config(`${url}/base/`));
  const answer = await connection.request(method, '/x?y=z', {
    body: { contentType: 'application/json', text: '{"ü":1}' },
  });
  expect(answer).toMatchObject({ status: 201, json: { body: '{"ü":1}' } });
  expect(requests[0]).toMatchObject({ method, url: '/base/x?y=z' });
  expect(requests[0]?.headers).toMatchObject({
    accept: 'application/json',
    'content-type': 'application/json',
    'user-agent': expect.stringMatching(/^kubectl-endpoints\/\d+\.\d+\.\d+\S* \(linux\)$/),
  });
  expect(requests[0]?.headers).not.toHaveProperty('accept-encoding');
});

describe('sockets', () => {
  test('are closed for good: what is under way is not tried again', async () => {
    const { url, sockets } = await serve(() => {}, pair);
    const { request, close } = await connectWith(config(url));
    const asked = [request('GET', '/x'), request('GET', '/y')];
    await expect.poll(() => sockets.length).toBe(2);
    close();
    const [first, second] = await Promise.allSettled(asked);
    expect([first?.status, second?.status]).toEqual(['rejected', 'rejected']);
    expect(sockets.length).toBe(2);
  });

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
      (error) => error.fullMessage,
    );
    expect([await answer, seen - 1]).toEqual([outcome, tries]);
  });
});

describe('a new socket that is reset before there is an answer', () => {
  /** @param times the number of first connections that are reset */
  const resetting = async (times: number, when: 'connect' | 'request') => {
    const seen = { connections: 0, requests: 0 };
    const server = await serve((request, response) => {
      seen.requests++;
      if (when === 'request' && seen.requests <= times) request.socket.destroy();
      else ok(request, response);
    }, pair);
    const { port } = await listen(
      createTcpServer((socket) => {
        seen.connections++;
        if (when === 'connect' && seen.connections <= times) return void socket.resetAndDestroy();
        const onward = connect(server.port, '127.0.0.1').on('error', () => socket.destroy());
        socket
          .on('error', () => onward.destroy())
          .pipe(onward)
          .pipe(socket);
        onward.on('close', () => socket.destroy());
      }),
    );
    return { seen, url: `https://127.0.0.1:${port}` };
  };

  test.each([
    ['connect', 'GET', 1, 200],
    ['connect', 'GET', 2, 'failed'],
    ['connect', 'POST', 1, 'failed'],
    ['request', 'GET', 1, 200],
    ['request', 'GET', 2, 'failed'],
    ['request', 'POST', 1, 'failed'],
    ['request', 'DELETE', 1, 'failed'],
  ] as const)('on %s: %s, reset %d times, gives %s', async (when, method, times, outcome) => {
    const { seen, url } = await resetting(times, when);
    const { request } = await connectWith(config(url));
    const answer = await request(method, '/x').then(
      ({ status }) => status,
      ({ fullMessage }) =>
        /^Unable to connect to the server: (EOF|read tcp: .*)$/.test(fullMessage) && 'failed',
    );
    expect(answer).toBe(outcome);
    expect(seen.connections).toBe(method === 'GET' ? 2 : 1);
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

/** A proxy that connects to one port, whatever the target. */
async function tunnel(port: number): Promise<string> {
  const proxy = createHttpServer().on('connect', (_request, socket) => {
    socket.write('HTTP/1.1 200 OK\r\n\r\n');
    socket.pipe(connect(port, '127.0.0.1')).pipe(socket);
  });
  return `http://127.0.0.1:${(await listen(proxy)).port}`;
}

describe('a busy server', () => {
  /** The time of a server whose clock differs from that of this machine. */
  const at = (seconds: number) => new Date(1e12 + seconds * 1000).toUTCString();
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
    ['until a date', 1, 429, { date: at(0), 'retry-after': at(0) }, 2, 200],
    ['not until a date that is far', 1, 429, { date: at(0), 'retry-after': at(60) }, 1, 429],
    ['not for nonsense', 1, 429, { 'retry-after': 'soon' }, 1, 429],
    ['not without Retry-After', 1, 429, {}, 1, 429],
    ['not for an hour', 1, 429, { 'retry-after': '3600' }, 1, 429],
  ])('%s', async (_, times, code, header, requests, expected) => {
    const server = await busy(times, code, header);
    const { request } = await connectWith(config(server.url));
    const outcome = await request('GET', '/x').catch((error) => ({ status: error.code }));
    expect([server.requests.length, outcome.status]).toEqual([requests, expected]);
  });
});

test('the process ends although nothing was closed', { timeout: 10_000 }, async () => {
  const { url } = await serve(ok, pair);
  const directory = directoryWith({ config: config(url) });
  const flags = { verbosity: 0, kubeconfig: `${directory}/config`, requestTimeout: '60' };
  const program = `
    import { connect } from '${new URL('../../../src/kube/connect.ts', import.meta.url)}';
    const io = { stderr: process.stderr, stdin: process.stdin, env: {}, cwd: '/', home: '/', platform: 'linux',
      interrupted: new AbortController().signal };
    const { request } = await connect(${JSON.stringify(flags)}, io);
    console.log((await request('GET', '/x')).status);`;
  const run = promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program], {
    timeout: 5_000,
  });
  expect((await run).stdout).toBe('200\n');
});
