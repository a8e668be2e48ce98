/**
 * The agent that opens sockets through a SOCKS5 proxy. Replaces client-node's socks-proxy-agent, which never sends the
 * queued requests after a proxy refused a connection, and which ends slow responses.
 */
import { once } from 'node:events';
import type { Agent } from 'node:http';
import { connect, type Socket } from 'node:net';
import { bracketed, unbracketed } from '../../text/address.ts';
import { ConnectTimeout } from '../errors/connection-error.ts';
import { CONNECT_TIMEOUT_MS, directAgent } from './direct-agent.ts';
import { type Credentials, SocksError, socksHandshake } from './socks-handshake.ts';
import type { TlsOptions } from './tls-options.ts';

export function socksAgent(proxy: URL, tls: TlsOptions | null): Agent {
  const agent = directAgent(tls);
  const createConnection = agent.createConnection.bind(agent);
  const pending = new Set<Socket>();
  agent.createConnection = (options, callback) => {
    connectThrough(proxy, unbracketed(String(options.host)), Number(options.port), pending).then(
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
    await handshake(socket, host, port, credentials(proxy));
    return socket;
  } catch (error) {
    socket.destroy();
    throw timedOut ? new ConnectTimeout(true) : error;
  } finally {
    clearTimeout(timer);
    pending.delete(socket);
  }
}

/** @throws with the words of Go's net.OpError */
async function handshake(socket: Socket, host: string, port: number, user: Credentials): Promise<void> {
  const route = `${bracketed(socket.remoteAddress ?? '')}:${socket.remotePort}->${bracketed(host)}:${port}`;
  try {
    await socksHandshake(socket, host, port, user);
  } catch (error) {
    if (!(error instanceof SocksError)) throw error;
    throw new Error(`socks connect tcp ${route}: ${error.message}`);
  }
}

function credentials({ username, password }: URL): Credentials {
  if (!username && !password) return null;
  return { user: decodeURIComponent(username), password: decodeURIComponent(password) };
}
