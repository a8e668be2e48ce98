/**
 * Sockets through a SOCKS5 proxy. Replaces socks-proxy-agent, which client-node takes: after a proxy that nobody
 * listens on it never sends what had to wait for a socket, and it ends an answer that is slow to come.
 */
import { once } from 'node:events';
import type { Agent } from 'node:http';
import { connect, type Socket } from 'node:net';
import { SocksClient } from 'socks';
import { ConnectTimeout } from '../errors/connection-failure.ts';
import type { TlsOptions } from './tls.ts';
import { CONNECT_TIMEOUT_MS, directAgent } from './transport.ts';

export function socksAgent(proxy: URL, tls: TlsOptions | null): Agent {
  const agent = directAgent(tls);
  const secured = agent.createConnection.bind(agent);
  const pending = new Set<Socket>();
  agent.createConnection = (options, callback) => {
    through(proxy, String(options.host), Number(options.port), pending).then(
      (socket) => callback?.(null, (tls && secured({ ...options, socket } as object)) || socket),
      (error) => callback?.(error, null as unknown as Socket),
    );
    return null;
  };
  const destroy = agent.destroy.bind(agent);
  agent.destroy = () => {
    // Without an error, nobody who waits for it would be told.
    for (const socket of pending) socket.destroy(new Error('closed'));
    destroy();
  };
  return agent;
}

/** The proxy looks the name up, as with Go. */
async function through(proxy: URL, host: string, port: number, pending: Set<Socket>): Promise<Socket> {
  const place = { host: proxy.hostname.replace(/^\[|\]$/g, ''), port: Number(proxy.port || 1080) };
  const socket = connect(place);
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    socket.destroy(new Error());
  }, CONNECT_TIMEOUT_MS);
  pending.add(socket);
  try {
    await once(socket, 'connect');
    await SocksClient.createConnection({
      proxy: { ...place, type: 5, ...login(proxy) },
      command: 'connect',
      destination: { host, port },
      existing_socket: socket,
      timeout: CONNECT_TIMEOUT_MS,
    });
    return socket;
  } catch (error) {
    socket.destroy();
    throw late ? new ConnectTimeout(true) : error;
  } finally {
    clearTimeout(timer);
    pending.delete(socket);
  }
}

function login({ username, password }: URL): { userId?: string; password?: string } {
  if (!username && !password) return {};
  return { userId: decodeURIComponent(username), password: decodeURIComponent(password) };
}
