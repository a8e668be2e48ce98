/**
 * The agent that opens TLS connections through an HTTP or HTTPS proxy (CONNECT). Replaces client-node's hpagent, which
 * does not trust the cluster's CA for the proxy, writes IPv6 addresses without brackets, and keeps waiting after
 * destroy().
 */
import { request as httpRequest, type IncomingMessage, STATUS_CODES } from 'node:http';
import { type AgentOptions, Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { Socket } from 'node:net';
import { bracketed, unbracketed } from '../../text/address.ts';
import { ConnectTimeout } from '../errors/connection-error.ts';
import { type TlsOptions, tlsForHost } from './tls-options.ts';

interface TunnelOptions extends AgentOptions {
  /** Milliseconds until the proxy must have opened the tunnel. */
  connectTimeout: number;
}

export class TunnelAgent extends HttpsAgent {
  readonly #proxy: URL;
  readonly #tls: TlsOptions;
  readonly #connectTimeout: number;
  readonly #destroyed = new AbortController();

  constructor(proxy: URL, tls: TlsOptions, { connectTimeout, ...options }: TunnelOptions) {
    super({ ...options, ...tls });
    this.#proxy = proxy;
    this.#tls = tls;
    this.#connectTimeout = connectTimeout;
  }

  override createConnection(
    options: { host?: string | null | undefined; port?: number | string | null | undefined },
    callback?: (error: Error | null, stream: Socket) => void,
  ): null {
    const host = bracketed(options.host ?? '');
    this.#openTunnel(`${host}:${options.port}`).then(
      (socket) => callback?.(null, super.createConnection({ ...options, socket } as object) as Socket),
      (error) => callback?.(error, null as unknown as Socket),
    );
    return null;
  }

  override destroy(): void {
    this.#destroyed.abort();
    super.destroy();
  }

  #openTunnel(authority: string): Promise<Socket> {
    const { promise, resolve, reject } = Promise.withResolvers<Socket>();
    const { hostname, port, protocol } = this.#proxy;
    const secure = protocol === 'https:';
    const request = (secure ? httpsRequest : httpRequest)({
      ...(secure && tlsForHost(this.#tls, hostname)),
      method: 'CONNECT',
      host: unbracketed(hostname),
      port: port || (secure ? 443 : 80),
      path: authority,
      headers: { Host: authority, ...proxyAuthorization(this.#proxy) },
      agent: false,
      signal: this.#destroyed.signal,
    });
    const timer = setTimeout(() => request.destroy(new ConnectTimeout(true)), this.#connectTimeout);
    request.once('close', () => clearTimeout(timer));
    request.once('connect', ({ statusCode = 0 }: IncomingMessage, socket: Socket) => {
      clearTimeout(timer);
      if (statusCode === 200) return resolve(socket);
      socket.destroy();
      reject(new ProxyRefusal(STATUS_CODES[statusCode] ?? `status ${statusCode}`));
    });
    // Not once(): an error after the tunnel is open would otherwise be unhandled.
    request.on('error', reject);
    request.end();
    return promise;
  }
}

/** The proxy answered CONNECT with a status other than 200. */
class ProxyRefusal extends Error {}

export function proxyAuthorization({ username, password }: URL): { 'Proxy-Authorization'?: string } {
  if (!username && !password) return {};
  const text = [username, password].map(decodeURIComponent).join(':');
  return { 'Proxy-Authorization': `Basic ${Buffer.from(text).toString('base64')}` };
}
