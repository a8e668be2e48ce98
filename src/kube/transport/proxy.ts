/** Which proxy leads to a server, by the rules of Go's golang.org/x/net/http/httpproxy, and the sockets through it. */
import { BlockList, isIP } from 'node:net';
import { UserError } from '../../model/errors.ts';
import type { IO } from '../../model/io.ts';
import { maskUrl } from '../../text/mask-url.ts';
import type { Route } from './exchange.ts';
import type { TlsOptions } from './tls.ts';
import { AGENT_OPTIONS, CONNECT_TIMEOUT_MS, directAgent, routeThrough } from './transport.ts';

/**
 * @param configured the cluster's `proxy-url`: it has no exceptions
 * @returns null for a direct connection
 * @throws {UserError} for a variable that has no URL
 */
export function proxyFor(server: URL, configured: string | undefined, env: IO['env']): URL | null {
  if (configured) return new URL(configured);
  const names = server.protocol === 'https:' ? ['HTTPS_PROXY', 'https_proxy'] : ['HTTP_PROXY', 'http_proxy'];
  const name = names.find((one) => env[one]);
  if (!name || isExcepted(server, env.NO_PROXY || env.no_proxy || '')) return null;
  return proxyIn(name, env[name] ?? '');
}

/** @throws {UserError} for what is no URL, with the name of the variable */
function proxyIn(name: string, value: string): URL {
  const text = /^[a-z0-9]+:\/\//i.test(value) ? value : `http://${value}`;
  if (URL.canParse(text)) return new URL(text);
  throw new UserError(`invalid proxy address ${JSON.stringify(maskUrl(value))} in ${name}: it is no URL`);
}

export function isLoopback(host: string): boolean {
  const name = bare(host);
  return name === 'localhost' || name === '::1' || (isIP(name) === 4 && name.startsWith('127.'));
}

function isExcepted(server: URL, exceptions: string): boolean {
  if (isLoopback(server.hostname)) return true;
  const host = bare(server.hostname);
  const port = server.port || (server.protocol === 'https:' ? '443' : '80');
  const patterns = exceptions.split(',').map((pattern) => pattern.trim().toLowerCase());
  return patterns.filter((pattern) => pattern !== '').some((pattern) => matches(pattern, host, port));
}

function matches(pattern: string, host: string, port: string): boolean {
  if (pattern === '*') return true;
  if (pattern.includes('/')) return isInRange(pattern, host);
  const { name, only } = split(pattern);
  if (only !== '' && only !== port) return false;
  if (isIP(name)) return name === host;
  if (isIP(host)) return false;
  // `example.com` stands for itself and all below; `.example.com` and `*.example.com` for what is below.
  const domain = name.replace(/^\*?\./, '.');
  return domain.startsWith('.') ? host.endsWith(domain) : host === domain || host.endsWith(`.${domain}`);
}

function split(pattern: string): { name: string; only: string } {
  if (isIP(pattern)) return { name: pattern, only: '' };
  const [, name = '', only = ''] = /^(.*?)(?::(\d+))?$/.exec(pattern) ?? [];
  return { name: bare(name), only };
}

function isInRange(range: string, host: string): boolean {
  const [network = '', bits] = range.split('/');
  const family = isIP(network);
  const length = Number(bits);
  if (!family || family !== isIP(host) || !(length >= 0 && length <= (family === 4 ? 32 : 128))) return false;
  const type = family === 4 ? 'ipv4' : 'ipv6';
  const list = new BlockList();
  list.addSubnet(network, length, type);
  return list.check(host, type);
}

const bare = (host: string) => host.replace(/^\[|\]$/g, '').toLowerCase();

/** Sockets to the server, through the proxy that leads there. */
export async function openRoute(
  server: URL,
  tls: TlsOptions | null,
  configured: string | undefined,
  env: IO['env'],
): Promise<Route> {
  const proxy = proxyFor(server, configured, env);
  if (!proxy) return routeThrough(directAgent(tls));
  if (proxy.protocol.startsWith('socks'))
    return routeThrough((await import('./socks.ts')).socksAgent(proxy, tls));
  const { proxyAuthorization, TunnelAgent } = await import('./tunnel.ts');
  if (tls)
    return routeThrough(
      new TunnelAgent(proxy, tls, { ...AGENT_OPTIONS, connectTimeout: CONNECT_TIMEOUT_MS }),
    );
  const secure = proxy.protocol === 'https:';
  const agent = directAgent(secure ? (await import('./tls.ts')).tlsForProxy(proxy) : null);
  return routeThrough(agent, { url: new URL(proxy.origin), headers: proxyAuthorization(proxy) });
}
