import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { text } from 'node:stream/consumers';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { startProxy } from '../../bench/proxy.ts';
import { listen } from '../support/servers/ports.ts';

/** An echo server. */
async function echo(): Promise<number> {
  const server = createServer((socket) => socket.pipe(socket));
  onTestFinished(() => void server.close());
  return listen(server);
}

async function through(delay: number) {
  const proxy = await startProxy({ host: '127.0.0.1', port: await echo() }, delay);
  onTestFinished(() => proxy.stop());
  const socket = connect(proxy.port, '127.0.0.1');
  const exchange = async () => {
    const begin = performance.now();
    socket.write('x');
    await once(socket, 'data');
    return performance.now() - begin;
  };
  return { proxy, socket, exchange };
}

test('a round trip takes the delay, and the first one that of the handshake as well', async () => {
  const { exchange } = await through(100);
  const first = await exchange();
  const later = [await exchange(), await exchange(), await exchange()];
  expect(first).toBeGreaterThanOrEqual(200);
  expect(Math.min(...later)).toBeGreaterThanOrEqual(100);
  expect(Math.min(...later)).toBeLessThan(200);
});

test('what is sent without a pause takes one delay together, in order, and is counted both ways', async () => {
  const { proxy, socket, exchange } = await through(100);
  socket.setNoDelay();
  await exchange();
  const begin = performance.now();
  const chunks = Array.from({ length: 100 }, (_, index) => `chunk ${index} `);
  for (const chunk of chunks) {
    socket.write(chunk);
    await nextTurn();
  }
  socket.end();
  const sent = chunks.join('');
  expect(await text(socket)).toBe(sent);
  expect(performance.now() - begin).toBeLessThan(1000);
  expect(proxy.bytes).toBe(2 * (sent.length + 1));
});
