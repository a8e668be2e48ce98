/** Chooses the proxy for a server as Go does (golang.org/x/net/http/httpproxy). */
import { BlockList, isIP } from 'node:net';
import { UserError } from '../../model/errors.ts';
import type { IO } from '../../model/io.ts';
import { unbracketed } from '../../text/address.ts';
import { maskUrl } from '../../text/mask-url.ts';

/**
 * @param proxyUrl the cluster's `proxy-url`, to which NO_PROXY does not apply
 * @returns null for a direct connection
 * @throws {UserError} for a variable whose value is not a URL
 */
export function proxyFor(server: URL, proxyUrl: string | undefined, env: IO['env']): URL | null {
  if (proxyUrl) return new URL(proxyUrl);
  const names = server.protocol === 'https:' ? ['HTTPS_PROXY', 'https_proxy'] : ['HTTP_PROXY', 'http_proxy'];
  const name = names.find((one) => env[one]);
  if (!name || isExcluded(server, env.NO_PROXY || env.no_proxy || '')) return null;
  return parseProxy(name, env[name] ?? '');
}

/** @throws {UserError} with the name of the variable, if the value is not a URL */
function parseProxy(name: string, value: string): URL {
  const text = /^[a-z0-9]+:\/\//i.test(value) ? value : `http://${value}`;
  if (URL.canParse(text)) return new URL(text);
  throw new UserError(`invalid proxy address ${JSON.stringify(maskUrl(value))} in ${name}: it is not a URL`);
}

export function isLoopback(host: string): boolean {
  const name = canonicalHost(host);
  return name === 'localhost' || name === '::1' || (isIP(name) === 4 && name.startsWith('127.'));
}

function isExcluded(server: URL, noProxy: string): boolean {
  if (isLoopback(server.hostname)) return true;
  const host = canonicalHost(server.hostname);
  const port = server.port || (server.protocol === 'https:' ? '443' : '80');
  const patterns = noProxy.split(',').map((pattern) => pattern.trim().toLowerCase());
  return patterns.filter((pattern) => pattern !== '').some((pattern) => matches(pattern, host, port));
}

function matches(pattern: string, host: string, port: string): boolean {
  if (pattern === '*') return true;
  if (pattern.includes('/')) return isInCidr(pattern, host);
  const { name, port: ownPort } = splitHostPort(pattern);
  if (ownPort !== '' && ownPort !== port) return false;
  if (isIP(name)) return name === host;
  if (isIP(host)) return false;
  // `example.com` matches itself and its subdomains, `.example.com` and `*.example.com` only the subdomains.
  const domain = name.replace(/^\*?\./, '.');
  return domain.startsWith('.') ? host.endsWith(domain) : host === domain || host.endsWith(`.${domain}`);
}

function splitHostPort(pattern: string): { name: string; port: string } {
  if (isIP(pattern)) return { name: pattern, port: '' };
  const [, name = '', port = ''] = /^(.*?)(?::(\d+))?$/.exec(pattern) ?? [];
  return { name: canonicalHost(name), port };
}

function isInCidr(cidr: string, host: string): boolean {
  const [network = '', bits] = cidr.split('/');
  const family = isIP(network);
  const length = Number(bits);
  if (!family || family !== isIP(host) || !(length >= 0 && length <= (family === 4 ? 32 : 128))) return false;
  const type = family === 4 ? 'ipv4' : 'ipv6';
  const list = new BlockList();
  list.addSubnet(network, length, type);
  return list.check(host, type);
}

const canonicalHost = (host: string) => unbracketed(host).toLowerCase();
