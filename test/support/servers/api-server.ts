import { readFileSync } from 'node:fs';
import { createServer as createHttpServer, type IncomingMessage, type RequestListener } from 'node:http';
import { createServer as createHttpsServer, type ServerOptions } from 'node:https';
import type { AddressInfo, Server, Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import type { KeyPair } from './certificates.ts';

/** A server that answers as the test says, and what it was asked. */
export interface ApiServer {
  url: string;
  port: number;
  requests: IncomingMessage[];
  /** All that were ever opened. */
  sockets: Socket[];
}

export const ok: RequestListener = (_, response) => {
  response.writeHead(200, { 'content-type': 'application/json' }).end('{"kind":"List"}');
};

export const text =
  (code: number, body: string, type = 'text/plain'): RequestListener =>
  (_, response) => {
    response.writeHead(code, { 'content-type': type }).end(body);
  };

export const status = (code: number, fields: object): RequestListener =>
  text(code, JSON.stringify({ kind: 'Status', apiVersion: 'v1', code, ...fields }), 'application/json');

/** Over TLS with a certificate, else plain; ends with the test. */
export async function serve(
  answer: RequestListener,
  pair?: KeyPair,
  options: ServerOptions = {},
): Promise<ApiServer> {
  const requests: IncomingMessage[] = [];
  const listener: RequestListener = (request, response) => {
    requests.push(request);
    answer(request, response);
  };
  const server = pair
    ? createHttpsServer(
        { cert: readFileSync(pair.certificate), key: readFileSync(pair.key), ...options },
        listener,
      )
    : createHttpServer(listener);
  const { port, sockets } = await listen(server);
  return { url: `${pair ? 'https' : 'http'}://127.0.0.1:${port}`, port, requests, sockets };
}

/** Any server, on a free port of the loopback interface until the test is over. */
export async function listen(server: Server): Promise<{ port: number; sockets: Socket[] }> {
  const sockets: Socket[] = [];
  server.on('connection', (socket) => sockets.push(socket.on('error', () => {})));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, sockets };
}
