/** Proxies that record the requested target, and connect to a given port instead. */

import { readFileSync } from 'node:fs';
import { createServer, request as send } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { connect, createServer as createTcpServer } from 'node:net';
import { listen } from './api-server.ts';
import type { KeyPair } from './certificates.ts';

/** An HTTP proxy, or HTTPS with a key pair, for CONNECT and for requests in absolute form. */
export async function httpProxy(port: number, asked: string[], pair?: KeyPair): Promise<string> {
  const server = pair
    ? createSecureServer({ cert: readFileSync(pair.certificate), key: readFileSync(pair.key) })
    : createServer();
  const note = (url = '', authorization = '') => asked.push(`${url} ${authorization}`.trim());
  server.on('connect', ({ url, headers }, socket) => {
    note(url, headers['proxy-authorization']);
    socket.write('HTTP/1.1 200 OK\r\n\r\n');
    socket
      .on('error', () => {})
      .pipe(connect(port, '127.0.0.1').on('error', () => {}))
      .pipe(socket);
  });
  server.on('request', ({ url = '', method, headers }, response) => {
    note(`${method} ${url}`, headers['proxy-authorization']);
    const { pathname, search } = new URL(url);
    const onward = send({ port, method, path: pathname + search, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 0, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy()).end();
  });
  return `${pair ? 'https' : 'http'}://user:pass@127.0.0.1:${(await listen(server)).port}`;
}

/** A SOCKS5 proxy (RFC 1928) for requests with a domain name. */
export async function socksProxy(port: number, asked: string[]): Promise<string> {
  const server = createTcpServer((socket) => {
    socket
      .on('error', () => {})
      .once('data', () => {
        socket.write(Buffer.from([5, 0]));
        socket.once('data', (request) => {
          const length = request[4] ?? 0;
          asked.push(`${request.subarray(5, 5 + length)}:${request.readUInt16BE(5 + length)}`);
          socket.write(Buffer.from([5, 0, 0, 1, 127, 0, 0, 1, 0, 0]));
          socket.pipe(connect(port, '127.0.0.1').on('error', () => {})).pipe(socket);
        });
      });
  });
  return `socks5://127.0.0.1:${(await listen(server)).port}`;
}
