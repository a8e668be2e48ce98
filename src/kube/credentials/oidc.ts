/**
 * Refreshes an OIDC id-token (client-go, plugin/pkg/client/auth/oidc/oidc.go). Replaces client-node 2.0.1, which fails:
 * it passes openid-client the issuer as a string, no client secret, and, with a CA, an object that is not a Response.
 */
import { resolve } from 'node:path';
import type { IO } from '../../model/io.ts';
import { readCertificateAuthority } from '../kubeconfig/certificates.ts';
import type { HttpRequest, HttpResponse } from '../transport/http-message.ts';
import { roundTrip } from '../transport/round-trip.ts';
import { DEFAULT_TLS, tlsOptions } from '../transport/tls-options.ts';
import { openTransport } from '../transport/transport.ts';

/** The settings of the auth-provider `oidc`: `idp-issuer-url`, `client-id`, `refresh-token` … */
export type OidcConfig = Readonly<Record<string, string>>;

/** The settings that the provider issues. */
export type Tokens = { 'id-token': string; 'refresh-token'?: string };

/** OpenID Connect Discovery 1.0, section 3. */
interface ProviderMetadata {
  token_endpoint: string;
  token_endpoint_auth_methods_supported?: readonly string[];
}

const TIMEOUT_MS = 30_000;

/** @throws {Error} if the provider issues none */
export async function refreshTokens(config: OidcConfig, io: IO): Promise<Tokens> {
  const issuer = (config['idp-issuer-url'] ?? '').replace(/\/$/, '');
  const fetchJson = (request: Omit<HttpRequest, 'url'>, url: string) =>
    requestJson(request, new URL(url), config, io);
  const wellKnown = `${issuer}/.well-known/openid-configuration`;
  const metadata = (await fetchJson(
    { method: 'GET', headers: {}, body: null },
    wellKnown,
  )) as ProviderMetadata;
  const response = (await fetchJson(tokenRequest(config, metadata), metadata.token_endpoint)) as {
    id_token?: unknown;
    refresh_token?: unknown;
  };
  const { id_token: id, refresh_token: next } = response;
  if (typeof id !== 'string' || id === '') throw new Error('token response did not contain an id_token');
  return { 'id-token': id, ...(typeof next === 'string' && next !== '' && { 'refresh-token': next }) };
}

/** RFC 6749, sections 6 and 2.3.1. */
function tokenRequest(config: OidcConfig, metadata: ProviderMetadata): Omit<HttpRequest, 'url'> {
  const { 'client-id': id = '', 'client-secret': secret = '', 'refresh-token': token = '' } = config;
  const body = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: token, client_id: id });
  const headers: Record<string, string> = { 'Content-Type': 'application/x-www-form-urlencoded' };
  if (secret && metadata.token_endpoint_auth_methods_supported?.includes('client_secret_post'))
    body.set('client_secret', secret);
  else if (secret) headers.Authorization = `Basic ${btoa([id, secret].map(encodeURIComponent).join(':'))}`;
  return { method: 'POST', headers, body: body.toString() };
}

async function requestJson(
  request: Omit<HttpRequest, 'url'>,
  url: URL,
  config: OidcConfig,
  io: IO,
): Promise<unknown> {
  const { 'idp-certificate-authority-data': data, 'idp-certificate-authority': file } = config;
  const cluster = {
    ...(data && { 'certificate-authority-data': data }),
    ...(file && { 'certificate-authority': resolve(io.cwd, file) }),
  };
  const tls =
    url.protocol === 'https:'
      ? tlsOptions(url.hostname, { ...DEFAULT_TLS, ca: await readCertificateAuthority(cluster, 'oidc') })
      : null;
  const transport = await openTransport(url, tls, undefined, io.env);
  try {
    const limits = { timeout: TIMEOUT_MS, interrupted: io.interrupted };
    return parseJson(await roundTrip({ ...request, url }, transport, limits), url);
  } finally {
    transport.agent.destroy();
  }
}

function parseJson({ status, text }: HttpResponse, { origin, pathname }: URL): unknown {
  if (status !== 200) throw new Error(`${origin}${pathname} answered ${status}`);
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`${origin}${pathname} did not answer with JSON`);
  }
}
