/** A server with the Service `web` in each namespace, which records the requests for it. */
import type { IncomingMessage, RequestListener } from 'node:http';
import type { TLSSocket } from 'node:tls';
import { type ApiServer, serve } from './api-server.ts';
import type { KeyPair } from './certificates.ts';

/** The parts of a request that identify client and server. */
export interface Recorded {
  url: string;
  host: string;
  serverName: string | false;
  /** The common name of the client certificate. */
  certificate: string | readonly string[] | undefined;
  /** All values of the Authorization and Impersonate headers. */
  headers: Record<string, readonly string[] | undefined>;
}

const SERVICE = /^(?:\/base)?\/api\/v1\/namespaces\/[^/]+\/services\/web$/;

/** The discovery that kubectl needs for Services. */
const DISCOVERY: Record<string, object> = {
  '/api': { kind: 'APIVersions', versions: ['v1'] },
  '/apis': { kind: 'APIGroupList', apiVersion: 'v1', groups: [] },
  '/api/v1': {
    kind: 'APIResourceList',
    groupVersion: 'v1',
    resources: [
      {
        name: 'services',
        singularName: 'service',
        namespaced: true,
        kind: 'Service',
        shortNames: ['svc'],
        verbs: ['get', 'list'],
      },
    ],
  },
};

/** @param allowed false answers a request with 401 */
export async function recorder(
  pair: KeyPair | undefined,
  allowed: (request: IncomingMessage) => boolean = () => true,
): Promise<ApiServer & { take(): Recorded[] }> {
  const recorded: Recorded[] = [];
  const answer: RequestListener = (request, response) => {
    const path = (request.url ?? '').replace(/\?.*$/, '');
    if (SERVICE.test(path)) recorded.push(recordOf(request));
    const [code, body] = allowed(request)
      ? answerTo(path)
      : [401, { kind: 'Status', code: 401, reason: 'Unauthorized' }];
    response.writeHead(code, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
  const server = await serve(answer, pair, { requestCert: true, rejectUnauthorized: false });
  return { ...server, take: () => recorded.splice(0) };
}

function answerTo(path: string): [number, object] {
  const found = DISCOVERY[path.replace(/^\/base/, '')];
  if (found) return [200, found];
  if (SERVICE.test(path))
    return [200, { kind: 'Service', apiVersion: 'v1', metadata: { name: 'web', uid: 'u' }, spec: {} }];
  return [
    404,
    { kind: 'Status', apiVersion: 'v1', code: 404, reason: 'NotFound', message: 'not found', details: {} },
  ];
}

function recordOf({ url = '', headers, headersDistinct, socket }: IncomingMessage): Recorded {
  const secure = socket as TLSSocket;
  const telling = ([name]: [string, unknown]) => name === 'authorization' || name.startsWith('impersonate-');
  return {
    url,
    host: String(headers.host),
    serverName: secure.servername ?? false,
    certificate: secure.getPeerCertificate?.()?.subject?.CN,
    headers: Object.fromEntries(Object.entries(headersDistinct).filter(telling).sort()),
  };
}
