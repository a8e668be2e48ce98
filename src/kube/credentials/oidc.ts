/**
 * A new id-token for a refresh-token (client-go, plugin/pkg/client/auth/oidc/oidc.go). Replaces that of client-node
 * 2.0.1, which cannot: it gives openid-client the issuer as a string, no client secret, and with a CA an answer
 * that is no Response.
 */
import { resolve } from 'node:path';
import type { IO } from '../../model/io.ts';
import { readAuthority } from '../kubeconfig/certificates.ts';
import type { Exchange, Reply } from '../transport/exchange.ts';
import { openRoute } from '../transport/proxy.ts';
import { SYSTEM_TRUST, tlsOptions } from '../transport/tls.ts';
import { exchange } from '../transport/transport.ts';

/** The settings of the auth-provider `oidc`: `idp-issuer-url`, `client-id`, `refresh-token` … */
export type OidcConfig = Readonly<Record<string, string>>;

/** Those settings of it that the provider gives. */
export type Tokens = { 'id-token': string; 'refresh-token'?: string };

/** Of OpenID Connect Discovery 1.0, section 3. */
interface Discovery {
  token_endpoint: string;
  token_endpoint_auth_methods_supported?: readonly string[];
}

const TIMEOUT_MS = 30_000;

/** @throws {Error} when there is none to be had */
export async function refresh(config: OidcConfig, io: IO): Promise<Tokens> {
  const issuer = (config['idp-issuer-url'] ?? '').replace(/\/$/, '');
  const ask = (request: Omit<Exchange, 'url'>, url: string) => json(request, new URL(url), config, io);
  const wellKnown = `${issuer}/.well-known/openid-configuration`;
  const discovery = (await ask({ method: 'GET', headers: {}, body: null }, wellKnown)) as Discovery;
  const answer = (await ask(tokenRequest(config, discovery), discovery.token_endpoint)) as {
    id_token?: unknown;
    refresh_token?: unknown;
  };
  const { id_token: id, refresh_token: next } = answer;
  if (typeof id !== 'string' || id === '') throw new Error('token response did not contain an id_token');
  return { 'id-token': id, ...(typeof next === 'string' && next !== '' && { 'refresh-token': next }) };
}

/** RFC 6749, sections 6 and 2.3.1. */
function tokenRequest(config: OidcConfig, discovery: Discovery): Omit<Exchange, 'url'> {
  const { 'client-id': id = '', 'client-secret': secret = '', 'refresh-token': token = '' } = config;
  const body = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: token, client_id: id });
  const headers: Record<string, string> = { 'Content-Type': 'application/x-www-form-urlencoded' };
  if (secret && discovery.token_endpoint_auth_methods_supported?.includes('client_secret_post'))
    body.set('client_secret', secret);
  else if (secret) headers.Authorization = `Basic ${btoa([id, secret].map(encodeURIComponent).join(':'))}`;
  return { method: 'POST', headers, body: body.toString() };
}

async function json(request: Omit<Exchange, 'url'>, url: URL, config: OidcConfig, io: IO): Promise<unknown> {
  const { 'idp-certificate-authority-data': data, 'idp-certificate-authority': file } = config;
  const cluster = {
    ...(data && { 'certificate-authority-data': data }),
    ...(file && { 'certificate-authority': resolve(io.cwd, file) }),
  };
  const tls =
    url.protocol === 'https:'
      ? tlsOptions(url.hostname, { ...SYSTEM_TRUST, authority: await readAuthority(cluster, 'oidc') })
      : null;
  const route = await openRoute(url, tls, undefined, io.env);
  try {
    const limits = { timeout: TIMEOUT_MS, interrupted: io.interrupted };
    return parse(await exchange({ ...request, url }, route, limits), url);
  } finally {
    route.agent.destroy();
  }
}

function parse({ status, text }: Reply, { origin, pathname }: URL): unknown {
  if (status !== 200) throw new Error(`${origin}${pathname} answered ${status}`);
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`${origin}${pathname} did not answer with JSON`);
  }
}
