/** Paged lists over a socket. */
import type { RequestListener, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { readPages } from '../../src/cluster/paged-list.ts';
import { Reader } from '../../src/cluster/reading/reader.ts';
import { RESOURCES } from '../../src/cluster/resources.ts';
import { connectWith, errorLineOf, kubeconfig } from '../support/connections.ts';
import { run } from '../support/run-main.ts';
import { type ApiServer, serve, status, text } from '../support/servers/api-server.ts';

/** The query of a page. */
type Query = Record<string, string>;
/** Answers the nth request. */
type Answer = (response: ServerResponse, query: Query, index: number) => void;

interface PageShape {
  token?: string;
  remaining?: number;
  /** Long enough to be split while it arrives. */
  long?: boolean;
}

const pod = (name: string, long = false) => ({
  metadata: { name, namespace: 'x', ...(long && { annotations: { filling: 'x'.repeat(300_000) } }) },
});

function page(names: readonly string[], { token, remaining, long = false }: PageShape = {}) {
  const metadata = { resourceVersion: '7', continue: token, remainingItemCount: remaining };
  return { kind: 'PodList', apiVersion: 'v1', metadata, items: names.map((name) => pod(name, long)) };
}

const json = (response: ServerResponse, body: object | string, headers: Query = {}) => {
  response.writeHead(200, { 'content-type': 'application/json', ...headers });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
};
const expired = status(410, { reason: 'Expired', message: 'The provided continue parameter is too old' });
const EXPIRED = 'Error from server (Expired): The provided continue parameter is too old';

async function server(...answers: readonly Answer[]): Promise<ApiServer & { queries: Query[] }> {
  const queries: Query[] = [];
  const listener: RequestListener = (request, response) => {
    const query = Object.fromEntries(new URL(request.url ?? '', 'http://x').searchParams);
    queries.push(query);
    answers[queries.length - 1]?.(response, query, queries.length - 1);
  };
  return { ...(await serve(listener)), queries };
}

const answer =
  (body: object | string, headers?: Query): Answer =>
  (response) =>
    json(response, body, headers);
const refuse =
  (listener: RequestListener): Answer =>
  (response) =>
    listener(response.req, response);

/** The result of a Reader. */
async function read({ url }: ApiServer, { chunkSize = 2, selection = {} } = {}) {
  const progress: unknown[] = [];
  const reader = new Reader(await connectWith(kubeconfig({ server: url })), {
    chunkSize,
    progress: (...told) => progress.push(told),
  });
  const [failure] = await reader.readRound([reader.listStep('Pod', null, selection)]);
  const outcome = failure ?? undefined;
  const names = reader.all('Pod').map(({ name }) => name);
  return { names, progress, outcome };
}

const pages = (long: boolean) => [
  page(['a', 'b'], { token: 't1', remaining: 3, long }),
  page(['c', 'd'], { token: 't2', remaining: 1, long }),
  page(['e'], { long }),
];

describe.each([
  ['short', false],
  ['long', true],
])('%s pages', (_, long) => {
  test('are read to the last', async () => {
    const paged = await server(...pages(long).map((one) => answer(one)));
    const { names, progress } = await read(paged, { selection: { labelSelector: 'app=a,b in (c)' } });
    expect(names).toEqual(['a', 'b', 'c', 'd', 'e']);
    const asked = { limit: '2', labelSelector: 'app=a,b in (c)' };
    expect(paged.queries).toEqual([asked, { ...asked, continue: 't1' }, { ...asked, continue: 't2' }]);
    expect(progress).toEqual([
      ['pods', 2, 3],
      ['pods', 4, 1],
      ['pods', 5, 0],
    ]);
  });

  test('how many are left is unknown where the server does not say', async () => {
    const [first = {}, ...rest] = pages(long);
    const unsaid = { ...first, metadata: { continue: 't1' } };
    const { progress } = await read(await server(...[unsaid, ...rest].map((one) => answer(one))));
    expect(progress[0]).toEqual(['pods', 2, null]);
  });

  test.each(['gzip', 'identity'])('as %s', async (encoding) => {
    const packed = (one: object): Answer => {
      const body = Buffer.from(JSON.stringify(one));
      return (response) => {
        response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': encoding });
        response.end(encoding === 'gzip' ? gzipSync(body) : body);
      };
    };
    const { names } = await read(await server(...pages(long).map(packed)));
    expect(names).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  test('in another order of keys', async () => {
    const reordered = pages(long).map(({ items, metadata, ...rest }) => ({ items, ...rest, metadata }));
    const { names } = await read(await server(...reordered.map((one) => answer(one))));
    expect(names).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  test('printed for people', async () => {
    const printed = pages(long).map((one) => answer(`${JSON.stringify(one, null, 2)}\n`));
    const { names } = await read(await server(...printed));
    expect(names).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  test('with what is no object among the items', async () => {
    const items = [null, pod('a', long), 'x', 5, [], null];
    const { names, outcome } = await read(await server(answer({ metadata: {}, items })));
    expect({ names, outcome }).toEqual({ names: ['a'], outcome: undefined });
  });

  test('with a busy server between them', async () => {
    const busy = refuse((_, response) => {
      response.setHeader('retry-after', '0');
      status(429, { reason: 'TooManyRequests', message: 'slow down' })(response.req, response);
    });
    const [first = {}, ...rest] = pages(long);
    const paged = await server(answer(first), busy, busy, ...rest.map((one) => answer(one)));
    expect((await read(paged)).names).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(paged.queries.map((query) => query.continue)).toEqual([undefined, 't1', 't1', 't1', 't2']);
  });

  test.each<[string, RequestListener, string]>([
    [
      'forbidden',
      status(403, { reason: 'Forbidden', message: 'no longer' }),
      'Error from server (Forbidden): no longer',
    ],
    ['failing', text(500, 'boom'), 'Error from server (InternalError): an error on the server ("boom") has'],
    ['no JSON', text(200, '<html>', 'text/html'), 'is text/html, not JSON; is it a Kubernetes API'],
    ['not valid', text(200, '{"items":[{]}', 'application/json'), 'is incomplete or not valid JSON'],
    ['two documents', text(200, '{"items":[]}{}', 'application/json'), 'is incomplete or not valid JSON'],
    ['cut', (_, response) => cutAfter(response, '{"items":[{"metadata":{}},'), 'unexpected EOF'],
    ['gone', (request) => request.socket.destroy(), 'Unable to connect to the server: EOF'],
  ])('the second is %s: one line, nothing is kept, nothing asked again', async (_, listener, line) => {
    const [first = {}] = pages(long);
    const paged = await server(answer(first), ...Array.from({ length: 8 }, () => refuse(listener)));
    const { names, outcome } = await read(paged);
    expect(names).toEqual([]);
    expect(outcome?.fullMessage).toContain(line);
    expect(outcome?.fullMessage).not.toContain('\n');
    // A GET on a socket that was closed is retried.
    expect(paged.queries.slice(1).every((query) => query.continue === 't1')).toBe(true);
  });
});

const cutAfter = (response: ServerResponse, body: string | Buffer, headers: Query = {}) => {
  response.writeHead(200, { 'content-type': 'application/json', ...headers });
  response.write(body, () => setTimeout(() => response.destroy(), 20));
};

describe('one page', () => {
  const EOF =
    'error: unexpected error when reading response body. Please retry. Original error: unexpected EOF';
  const whole = JSON.stringify(page(['a', 'b', 'c'], { long: true }));
  const zipped = gzipSync(JSON.stringify(page(Array.from({ length: 20_000 }, (_, i) => `${i}`))));
  const gzip = { 'content-encoding': 'gzip' };

  test.each<[string, string | Buffer, Query]>([
    ['in an item', whole.slice(0, 500_000), {}],
    ['between two', whole.slice(0, whole.lastIndexOf(',{') + 1), {}],
    ['before the first', whole.slice(0, whole.indexOf('[') + 1), {}],
    ['at its end', whole.slice(0, -1), {}],
    ['gzip', zipped.subarray(0, zipped.length / 2), gzip],
    ['gzip, at its end', zipped.subarray(0, -4), gzip],
    ['gzip, in its head', zipped.subarray(0, 5), gzip],
  ])('cut %s', async (_, body, headers) => {
    const { names, outcome } = await read(await server((response) => cutAfter(response, body, headers)));
    expect({ names, line: outcome?.fullMessage }).toEqual({ names: [], line: EOF });
  });

  test('that ends, but not its JSON', async () => {
    const paged = await server(answer(whole.slice(0, -1)));
    const { names, outcome } = await read(paged);
    const line = `error: the response to GET ${paged.url}/api/v1/pods is incomplete or not valid JSON`;
    expect({ names, line: outcome?.fullMessage }).toEqual({ names: [], line });
  });

  test.each<[string, string | Buffer]>([
    ['is not', whole],
    ['is no more than a part', zipped.subarray(0, zipped.length / 2)],
    ['has lost its end', zipped.subarray(0, -4)],
  ])('that says it is gzip and %s', async (_, body) => {
    const paged = await server((response) =>
      response.writeHead(200, { 'content-type': 'application/json', ...gzip }).end(body),
    );
    const { names, outcome } = await read(paged);
    expect({ names, line: outcome?.fullMessage }).toEqual({ names: [], line: EOF });
  });

  test.each(['application/json', 'application/json; charset=utf-8', 'application/vnd.x+json'])(
    '%s is JSON',
    async (type) => {
      const { names } = await read(await server(answer(whole, { 'content-type': type })));
      expect(names).toEqual(['a', 'b', 'c']);
    },
  );

  test.each([
    ['', 'is incomplete or not valid JSON'],
    ['{}', 'did not return a list; is it a Kubernetes API server?'],
    ['null', 'is incomplete or not valid JSON'],
  ])('%j is no list', async (body, line) => {
    const { names, outcome } = await read(await server(answer(body)));
    expect({ names, line: outcome?.fullMessage }).toEqual({ names: [], line: expect.stringContaining(line) });
  });

  test.each(['{"items":null}', '{"metadata":null,"items":[]}'])('%j is empty', async (body) => {
    const { names, outcome } = await read(await server(answer(body)));
    expect({ names, outcome }).toEqual({ names: [], outcome: undefined });
  });

  test.each(['', null, 5, {}])('%j is no token', async (token) => {
    const paged = await server(answer({ ...page(['a'], { long: true }), metadata: { continue: token } }));
    expect((await read(paged)).names).toEqual(['a']);
    expect(paged.queries).toHaveLength(1);
  });
});

describe('asked ahead', () => {
  /** A page that is sent up to its first item, and ends later. */
  function begin(response: ServerResponse, names: string[], shape: PageShape): () => void {
    const body = JSON.stringify(page(names, { ...shape, long: true }));
    const at = body.lastIndexOf(',{');
    response.writeHead(200, { 'content-type': 'application/json' }).write(body.slice(0, at));
    return () => response.end(body.slice(at));
  }

  test('the next page is asked for before the last one has ended', { timeout: 5_000 }, async () => {
    const open: (() => void)[] = [];
    const last = (response: ServerResponse) => json(response, page(['e']));
    const paged = await server(
      (response) => open.push(begin(response, ['a', 'b'], { token: 't1' })),
      (response) => {
        open.push(begin(response, ['c', 'd'], { token: 't2' }));
        open.shift()?.();
      },
      (response) => {
        open.shift()?.();
        last(response);
      },
    );
    expect((await read(paged)).names).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  test('never more than one', async () => {
    let endFirst = () => {};
    const paged = await server(
      (response) => {
        endFirst = begin(response, ['a', 'b'], { token: 't1' });
      },
      answer(page(['c'], { token: 't2', long: true })),
      answer(page(['d'], { token: 't3', long: true })),
      answer(page(['e'])),
    );
    const reading = read(paged);
    await expect.poll(() => paged.queries.length).toBe(2);
    await sleep(100);
    expect(paged.queries).toHaveLength(2);
    endFirst();
    expect((await reading).names).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  test('pages are counted in their order, whichever ends first', async () => {
    let endFirst = () => {};
    const paged = await server(
      (response) => {
        endFirst = begin(response, ['a', 'b'], { token: 't1', remaining: 2 });
      },
      (response) => {
        json(response, page(['c', 'd'], { long: true }));
        setTimeout(endFirst, 50);
      },
    );
    expect((await read(paged)).progress).toEqual([
      ['pods', 2, 2],
      ['pods', 4, 0],
    ]);
  });

  test('a page that fails while the next one is on its way', async () => {
    const paged = await server(
      (response) => {
        begin(response, ['a', 'b'], { token: 't1' });
        setTimeout(() => response.destroy(), 50);
      },
      (response) => setTimeout(() => response.destroy(), 100),
    );
    const { names, outcome } = await read(paged);
    expect({ names, line: outcome?.fullMessage }).toEqual({
      names: [],
      line: expect.stringMatching(/unexpected EOF$/),
    });
    await sleep(100);
  });
});

describe('what is no list of these', () => {
  const fault = / did not return a list; is it a Kubernetes API server\?$/;

  test.each(['PodList', 'Table', 'Status'])('a %s instead of Services', async (kind) => {
    const { url } = await server(answer({ kind, items: [pod('a')] }));
    const reader = new Reader(await connectWith(kubeconfig({ server: url })), {
      chunkSize: 2,
      progress: () => {},
    });
    expect(await errorLineOf(reader.list<'Service'>(RESOURCES.Service, null))).toMatch(fault);
  });

  test.each([
    ['short', false],
    ['long', true],
  ])('a %s page that leads to itself', async (_, long) => {
    const same = answer(page(['a'], { token: 't', long }));
    const { outcome } = await read(await server(same, same, same));
    expect(outcome?.fullMessage).toMatch(/ returned an endless list: a page continues with itself$/);
  });
});

describe('a token that has expired', () => {
  const first = page(['a', 'b'], { token: 't1', remaining: 1 });
  const again = page(['c', 'd'], { token: 't2', remaining: 1 });
  const limits = ({ queries }: { queries: Query[] }) =>
    queries.map(({ limit, continue: token }) => [limit, token]);

  test('the list is read from its beginning, and nothing of the first attempt kept', async () => {
    const paged = await server(answer(first), refuse(expired), answer(again), answer(page(['e'])));
    const { names, progress } = await read(paged);
    expect(names).toEqual(['c', 'd', 'e']);
    expect(limits(paged)).toEqual([
      ['2', undefined],
      ['2', 't1'],
      ['2', undefined],
      ['2', 't2'],
    ]);
    expect(progress).toEqual([
      ['pods', 2, 1],
      ['pods', 2, 1],
      ['pods', 3, 0],
    ]);
  });

  test('twice: the whole list at once', async () => {
    const whole = page(['f', 'g', 'h']);
    const paged = await server(answer(first), refuse(expired), answer(again), refuse(expired), answer(whole));
    expect((await read(paged, { selection: { labelSelector: 'a=b' } })).names).toEqual(['f', 'g', 'h']);
    expect(paged.queries.at(-1)).toEqual({ labelSelector: 'a=b' });
  });

  test('three times: the server says so', async () => {
    const paged = await server(
      ...[answer(first), refuse(expired), answer(again), refuse(expired), refuse(expired)],
    );
    const { names, outcome } = await read(paged);
    expect({ names, line: outcome?.fullMessage }).toEqual({ names: [], line: EXPIRED });
  });

  test('while the page before it is still on its way', async () => {
    const paged = await server(
      (response) => {
        const body = JSON.stringify(page(['a', 'b'], { token: 't1', long: true }));
        response.writeHead(200, { 'content-type': 'application/json' }).write(body.slice(0, -10));
        setTimeout(() => response.end(body.slice(-10)), 50);
      },
      refuse(expired),
      answer(page(['c'])),
    );
    expect((await read(paged)).names).toEqual(['c']);
  });
});

describe('readPages', () => {
  test('a request that cannot be made', async () => {
    const connection = await connectWith(kubeconfig({ server: 'http://127.0.0.1:1' }));
    const list = { resource: RESOURCES.Pod, namespace: 'x', selectors: {}, chunkSize: 2 };
    const to = { item: () => {}, page: () => {} };
    expect(await errorLineOf(readPages(connection, list, to))).toBe(
      'The connection to the server 127.0.0.1:1 was refused - did you specify the right host or port?',
    );
  });
});

describe('--chunk-size', () => {
  const empty = (): Promise<ApiServer> => serve((_, response) => json(response, { metadata: {}, items: [] }));
  const limitsOf = ({ requests }: ApiServer) => [
    ...new Set(requests.map(({ url = '' }) => new URL(url, 'http://x').searchParams.get('limit'))),
  ];

  test.each([
    [[], '500'],
    [['--chunk-size', '7'], '7'],
    [['--chunk-size=0'], null],
  ])('%j', async (flags, limit) => {
    const listing = await empty();
    expect((await run(['get', '-A', '-s', listing.url, ...flags])).code).toBe(0);
    expect(limitsOf(listing)).toEqual([limit]);
  });

  test.each(['-1', '1.5', 'x', '', '1e3', '0x10', '10000000000', ' 5'])('%j is refused', async (size) => {
    const listing = await empty();
    for (const [command, code] of [
      ['get', 1],
      ['check', 2],
    ] as const)
      expect(await run([command, '-s', listing.url, `--chunk-size=${size}`])).toEqual({
        code,
        stdout: '',
        stderr: `error: invalid argument "${size}" for "--chunk-size" flag: must be a number of objects, or 0 to read whole lists\n`,
      });
    expect(listing.requests).toEqual([]);
  });
});
