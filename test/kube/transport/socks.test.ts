/** SOCKS5 with proxies that answer as told. The messages are those of kubectl 1.36 with the same proxies. */
import { createServer, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { connectWith, errorLineOf, kubeconfig } from '../../support/connections.ts';
import { listen, ok, serve } from '../../support/servers/api-server.ts';
import { authority } from '../../support/servers/authority.ts';

const { server: pair, data } = authority();
const GRANTED = [5, 0, 0, 1, 127, 0, 0, 1, 0, 0];

/** A proxy that gives an answer to each message, then does what `then` says; records the messages as hex. */
async function proxyWith(answers: (number[] | null)[], then?: (socket: Socket) => void) {
  const asked: string[] = [];
  const server = createServer((socket) => {
    const left = [...answers];
    const listener = (message: Buffer) => {
      asked.push(message.toString('hex'));
      const answer = left.shift();
      if (answer === null) socket.end();
      else if (answer) socket.write(Buffer.from(answer));
      if (left.length > 0) return;
      socket.off('data', listener);
      then?.(socket);
    };
    socket.on('error', () => {}).on('data', listener);
  });
  return { asked, port: (await listen(server)).port };
}

const through = (port: number, server = 'https://10.1.2.3:6443', user = '') =>
  connectWith(
    kubeconfig({
      server,
      'certificate-authority-data': data,
      'tls-server-name': '127.0.0.1',
      'proxy-url': `socks5://${user}127.0.0.1:${port}`,
    }),
  );

test.each([
  ['no method suits it', [[5, 255]], 'no acceptable authentication methods'],
  ['another protocol', [[72, 84]], 'unexpected protocol version 72'],
  ['a method that was not offered', [[5, 2]], 'unsupported authentication method 2'],
  [
    'another protocol after the greeting',
    [
      [5, 0],
      [4, ...GRANTED.slice(1)],
    ],
    'unexpected protocol version 4',
  ],
  [
    'a rule',
    [
      [5, 0],
      [5, 2, 0, 1, 0, 0, 0, 0, 0, 0],
    ],
    'unknown error connection not allowed by ruleset',
  ],
  [
    'an unknown code',
    [
      [5, 0],
      [5, 99, 0, 1, 0, 0, 0, 0, 0, 0],
    ],
    'unknown error unknown code: 99',
  ],
  [
    'an unknown address type',
    [
      [5, 0],
      [5, 0, 0, 9, 0, 0, 0, 0, 0, 0],
    ],
    'unknown address type 9',
  ],
  ['it hangs up', [null], 'EOF'],
  [
    'it hangs up in the middle of an answer',
    [
      [5, 0],
      [5, 0],
    ],
    'unexpected EOF',
  ],
] as [string, (number[] | null)[], string][])('refused: %s', async (_, answers, message) => {
  const { port } = await proxyWith(answers, (socket) => socket.end());
  const { request } = await through(port);
  expect(await errorLineOf(request('GET', '/x'))).toBe(
    `Unable to connect to the server: socks connect tcp 127.0.0.1:${port}->10.1.2.3:6443: ${message}`,
  );
});

test('the proxy says that the server refuses', async () => {
  const { port } = await proxyWith([
    [5, 0],
    [5, 5, 0, 1, 0, 0, 0, 0, 0, 0],
  ]);
  const { request } = await through(port);
  expect(await errorLineOf(request('GET', '/x'))).toBe(
    'The connection to the server 10.1.2.3:6443 was refused - did you specify the right host or port?',
  );
});

test.each([
  ['IPv4', 'https://10.1.2.3:6443', '05010001' + '0a010203' + '192b'],
  ['IPv6', 'https://[fd00::1]:6443', `05010004${'fd000000000000000000000000000001'}192b`],
  ['mapped IPv4', 'https://[::ffff:10.1.2.3]:6443', '05010001' + '0a010203' + '192b'],
  ['a name', 'https://k.example:443', `0501000309${Buffer.from('k.example').toString('hex')}01bb`],
])('%s', async (_, server, expected) => {
  const { asked, port } = await proxyWith([[5, 0], null]);
  const { request } = await through(port, server);
  await errorLineOf(request('GET', '/x'));
  expect(asked).toEqual(['050100', expected]);
});

test.each([
  ['IPv4', GRANTED],
  ['IPv6', [5, 0, 0, 4, ...Array(16).fill(0), 0, 0]],
  ['a name', [5, 0, 0, 3, 2, 97, 98, 0, 0]],
])('the proxy gives its own address as %s, byte by byte', async (_, granted) => {
  const api = await serve(ok, pair);
  const { createConnection } = await import('node:net');
  const { port } = await proxyWith([[5, 0], []], async (socket) => {
    for (const byte of granted) {
      socket.write(Buffer.from([byte]));
      await new Promise(setImmediate);
    }
    socket.pipe(createConnection(api.port, '127.0.0.1').on('error', () => {})).pipe(socket);
  });
  const { request, close } = await through(port);
  expect((await request('GET', '/x')).status).toBe(200);
  close();
});

test('user and password', async () => {
  const { asked, port } = await proxyWith([[5, 2], [1, 0], null]);
  await errorLineOf((await through(port, undefined, 'us%20er:p%40ss@')).request('GET', '/x'));
  expect(asked).toEqual(['05020002', '0105757320657204' + '70407373', '050100010a010203192b']);
});

test.each([
  ['u:p@', [1, 1], 'username/password authentication failed'],
  ['u:p@', [2, 0], 'invalid username/password version'],
  [':p@', [1, 0], 'invalid username/password'],
  [`${'u'.repeat(256)}:p@`, [1, 0], 'invalid username/password'],
])('user and password: %s, answered %j', async (user, answer, message) => {
  const { port } = await proxyWith([[5, 2], answer, null]);
  const line = await errorLineOf((await through(port, undefined, user)).request('GET', '/x'));
  expect(line).toBe(
    `Unable to connect to the server: socks connect tcp 127.0.0.1:${port}->10.1.2.3:6443: ${message}`,
  );
});
