import type { RequestListener } from 'node:http';
import { RESOURCES, WORKLOAD_RESOURCES } from '../../../src/cluster/resources.ts';
import { statusError } from '../../../src/kube/errors/status-error.ts';
import type { Answer, Connection } from '../../../src/model/connection.ts';
import { StatusError } from '../../../src/model/errors.ts';
import type { Raw } from '../objects.ts';
import { Random } from '../random.ts';
import { status, text } from './api-server.ts';

const NAMESPACES = { plural: 'namespaces', kind: 'Namespace' };
const KINDS = new Map(
  [...Object.values(RESOURCES), ...WORKLOAD_RESOURCES, NAMESPACES].map(({ plural, kind }) => [plural, kind]),
);

/**
 * A fake API server with these objects. Requests that are open at the same time are a round; they are answered together,
 * in a seeded random order. After `answering` they are answered one by one.
 */
export class FakeCluster implements Connection {
  context = 'test';
  server = 'https://test';
  namespace = 'default';
  objects: readonly Raw[];
  /** The Date header. */
  date: string | null = null;
  /** The paths of each round. */
  readonly rounds: string[][] = [];
  /** The errors of requests, by a pattern for the path. */
  readonly refusals: [RegExp, (target: string) => Error][] = [];
  #random = new Random(1);
  #oneByOne = false;
  #waiting: (() => void)[] = [];

  constructor(...objects: readonly Raw[]) {
    this.objects = objects;
  }

  get requests(): string[] {
    return this.rounds.flat();
  }

  refuse(path: RegExp, error: Error | ((target: string) => Error)): this {
    this.refusals.push([path, error instanceof Error ? () => error : error]);
    return this;
  }

  /** Answers one by one in an order by seed, so that a later request may be answered first. */
  answering(seed: number): this {
    this.#random = new Random(seed);
    this.#oneByOne = true;
    return this;
  }

  close(): void {}

  async request(_: string, target: string): Promise<Answer> {
    if (this.#waiting.length === 0) this.rounds.push([]);
    this.rounds.at(-1)?.push(target);
    await this.#turn();
    return { status: 200, json: this.answer(target), date: this.date };
  }

  #turn(): Promise<void> {
    if (this.#waiting.length === 0) setImmediate(() => this.#next());
    return new Promise<void>((answer) => this.#waiting.push(answer));
  }

  #next(): void {
    const [first, ...others] = this.#random.shuffle(this.#waiting);
    this.#waiting = this.#oneByOne ? others : [];
    first?.();
    if (this.#waiting.length > 0) setImmediate(() => this.#next());
    else for (const answer of others) answer();
  }

  /** Serves the objects over HTTP. */
  readonly listener: RequestListener = async (request, response) => {
    const target = request.url ?? '';
    this.rounds.push([target]);
    await this.#turn();
    if (this.date !== null) response.setHeader('date', new Date(this.date).toUTCString());
    try {
      text(200, JSON.stringify(this.answer(target)), 'application/json')(request, response);
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      const { code, reason, serverMessage: message, details } = error;
      status(code, { reason, message, details })(request, response);
    }
  };

  /** @throws the error of a refusal, or a StatusError for a missing object */
  answer(target: string): object {
    for (const [path, errorFor] of this.refusals) if (path.test(target)) throw errorFor(target);
    const { pathname, searchParams } = new URL(target, this.server);
    if (pathname === '/apis') return { groups: [{ name: 'apps' }] };
    const [, namespace, plural = '', name] =
      /^\/apis?\/(?:[^/]+\/)?v1(?:\/namespaces\/([^/]+))?\/([^/]+)(?:\/([^/]+))?$/.exec(pathname) ?? [];
    const items = this.objects
      .filter(({ kind }) => kind === KINDS.get(plural))
      .filter(({ metadata }) => namespace === undefined || metadata.namespace === namespace);
    if (name === undefined) return page(items, searchParams);
    const found = items.find(({ metadata }) => metadata.name === decodeURIComponent(name));
    if (found) return found;
    const message = `${plural} "${name}" not found`;
    throw statusError(
      404,
      JSON.stringify({ kind: 'Status', reason: 'NotFound', message, details: { name } }),
    );
  }
}

/** A page of the selected items, with a continue token. */
function page(items: readonly Raw[], query: URLSearchParams): object {
  const selected = items.filter((item) => isSelected(item, query));
  const from = Number(query.get('continue') ?? 0);
  const end = from + (Number(query.get('limit') ?? 0) || selected.length);
  const left = selected.length - end;
  const metadata = left > 0 ? { continue: String(end), remainingItemCount: left } : {};
  return { metadata, items: selected.slice(from, end) };
}

/** Supports the label selectors `a=b,c=d`, `a in (b,c)` and `!a`, and the field selectors that are used. */
function isSelected({ metadata, ...object }: Raw, query: URLSearchParams): boolean {
  const labels = metadata.labels ?? {};
  const selector = query.get('labelSelector') ?? '';
  const set = /^(\S+) in \((.*)\)$/.exec(selector);
  const selected = set
    ? set[2]?.split(',').includes(labels[set[1] ?? ''] ?? '')
    : terms(selector).every(([key, value]) =>
        key.startsWith('!') ? !(key.slice(1) in labels) : labels[key] === value,
      );
  const { clusterIP } = (object.spec ?? {}) as { clusterIP?: string };
  const { podIP } = (object.status ?? {}) as { podIP?: string };
  const fields: Record<string, unknown> = {
    type: object.type,
    'spec.clusterIP': clusterIP,
    'status.podIP': podIP,
  };
  return (
    Boolean(selected) &&
    terms(query.get('fieldSelector') ?? '').every(([key, value]) => fields[key] === value)
  );
}

function terms(selector: string): [key: string, value: string][] {
  return selector
    .split(',')
    .filter(Boolean)
    .map((term) => term.split('='))
    .map(([key = '', value = '']) => [key, value]);
}
