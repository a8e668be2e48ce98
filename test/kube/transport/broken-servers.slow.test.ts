/** The program as a process against broken servers: one error line, in bounded time and memory. */
import type { RequestListener, ServerResponse } from 'node:http';
import { createServer, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { directoryWith, kubeconfig } from '../../support/connections.ts';
import { startTool, waitForExit } from '../../support/programs.ts';
import { type ApiServer, listen, serve, status, text } from '../../support/servers/api-server.ts';
import { authority } from '../../support/servers/authority.ts';

const { server: pair, data } = authority();
const JSON_TYPE = { 'content-type': 'application/json' };
const MEGABYTE = 2 ** 20;

/** @param args the command line */
function start(url: string, args: readonly string[], user: object = { token: 'secret' }) {
  const cwd = directoryWith({
    config: kubeconfig({ server: url, 'certificate-authority-data': data }, user),
  });
  return startTool(args, { cwd, env: { PATH: '/usr/bin:/bin', HOME: cwd, KUBECONFIG: 'config' } });
}

/** Writes until the connection closes. */
function endless(response: ServerResponse | Socket, begin: string | Buffer, repeated: string | Buffer): void {
  response.on('error', () => {});
  response.write(begin);
  const more = () => {
    while (!response.destroyed && response.write(repeated));
    if (!response.destroyed) response.once('drain', more);
  };
  more();
}

const answering =
  (begin: string, repeated: string): RequestListener =>
  (_, response) => {
    response.writeHead(200, JSON_TYPE);
    endless(response, begin, repeated);
  };

/** A megabyte that compresses to 1 kB. */
const bomb =
  (begin: string, repeated: string): RequestListener =>
  (_, response) => {
    response.writeHead(200, { ...JSON_TYPE, 'content-encoding': 'gzip' });
    endless(response, gzipSync(begin), gzipSync(repeated.repeat(MEGABYTE / repeated.length)));
  };

const long = 'x'.repeat(65_536);
const spaces = ' '.repeat(65_536);
const LIST = '{"kind":"ServiceList","apiVersion":"v1","metadata":{},"items":[';
const OBJECT = '{"kind":"Service","apiVersion":"v1","metadata":{"name":"';
const tooLarge = /^error: the response to GET https:\S+ is larger than 16 MiB\n$/;
const one = ['describe', 'svc', 'web'];
const all = ['describe', 'svc'];

describe('an answer without an end', { timeout: 60_000 }, () => {
  test.each([
    ['an object', one, answering(OBJECT, long), tooLarge],
    ['an object that is a bomb', one, bomb(OBJECT, long), tooLarge],
    ['white space before an object', one, answering('', spaces), tooLarge],
    [
      'a failure',
      one,
      ((_, response) => {
        response.writeHead(500, JSON_TYPE);
        endless(response, '{"kind":"Status","message":"', long);
      }) satisfies RequestListener,
      tooLarge,
    ],
    ['an item of a list', all, answering(`${LIST}{"metadata":{"name":"`, long), tooLarge],
    ['an item that is a bomb', all, bomb(`${LIST}{"metadata":{"name":"`, long), tooLarge],
    ['white space between items', all, answering(`${LIST}{},`, spaces), tooLarge],
    ['numbers instead of items', all, answering(`${LIST}1`, ',1'.repeat(32_768)), tooLarge],
    [
      'what is around the items',
      all,
      answering(`{"kind":"ServiceList","metadata":{"name":"`, long),
      tooLarge,
    ],
    ['lists beside the items', all, answering('{"a":[]', ',"items":[],"b":[]'.repeat(4_096)), tooLarge],
    ['what is behind the list', all, answering(`${LIST}]}`, spaces), tooLarge],
    ['brackets', all, answering('', '['.repeat(65_536)), tooLarge],
    [
      'documents',
      all,
      answering(`${LIST}]}`, `${LIST}]}`),
      /^error: the response to GET \S+ is incomplete or not valid JSON\n$/,
    ],
    [
      'items',
      all,
      answering(`${LIST}{}`, ',{}'.repeat(20_000)),
      /^error: GET \S+ returned an endless list: more than 200000 items\n$/,
    ],
    [
      'items that are a bomb',
      all,
      bomb(`${LIST}{}`, ',{}  '.repeat(20)),
      /returned an endless list: more than 200000 items\n$/,
    ],
  ] as const)('%s', async (_, args, answer, line) => {
    const { url } = await serve(answer, pair);
    const { code, stdout, stderr, milliseconds, megabytes } = await waitForExit(start(url, args));
    expect({ code, stdout, stderr }).toEqual({ code: 1, stdout: '', stderr: expect.stringMatching(line) });
    expect(milliseconds).toBeLessThan(45_000);
    expect(megabytes).toBeLessThan(2_000);
  });

  test('a body of 1 GB', async () => {
    const { url } = await serve((_, response) => {
      response.writeHead(200, { ...JSON_TYPE, 'content-length': 2 ** 30 });
      endless(response, OBJECT, long);
    }, pair);
    const { code, stderr, megabytes } = await waitForExit(start(url, one));
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(tooLarge) });
    expect(megabytes).toBeLessThan(400);
  });

  test('headers', async () => {
    const { port } = await listen(createServer((socket) => endless(socket, 'HTTP/1.1 200 OK\r\nx: ', long)));
    const { code, stderr } = await waitForExit(start(`http://127.0.0.1:${port}`, one));
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr:
        'Unable to connect to the server: net/http: HTTP/1.x transport connection broken: malformed HTTP response\n',
    });
  });

  test.each([
    ['answers that only announce one', 'HTTP/1.1 102 Processing\r\n\r\n', 'awaiting headers'],
    ['a drip', 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n{', 'while reading body'],
  ])('%s: until --request-timeout', async (_, begin, phase) => {
    const { port } = await listen(
      createServer((socket) => {
        socket.write(begin);
        const timer = setInterval(() => socket.write(begin.startsWith('HTTP/1.1 102') ? begin : ' '), 50);
        socket.on('close', () => clearInterval(timer));
      }),
    );
    const run = await waitForExit(start(`http://127.0.0.1:${port}`, [...one, '--request-timeout=500ms']));
    expect(run).toMatchObject({ code: 1, stderr: expect.stringMatching(new RegExp(`${phase}\\)\n$`)) });
    expect(run.milliseconds).toBeLessThan(8_000);
  });
});

