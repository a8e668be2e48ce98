import { serve } from './api-server.ts';
import type { KeyPair } from './certificates.ts';

const part = (json: object) => Buffer.from(JSON.stringify(json)).toString('base64url');

/** A token with these claims and no valid signature. */
export const jwt = (claims: object) => `${part({ alg: 'RS256' })}.${part(claims)}.eA`;

export const EXPIRED = jwt({ exp: 1 });

/**
 * An OpenID Connect provider that records token requests.
 * @param rotates each refresh token is valid once
 */
export async function identityProvider(pair: KeyPair, { rotates = false } = {}) {
  const asked: string[] = [];
  let current = 'refresh-0';
  let issuer = '';
  const server = await serve(async (request, response) => {
    const reply = (code: number, json: object) =>
      response.writeHead(code, { 'content-type': 'application/json' }).end(JSON.stringify(json));
    if (request.url !== '/token')
      return void reply(200, { issuer, token_endpoint: `${issuer}/token`, jwks_uri: `${issuer}/jwks` });
    asked.push(request.headers.authorization ?? '');
    let body = '';
    for await (const chunk of request) body += chunk;
    asked.push(body);
    if (new URLSearchParams(body).get('refresh_token') !== current)
      return void reply(400, { error: 'invalid_grant' });
    if (rotates) current = `refresh-${Number(current.slice(-1)) + 1}`;
    const id_token = jwt({ iss: issuer, aud: 'kubectl', sub: 'me', exp: 4e9 });
    reply(200, {
      id_token,
      refresh_token: current,
      access_token: 'x',
      token_type: 'bearer',
      expires_in: 600,
    });
  }, pair);
  issuer = server.url;
  return { issuer, asked, refreshToken: () => current };
}
