/** The transport to a server: an agent that connects directly, or through the proxy for that server. */
import type { Agent as HttpAgent } from 'node:http';
import type { IO } from '../../model/io.ts';
import { AGENT_OPTIONS, CONNECT_TIMEOUT_MS, directAgent } from './direct-agent.ts';
import { proxyFor } from './proxy.ts';
import { Semaphore } from './semaphore.ts';
import type { TlsOptions } from './tls-options.ts';

export interface Transport {
  agent: HttpAgent;
  /** Admits one request per socket: the agent's own queue does not report when a request leaves it. */
  sockets: Semaphore;
  /** A proxy for plain HTTP, which gets absolute URLs (RFC 9112, section 3.2.2); else null. */
  proxy: { url: URL; headers: { 'Proxy-Authorization'?: string } } | null;
}

/**
 * Sockets are opened on demand.
 * @param tls null for plain HTTP
 * @param proxyUrl the cluster's `proxy-url`
 * @throws {UserError} for an invalid proxy variable
 */
export async function openTransport(
  server: URL,
  tls: TlsOptions | null,
  proxyUrl: string | undefined,
  env: IO['env'],
): Promise<Transport> {
  const proxy = proxyFor(server, proxyUrl, env);
  if (!proxy) return newTransport(directAgent(tls));
  if (proxy.protocol.startsWith('socks'))
    return newTransport((await import('./socks-agent.ts')).socksAgent(proxy, tls));
  const { proxyAuthorization, TunnelAgent } = await import('./tunnel-agent.ts');
  if (tls)
    return newTransport(
      new TunnelAgent(proxy, tls, { ...AGENT_OPTIONS, connectTimeout: CONNECT_TIMEOUT_MS }),
    );
  const secure = proxy.protocol === 'https:';
  const agent = directAgent(secure ? (await import('./tls-options.ts')).tlsForProxy(proxy) : null);
  return newTransport(agent, { url: new URL(proxy.origin), headers: proxyAuthorization(proxy) });
}

function newTransport(agent: HttpAgent, proxy: Transport['proxy'] = null): Transport {
  return { agent, sockets: new Semaphore(agent.maxSockets), proxy };
}