test.each(['http', 'socks5'])('a proxy of %s that thinks: until --request-timeout', async (scheme) => {
  const { port } = await listen(createServer(() => {}));
  const cluster = { server: 'https://k.example', 'proxy-url': `${scheme}://127.0.0.1:${port}` };
  const cwd = directoryWith({ config: kubeconfig(cluster, { token: 't' }) });
  const run = await waitForExit(
    startTool([...one, '--request-timeout=500ms'], { cwd, env: { HOME: cwd, KUBECONFIG: 'config' } }),
  );
  expect(run).toMatchObject({
    code: 1,
    stderr:
      'Unable to connect to the server: net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)\n',
  });
  expect(run.milliseconds).toBeLessThan(8_000);
});

test.each(['http', 'socks5'])(
  'a proxy of %s that is not there: at once',
  { timeout: 30_000 },
  async (scheme) => {
    const config = kubeconfig({ server: 'https://k.example', 'proxy-url': `${scheme}://127.0.0.1:1` });
    const cwd = directoryWith({ config });
    const around = { cwd, env: { HOME: cwd, KUBECONFIG: 'config' } };
    for (const args of [one, all]) {
      const { code, stderr, milliseconds } = await waitForExit(startTool(args, around));
      expect({ code, stderr }).toEqual({
        code: 1,
        stderr:
          'The connection to the server k.example was refused - did you specify the right host or port?\n',
      });
      expect(milliseconds).toBeLessThan(5_000);
    }
  },
);

