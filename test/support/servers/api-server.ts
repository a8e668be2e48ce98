import { readFileSync } from 'node:fs';
import { createServer as createHttpServer, type IncomingMessage, type RequestListener } from 'node:http';
import { createServer as createHttpsServer, type ServerOptions } from 'node:https';
import type { AddressInfo, Server, Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import type { KeyPair } from './certificates.ts';

/** A server with the answers of a test, and the requests it received. */
export interface ApiServer {
  url: string;
  port: number;
  requests: IncomingMessage[];
  /** All sockets that were opened. */
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

/** Starts a server until the end of the test: with TLS if there is a key pair. */
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

/** Listens on a free loopback port until the end of the test. */
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
