import type { OutgoingHttpHeaders } from 'node:http';
import packageJson from '../../package.json' with { type: 'json' };
import type { Connection, ConnectionFlags } from '../model/connection.ts';
import { UserError } from '../model/errors.ts';
import type { IO } from '../model/io.ts';
import { maskUrl } from '../text/mask-url.ts';
import type { Credential } from './credentials/credential.ts';
import { ANONYMOUS, credentialsOf } from './credentials/credentials.ts';
import { impersonationHeaders } from './credentials/impersonation.ts';
import { readAuthority } from './kubeconfig/certificates.ts';
import type { ClientConfig } from './kubeconfig/client-config.ts';
import { resolveClientConfig } from './kubeconfig/resolve-client-config.ts';
import { request } from './requests.ts';
import type { Route } from './transport/exchange.ts';
import { isLoopback, openRoute } from './transport/proxy.ts';
import { parseTimeout } from './transport/timeout.ts';
import { type KeyPair, tlsOptions } from './transport/tls.ts';
import { tracer } from './transport/trace.ts';
import { warningPrinter } from './transport/warning-header.ts';

/**
 * Reads the configuration as kubectl does; the first request opens the first socket.
 * @throws {UserError} for a configuration that cannot be used
 */
export async function connect(flags: ConnectionFlags, io: IO): Promise<Connection> {
  const timeout = parseTimeout(flags.requestTimeout || '0');
  if (flags.kuberc !== undefined || io.env.KUBERC)
    await (await import('./credentials/plugin-policy.ts')).checkPreferences(flags.kuberc, io);
  const target = await resolveClientConfig(flags, io);
  const server = serverOf(target);
  if (server.protocol === 'https:' && target.cluster['insecure-skip-tls-verify'])
    io.stderr.write(
      `Warning: the certificate of ${server.origin} is not verified: insecure-skip-tls-verify\n`,
    );
  const sockets = await socketPool(target, server, io);
  const closed = new AbortController();
  const channel = {
    server: server.href.replace(/\/+$/, ''),
    headers: headersOf(target, server, io),
    // As with kubectl, nothing secret goes over an unencrypted connection.
    credentials: server.protocol === 'https:' ? await credentialsOf(target, io) : ANONYMOUS,
    routeFor: ({ keyPair }: Credential) => sockets.get(keyPair),
    limits: { timeout, interrupted: AbortSignal.any([io.interrupted, closed.signal]) },
    warn: warningPrinter(io.stderr),
    trace: tracer(flags.verbosity, io.stderr),
  };
  return {
    context: target.context,
    server: channel.server,
    namespace: target.namespace,
    request: (method, path, extra) => request(channel, method, path, extra),
    close: () => {
      // What is still under way would take its closed socket for a reset one, and try again.
      closed.abort();
      sockets.close();
    },
  };
}

function serverOf({ cluster: { server = '' } }: ClientConfig): URL {
  const text = /^[a-z][a-z0-9+.-]*:\/\//i.test(server) ? server : `http://${server}`;
  // A URL drops line ends and what is around it without a word.
  if (!URL.canParse(text) || /[\p{Cc}\s]/u.test(text))
    throw new UserError(`host must be a URL or a host:port pair: ${JSON.stringify(maskUrl(server))}`);
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw new UserError(
      `Unable to connect to the server: unsupported protocol scheme "${url.protocol.slice(0, -1)}"`,
      '',
    );
  // What is left is shown in messages: no password, and nothing that a path could not follow.
  return new URL(`${url.origin}${url.pathname}`);
}

function headersOf({ cluster, user }: ClientConfig, server: URL, { platform }: IO): OutgoingHttpHeaders {
  const compress = !cluster['disable-compression'] && !isLoopback(server.hostname);
  return {
    Accept: 'application/json',
    'User-Agent': `kubectl-endpoints/${packageJson.version} (${platform})`,
    ...(compress && { 'Accept-Encoding': 'gzip' }),
    ...impersonationHeaders(user),
  };
}

interface SocketPool {
  get(keyPair: KeyPair | null): Promise<Route>;
  close(): void;
}

/** One route, as long as the client certificate stays the same; a credential plugin may bring another. */
async function socketPool(
  { cluster, clusterName }: ClientConfig,
  server: URL,
  { env }: IO,
): Promise<SocketPool> {
  const secure = server.protocol === 'https:';
  const authority = secure ? await readAuthority(cluster, clusterName) : null;
  const open = async (keyPair: KeyPair | null) => {
    const tls = secure
      ? tlsOptions(cluster['tls-server-name'] || server.hostname, {
          authority,
          keyPair,
          insecure: cluster['insecure-skip-tls-verify'] ?? false,
        })
      : null;
    return openRoute(server, tls, cluster['proxy-url'], env);
  };
  const routes = new Map<string, Promise<Route>>();
  return {
    get: (keyPair) => {
      const key = keyPair?.cert ?? '';
      const route = routes.get(key) ?? open(keyPair);
      routes.set(key, route);
      return route;
    },
    close: () => {
      for (const route of routes.values()) route.then(({ agent }) => agent.destroy()).catch(() => {});
    },
  };
}
