/** A TCP proxy that counts bytes and adds latency. */
import { connect, createServer, type Socket } from 'node:net';
import { pipeline, Transform } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { listen } from '../test/support/servers/ports.ts';

export interface TcpProxy {
  port: number;
  /** In both directions; set it to 0 to start anew. */
  bytes: number;
  stop(): void;
}

interface DelayedChunk {
  chunk: Buffer;
  /** The time of its arrival, as performance.now() counts. */
  at: number;
}

/** The most chunks in flight in one direction. */
const IN_FLIGHT = 1024;

/** @param delay the round-trip time that it adds, in milliseconds */
export async function startProxy(to: { host: string; port: number }, delay: number): Promise<TcpProxy> {
  const open = new Set<Socket>();
  const keep = (socket: Socket) => {
    open.add(socket.setNoDelay());
    return socket.once('close', () => open.delete(socket));
  };
  const server = createServer({ allowHalfOpen: true }, (accepted) => {
    const client = keep(accepted);
    const upstream = keep(connect({ ...to, allowHalfOpen: true }));
    // The first data of the client waits for the handshake, which takes one round trip.
    const established = performance.now() + delay;
    const ended = () => {};
    pipeline(client, ...wire(delay, established), upstream, ended);
    pipeline(upstream, ...wire(delay, 0), client, ended);
  });
  /** One direction. Chunks arrive in order, half a round trip after they were sent. */
  const wire = (delay: number, established: number): [Transform, Transform] => [
    new Transform({
      readableObjectMode: true,
      readableHighWaterMark: IN_FLIGHT,
      transform(chunk: Buffer, _, done) {
        proxy.bytes += chunk.length;
        done(null, {
          chunk,
          at: Math.max(performance.now(), established) + delay / 2,
        } satisfies DelayedChunk);
      },
    }),
    new Transform({
      writableObjectMode: true,
      transform({ chunk, at }: DelayedChunk, _, done) {
        until(at, () => done(null, chunk));
      },
    }),
  ];
  const proxy: TcpProxy = {
    port: await listen(server),
    bytes: 0,
    stop() {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
  return proxy;
}

function until(at: number, act: () => void): void {
  const left = at - performance.now();
  if (left <= 0) act();
  else sleep(Math.ceil(left)).then(act);
}
