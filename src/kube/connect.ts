/** Connects to the API server that kubeconfig, flags and environment select: the entry point of kube/. */
import type { OutgoingHttpHeaders } from 'node:http';
import packageJson from '../../package.json' with { type: 'json' };
import type { Connection, ConnectionFlags } from '../model/connection.ts';
import { UserError } from '../model/errors.ts';
import type { IO } from '../model/io.ts';
import { parseTimeout } from '../text/duration.ts';
import { maskUrl } from '../text/mask-url.ts';
import type { Credential } from './credentials/credential.ts';
import { impersonationHeaders } from './credentials/impersonation.ts';
import { ANONYMOUS, credentialSourceOf } from './credentials/user-credentials.ts';
import { readCertificateAuthority } from './kubeconfig/certificates.ts';
import { resolveClientConfig } from './kubeconfig/client-config.ts';
import type { ClientConfig } from './kubeconfig/kubeconfig-types.ts';
import { type RestClient, request } from './rest-client.ts';
import { isLoopback } from './transport/proxy.ts';
import { type KeyPair, tlsOptions } from './transport/tls-options.ts';
import { requestTracer } from './transport/trace.ts';
import { openTransport, type Transport } from './transport/transport.ts';
import { warningHandler } from './transport/warning-handler.ts';

/**
 * Resolves the configuration as kubectl does. The first request opens the first socket.
 * @throws {UserError} for an invalid configuration
 */
export async function connect(flags: ConnectionFlags, io: IO): Promise<Connection> {
  const timeout = parseTimeout(flags.requestTimeout || '0');
  if (flags.kuberc !== undefined || io.env.KUBERC)
    await (await import('./kubeconfig/kuberc.ts')).checkKuberc(flags.kuberc, io);
  const config = await resolveClientConfig(flags, io);
  const server = serverOf(config);
  if (server.protocol === 'https:' && config.cluster['insecure-skip-tls-verify'])
    io.stderr.write(
      `Warning: the certificate of ${server.origin} is not verified: insecure-skip-tls-verify\n`,
    );
  const transports = await transportCache(config, server, io);
  const closing = new AbortController();
  const client: RestClient = {
    server: server.href.replace(/\/+$/, ''),
    headers: headersOf(config, server, io),
    // Like kubectl, sends no credentials over plain HTTP.
    credentials: server.protocol === 'https:' ? await credentialSourceOf(config, io) : ANONYMOUS,
    transportFor: ({ keyPair }: Credential) => transports.get(keyPair),
    limits: { timeout, interrupted: AbortSignal.any([io.interrupted, closing.signal]) },
    warn: warningHandler(io.stderr),
    trace: requestTracer(flags.verbosity, io.stderr),
  };
  return {
    context: config.context,
    server: client.server,
    namespace: config.namespace,
    request: (method, path, extra) => request(client, method, path, extra),
    close: () => {
      // Otherwise pending requests would take their closed sockets for reset ones, and retry.
      closing.abort();
      transports.close();
    },
  };
}

function serverOf({ cluster: { server = '' } }: ClientConfig): URL {
  const text = /^[a-z][a-z0-9+.-]*:\/\//i.test(server) ? server : `http://${server}`;
  // The URL parser silently drops line breaks and surrounding spaces.
  if (!URL.canParse(text) || /[\p{Cc}\s]/u.test(text))
    throw new UserError(`host must be a URL or a host:port pair: ${JSON.stringify(maskUrl(server))}`);
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw new UserError(
      `Unable to connect to the server: unsupported protocol scheme "${url.protocol.slice(0, -1)}"`,
      '',
    );
  // Messages show it, so without a password; request paths follow it, so without a query.
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

interface TransportCache {
  get(keyPair: KeyPair | null): Promise<Transport>;
  close(): void;
}

/** One transport per client certificate: a credential plugin may return a new one. */
async function transportCache(
  { cluster, clusterName }: ClientConfig,
  server: URL,
  { env }: IO,
): Promise<TransportCache> {
  const secure = server.protocol === 'https:';
  const ca = secure ? await readCertificateAuthority(cluster, clusterName) : null;
  const open = async (keyPair: KeyPair | null) => {
    const tls = secure
      ? tlsOptions(cluster['tls-server-name'] || server.hostname, {
          ca,
          keyPair,
          insecure: cluster['insecure-skip-tls-verify'] ?? false,
        })
      : null;
    return openTransport(server, tls, cluster['proxy-url'], env);
  };
  const opened = new Map<string, Promise<Transport>>();
  return {
    get: (keyPair) => {
      const key = keyPair?.cert ?? '';
      const transport = opened.get(key) ?? open(keyPair);
      opened.set(key, transport);
      return transport;
    },
    close: () => {
      for (const transport of opened.values()) transport.then(({ agent }) => agent.destroy()).catch(() => {});
    },
  };
}