describe('an answer that is none', { timeout: 30_000 }, () => {
  const json = (body: string) => text(200, body, 'application/json');
  const again = 'is it a Kubernetes API server?';

  test.each([
    ['an empty object', one, json(''), 'is incomplete or not valid JSON'],
    ['an empty list', all, json(''), 'is incomplete or not valid JSON'],
    ['null', one, json('null'), `did not return kind Service; ${again}`],
    ['null for a list', all, json('null'), 'is incomplete or not valid JSON'],
    [
      'another object',
      one,
      json('{"kind":"Secret","apiVersion":"v1"}'),
      `did not return kind Service; ${again}`,
    ],
    ['an object of another name', one, json(`${OBJECT}other"}}`), `did not return kind Service; ${again}`],
    ['no list', all, json('{"kind":"Status","status":"Success"}'), `did not return a list; ${again}`],
    [
      'items that are none',
      all,
      json('{"kind":"ServiceList","items":{"a":1}}'),
      `did not return a list; ${again}`,
    ],
    ['HTML', all, text(200, '<html>', 'text/html'), `is text/html, not JSON; ${again}`],
    ['protobuf', one, text(200, 'k8s\0', 'application/vnd.kubernetes.protobuf'), ', not JSON;'],
    ['cut JSON', all, json(`${LIST}{"metadata":{}},`), 'is incomplete or not valid JSON'],
    [
      'JSON that goes wrong late',
      all,
      json(`${LIST}${'{},'.repeat(200_000)}x]}`),
      'is incomplete or not valid JSON',
    ],
    [
      'gzip that is none',
      one,
      ((_, response) => {
        response.writeHead(200, { ...JSON_TYPE, 'content-encoding': 'gzip' }).end('{}');
      }) satisfies RequestListener,
      'Original error: unexpected EOF',
    ],
    [
      'a date that is none',
      one,
      ((_, response) => {
        response.setHeader('date', 'yesterday');
        json(`${OBJECT}web"}}`)(_, response);
      }) satisfies RequestListener,
      null,
    ],
    [
      'a redirect to nowhere',
      one,
      ((_, response) => {
        response.writeHead(302, { location: 'http://[' }).end();
      }) satisfies RequestListener,
      'redirects to another place; is it a Kubernetes API server?',
    ],
  ] as const)('%s', async (_, args, answer, reason) => {
    const { url } = await serve(answer, pair);
    const { code, stdout, stderr } = await waitForExit(start(url, args));
    if (reason === null) return expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^error: .*\n$/);
    expect(stderr).toContain(reason);
  });
});

describe('a list in pages', { timeout: 30_000 }, () => {
  const page = (name: string, token: string) =>
    JSON.stringify({
      kind: 'ServiceList',
      apiVersion: 'v1',
      metadata: { continue: token },
      items: [
        {
          metadata: { name, namespace: 'default', uid: name },
          spec: { clusterIP: '10.0.0.1', type: 'ClusterIP' },
        },
      ],
    });
  const gone = status(410, { reason: 'Expired', message: 'The provided continue parameter is too old' });
  const empty = text(200, '{"kind":"List","metadata":{},"items":[]}', 'application/json');

  /** @param expires how often the continue token of the second page has expired */
  const paging = async (expires: number): Promise<ApiServer> => {
    let refused = 0;
    return await serve((request, response) => {
      const { pathname, searchParams } = new URL(request.url ?? '', 'http://x');
      if (!pathname.endsWith('/services')) return empty(request, response);
      if (!searchParams.has('continue')) {
        const whole = !searchParams.has('limit');
        return text(200, page('first', whole ? '' : 'next'), 'application/json')(request, response);
      }
      if (refused++ < expires) return gone(request, response);
      text(200, page('second', ''), 'application/json')(request, response);
    }, pair);
  };

  test.each([
    [0, ['first', 'second']],
    [1, ['first', 'second']],
    [2, ['first']],
  ])('that expires %d times', async (expires, names) => {
    const { url } = await paging(expires);
    const { code, stdout, stderr } = await waitForExit(start(url, [...all, '-o', 'name']));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toBe(names.map((name) => `service/${name}\n`).join(''));
  });

  test.each(['same', 'another'])('that always has a next one: %s', async (kind) => {
    let count = 0;
    const { url } = await serve((request, response) => {
      count += 1;
      const metadata = { continue: kind === 'same' ? 'x' : String(count) };
      text(
        200,
        JSON.stringify({ kind: 'ServiceList', metadata, items: [] }),
        'application/json',
      )(request, response);
    }, pair);
    const { code, stderr } = await waitForExit(start(url, all));
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringContaining('returned an endless list'),
    });
  });

  test('that is always gone', async () => {
    const { url } = await serve(gone, pair);
    const { code, stderr } = await waitForExit(start(url, all));
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: 'Error from server (Expired): The provided continue parameter is too old\n',
    });
  });
});

