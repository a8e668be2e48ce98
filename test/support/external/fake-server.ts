import { isDeepStrictEqual } from 'node:util';
import type { Connection, RequestOptions } from '../../../src/model/connection.ts';
import { StatusError, serverErrorPrefix } from '../../../src/model/errors.ts';

type Json = Record<string, unknown> & { metadata: Metadata };
interface Metadata {
  name: string;
  namespace?: string;
  uid?: string;
  resourceVersion?: string;
  labels?: Record<string, string>;
  deletionTimestamp?: string;
  managedFields?: { manager: string; operation?: string; fieldsV1?: unknown }[];
}

/** A fake API server for create-external: objects by path, server-side apply, access reviews. */
export class FakeServer implements Connection {
  context = 'test';
  server = 'https://test';
  namespace = 'shop';
  closed = false;
  readonly objects = new Map<string, Json>();
  readonly requests: string[] = [];
  /** `VERB RESOURCE`, denied by access reviews. */
  readonly denied = new Set<string>();
  /** Errors by the beginning of a request: `PATCH /api/v1/namespaces/shop/endpoints`. */
  readonly failures = new Map<string, Error>();
  /** Fixed answers by the beginning of a request. */
  readonly answers = new Map<string, unknown>();
  /** Called with `METHOD path` before each request, to simulate concurrent changes. */
  meanwhile: (request: string) => void = () => {};
  #counter = 0;

  put(path: string, object: { metadata: Metadata } & Record<string, unknown>): void {
    const { managedFields = [{ manager: 'someone' }], ...metadata } = object.metadata;
    const stamped = { uid: this.#next('uid'), resourceVersion: this.#next(''), managedFields, ...metadata };
    this.objects.set(`${path}/${metadata.name}`, { ...object, metadata: stamped });
  }

  find(path: string): Json | undefined {
    return this.objects.get(path);
  }

  close(): void {
    this.closed = true;
  }

  async request(method: string, target: string, { body }: RequestOptions = {}) {
    this.requests.push(`${method} ${target}`);
    this.meanwhile(`${method} ${target}`);
    for (const [start, error] of this.failures) {
      if (`${method} ${target}`.startsWith(start)) throw error;
    }
    for (const [start, json] of this.answers) {
      if (`${method} ${target}`.startsWith(start)) return { status: 200, json, date: null };
    }
    const { pathname, searchParams } = new URL(target, this.server);
    const sent = body ? JSON.parse(body.text) : undefined;
    return { status: 200, json: this.#answer(method, pathname, searchParams, sent), date: null };
  }

  #answer(method: string, path: string, query: URLSearchParams, sent: Json): unknown {
    if (path.endsWith('/selfsubjectaccessreviews')) return this.#review(sent);
    if (method === 'PATCH') return this.#apply(path, query, sent);
    const plural = path.split('/').at(-1) ?? '';
    if (method === 'GET' && /^(services|endpoints|endpointslices)$/.test(plural)) {
      return this.#list(path, plural, query);
    }
    const found = this.objects.get(path);
    if (!found) throw status(404, 'NotFound', `${path.split('/').at(-2)} "${plural}" not found`);
    if (method === 'DELETE') {
      const { uid } = (sent.preconditions ?? {}) as { uid?: string };
      if (uid && uid !== found.metadata.uid) throw status(409, 'Conflict', 'uid in precondition');
      if (query.get('dryRun') !== 'All') this.objects.delete(path);
    }
    return structuredClone(found);
  }

  #review({ spec }: Record<string, unknown>): unknown {
    const { verb, resource } = (spec as { resourceAttributes: { verb: string; resource: string } })
      .resourceAttributes;
    return { status: { allowed: !this.denied.has(`${verb} ${resource}`) } };
  }

  #list(path: string, plural: string, query: URLSearchParams): unknown {
    const [key = '', value] = (query.get('labelSelector') ?? '').split('=');
    const items = [...this.objects]
      .filter(([at]) =>
        path.includes('/namespaces/') ? at.startsWith(`${path}/`) : at.includes(`/${plural}/`),
      )
      .map(([, { kind: _, apiVersion: __, ...item }]) => item as Json)
      .filter(({ metadata }) => key === '' || metadata.labels?.[key] === value);
    return { metadata: {}, items };
  }

  #apply(path: string, query: URLSearchParams, sent: Json): unknown {
    const old = this.objects.get(path);
    const foreign = old?.metadata.managedFields?.some(({ manager }) => manager !== query.get('fieldManager'));
    if (foreign && query.get('force') !== 'true')
      throw status(409, 'Conflict', 'Apply failed with 1 conflict');
    if (sent.metadata.uid && sent.metadata.uid !== old?.metadata.uid)
      throw status(409, 'Conflict', 'uid mismatch');
    const { uid = this.#next('uid'), resourceVersion = '' } = old?.metadata ?? {};
    const managedFields = [{ manager: 'kubectl-endpoints', operation: 'Apply' }];
    const defaulted = sent.kind === 'Service' ? { ...sent, spec: this.#defaulted(sent.spec, old) } : sent;
    const made = { ...defaulted, metadata: { ...sent.metadata, uid, resourceVersion, managedFields } };
    if (!isDeepStrictEqual(made, old)) made.metadata.resourceVersion = this.#next('');
    if (query.get('dryRun') !== 'All') this.objects.set(path, made);
    return structuredClone(made);
  }

  #defaulted(spec: unknown, old: Json | undefined): unknown {
    const given = spec as { type?: string; clusterIP?: string; ipFamilies?: string[] };
    if (given.type === 'ExternalName') return given;
    const was = (old?.spec as { clusterIP?: string } | undefined)?.clusterIP;
    const clusterIP = given.clusterIP ?? was ?? `10.96.0.${this.#next('')}`;
    return { ...given, type: 'ClusterIP', clusterIP, clusterIPs: [clusterIP] };
  }

  #next(prefix: string): string {
    this.#counter += 1;
    return `${prefix}${this.#counter}`;
  }
}

export function status(code: number, reason: string, message: string): StatusError {
  return new StatusError(
    { prefix: serverErrorPrefix(reason), message },
    {
      code,
      reason,
      serverMessage: message,
    },
  );
}
