/**
 * The agent that opens sockets through a SOCKS5 proxy. Replaces client-node's socks-proxy-agent, which never sends the
 * queued requests after a proxy refused a connection, and which ends slow responses.
 */
import { once } from 'node:events';
import type { Agent } from 'node:http';
import { connect, type Socket } from 'node:net';
import { SocksClient } from 'socks';
import { unbracketed } from '../../text/address.ts';
import { ConnectTimeout } from '../errors/connection-error.ts';
import { CONNECT_TIMEOUT_MS, directAgent } from './direct-agent.ts';
import type { TlsOptions } from './tls-options.ts';

export function socksAgent(proxy: URL, tls: TlsOptions | null): Agent {
  const agent = directAgent(tls);
  const createConnection = agent.createConnection.bind(agent);
  const pending = new Set<Socket>();
  agent.createConnection = (options, callback) => {
    connectThrough(proxy, String(options.host), Number(options.port), pending).then(
      (socket) => callback?.(null, (tls && createConnection({ ...options, socket } as object)) || socket),
      (error) => callback?.(error, null as unknown as Socket),
    );
    return null;
  };
  const destroy = agent.destroy.bind(agent);
  agent.destroy = () => {
    // Without an error, the callback of createConnection would never be called.
    for (const socket of pending) socket.destroy(new Error('closed'));
    destroy();
  };
  return agent;
}

/** The proxy resolves the host name, as with Go. */
async function connectThrough(proxy: URL, host: string, port: number, pending: Set<Socket>): Promise<Socket> {
  const address = { host: unbracketed(proxy.hostname), port: Number(proxy.port || 1080) };
  const socket = connect(address);
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    socket.destroy(new Error());
  }, CONNECT_TIMEOUT_MS);
  pending.add(socket);
  try {
    await once(socket, 'connect');
    await SocksClient.createConnection({
      proxy: { ...address, type: 5, ...credentials(proxy) },
      command: 'connect',
      destination: { host, port },
      existing_socket: socket,
      timeout: CONNECT_TIMEOUT_MS,
    });
    return socket;
  } catch (error) {
    socket.destroy();
    throw timedOut ? new ConnectTimeout(true) : error;
  } finally {
    clearTimeout(timer);
    pending.delete(socket);
  }
}

function credentials({ username, password }: URL): { userId?: string; password?: string } {
  if (!username && !password) return {};
  return { userId: decodeURIComponent(username), password: decodeURIComponent(password) };
}