describe('Ctrl-C ends it at once with 130', { timeout: 30_000 }, () => {
  const v1 = 'client.authentication.k8s.io/v1';
  const sleeping = {
    exec: { apiVersion: v1, command: '/bin/sleep', args: ['60'], interactiveMode: 'Never' },
  };
  const busy = status(429, { reason: 'TooManyRequests', message: 'slow down' });

  /** Interrupts once the server has a request or, for a plugin, after a while. */
  async function interrupted(url: string, seen: () => boolean, user: object = {}, cluster: object = {}) {
    const config = kubeconfig({ server: url, 'certificate-authority-data': data, ...cluster }, user);
    const cwd = directoryWith({ config });
    const child = startTool(one, { cwd, env: { PATH: '/usr/bin:/bin', HOME: cwd, KUBECONFIG: 'config' } });
    const end = waitForExit(child);
    await expect.poll(seen, { timeout: 10_000 }).toBe(true);
    const begin = performance.now();
    child.kill('SIGINT');
    const { code, stdout, stderr } = await end;
    expect({ code, stdout, stderr }).toEqual({ code: 130, stdout: '', stderr: '' });
    expect(performance.now() - begin).toBeLessThan(5_000);
  }

  test('while TLS is set up', async () => {
    const { port, sockets } = await listen(createServer(() => {}));
    await interrupted(`https://127.0.0.1:${port}`, () => sockets.length > 0);
  });

  test.each(['http', 'socks5'])('while a proxy of %s thinks', async (scheme) => {
    const { port, sockets } = await listen(createServer(() => {}));
    const cluster = { 'proxy-url': `${scheme}://127.0.0.1:${port}` };
    await interrupted('https://k.example', () => sockets.length > 0, {}, cluster);
  });

  test('while it waits for an answer', async () => {
    const { url, requests } = await serve(() => {}, pair);
    await interrupted(url, () => requests.length > 0);
  });

  test('while an answer arrives', async () => {
    const { url, requests } = await serve((_, response) => {
      response.writeHead(200, JSON_TYPE).write('{');
    }, pair);
    await interrupted(url, () => requests.length > 0);
  });

  test('while it waits for a busy server', async () => {
    const { url, requests } = await serve((request, response) => {
      response.setHeader('retry-after', '10');
      busy(request, response);
    }, pair);
    await interrupted(url, () => requests.length > 0);
  });

  test('while a plugin runs', async () => {
    const { url } = await serve(busy, pair);
    const begin = performance.now();
    await interrupted(url, () => performance.now() - begin > 1_000, sleeping);
  });

  test('while an identity provider thinks', async () => {
    const { port, sockets } = await listen(createServer(() => {}));
    const config = { 'idp-issuer-url': `https://127.0.0.1:${port}`, 'client-id': 'c', 'refresh-token': 'r' };
    await interrupted('https://127.0.0.1:1', () => sockets.length > 0, {
      'auth-provider': { name: 'oidc', config },
    });
  });
});
