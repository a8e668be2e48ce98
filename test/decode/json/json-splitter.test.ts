/** The parts, put together again, equal the result of JSON.parse, however the bytes are split. */
import { describe, expect, test } from 'vitest';
import { JsonSplitter } from '../../../src/decode/json/json-splitter.ts';
import { Random } from '../../support/random.ts';

interface Told {
  heads: string[];
  items: object[];
  documents: unknown[];
}

/** Enough white space to have the text split; a short text is parsed at once. */
const LONG = [Buffer.alloc(256 * 1024, '\n')];
const SHORT: Buffer[] = [];

function splitter() {
  const told: Told = { heads: [], items: [], documents: [] };
  const parts = new JsonSplitter({
    itemsStart: (head) => told.heads.push(head.trim()),
    item: (value) => told.items.push(value),
    document: (value) => told.documents.push(value),
  });
  return { told, parts };
}

function split(...chunks: readonly Buffer[]): Told {
  const { told, parts } = splitter();
  for (const chunk of chunks) parts.write(chunk);
  parts.end();
  return told;
}

/** Puts the items back in the place of the zeros that stand for them. */
function restored({ documents, items }: Told): unknown[] {
  const rest = [...items];
  const whole = documents.map((document) => {
    const list = (document as { items?: unknown } | null)?.items;
    if (!Array.isArray(list)) return document;
    return { ...(document as object), items: list.map((item) => (item === 0 ? rest.shift() : item)) };
  });
  expect(rest).toEqual([]);
  return whole;
}

const pod = (name: string) => ({ metadata: { name }, spec: { containers: [{ name, args: ['[', '{'] }] } });
const pods = [pod('a'), pod('b'), pod('c')];

const DOCUMENTS: readonly [string, string][] = [
  ['escapes', String.raw`{"items":[{"a":"\\","b":"\"}]","c":"ä\n\\\""},{"\"":"\\\\"}],"m":{"\\":"]}"}}`],
  ['brackets in strings', '{"m":"{[","items":[{"a":"}]","]":"{"},{"b":["]}",{"c":"[{"}]}],"n":"]}"}'],
  ['characters of several bytes', '{"ü":"€","items":[{"名前":"👍🏽"},{"x":"\u2028é"}],"é":["👍"]}'],
  ['lists and objects in items', JSON.stringify({ items: [{ a: [[[]], [{}], {}], b: { c: { d: [] } } }] })],
  ['an empty list', '{"kind":"List","items":[],"metadata":{}}'],
  ['an empty list of several lines', '{"items":\n[\n\n]\n}\n'],
  ['null items', '{"items":[null,{"a":1},null,{"b":2},null]}'],
  ['items that are no objects', '{"items":["a",{"a":1},[{"b":2},[]],true,-1.5e3,{}]}'],
  ['no items: null', '{"kind":"List","items":null,"metadata":{"a":[{}]}}'],
  ['no items: an object', '{"items":{"items":[{"a":1}]}}'],
  ['items last', JSON.stringify({ kind: 'PodList', metadata: { continue: 'x' }, items: pods })],
  ['items first', JSON.stringify({ apiVersion: 'v1', items: pods, kind: 'List', metadata: { a: [1] } })],
  ['other lists', '{"others":[{"items":[{"a":1}]}],"items":[{"items":[{"b":2}]}],"more":[{"c":3}]}'],
  ['space around everything', ' {\t"items" : [ { "a" : [ 1 , 2 ] } ,\r\n { } ] , "b" : { } } \r\n'],
  [
    'printed for people',
    JSON.stringify({ apiVersion: 'v1', items: pods.slice(0, 1), kind: 'List' }, null, 4),
  ],
  ['a single object', JSON.stringify(pod('a'))],
  ['a list of lists', '[[{"a":1}],{"items":[{"b":2}]}]'],
  ['a string', '"{\\"items\\":[{}]}"'],
  ['a number', '12'],
  ['null', 'null'],
];

describe.each([
  ['short', SHORT],
  ['long', LONG],
])('a %s text', (_, before) => {
  describe.each(DOCUMENTS)('%s', (_, text) => {
    const bytes = Buffer.from(text);
    const expected = [JSON.parse(text)];

    test('cut at every place', () => {
      for (let at = 0; at <= bytes.length; at++)
        expect(restored(split(...before, bytes.subarray(0, at), bytes.subarray(at)))).toEqual(expected);
    });

    test('byte by byte', () => {
      const each = inPieces(bytes, () => 1);
      expect(restored(split(...before, ...each))).toEqual(expected);
      const withEmpty = each.flatMap((byte) => [byte, Buffer.alloc(0)]);
      expect(restored(split(...before, ...withEmpty))).toEqual(expected);
    });

    test('the items that are objects are handed on', () => {
      const { items } = JSON.parse(text) ?? {};
      const objects = Array.isArray(items)
        ? items.filter((item) => typeof item === 'object' && item !== null && !Array.isArray(item))
        : [];
      expect(split(...before, bytes).items).toEqual(objects);
    });
  });

  test.each(['', ' ', '\n\n'])('several documents, with %j between them', (between) => {
    const objects = DOCUMENTS.filter(([, text]) => text.startsWith('{')).map(([, text]) => text);
    const bytes = Buffer.from(objects.join(between));
    const expected = objects.map((text) => JSON.parse(text));
    for (const size of [1, 2, 3, 7, 64, bytes.length])
      expect(restored(split(...before, ...inPieces(bytes, () => size)))).toEqual(expected);
  });

  test('nothing but white space is no document', () => {
    expect(split(...before, Buffer.from(' \n')).documents).toEqual([]);
    expect(split(...before).documents).toEqual([]);
  });

  describe('what is not JSON is refused', () => {
    test('cut at any place', () => {
      const bytes = Buffer.from('{"a":"x\\"y","items":[{"b":["]"]},{"c":"ü"}],"d":[{}]}');
      for (let at = 1; at < bytes.length; at++)
        expect(() => split(...before, bytes.subarray(0, at)), bytes.toString('utf8', 0, at)).toThrow(
          SyntaxError,
        );
    });

    test.each([
      '{"items":[{"a":1} {"b":2}]}',
      '{"items":[{"a":1}{"b":2}]}',
      '{"items":[{"a":1},,{"b":2}]}',
      '{"items":[{"a":1},]}',
      '{"items":[,{"a":1}]}',
      '{"items":[{"a":1};{"b":2}]}',
      '{"items":[{"a":1}x,{"b":2}]}',
      '{"items":[{"a":1}"x",{"b":2}]}',
      '{"items":[{"a":1} 5]}',
      '{"items":[{"a":1,}]}',
      '{"items":[{"a"}]}',
      '{"items":[{"a":1]]}',
      '{"items":[{"a":1}}}',
      '{"items":[{"a":[1}}]}',
      '{"items":[{"a":{]}]}',
      '{"items":[[}]}',
      '{"items":[{"a":1}]]',
      '{"items":[{"a":1}]}}',
      '{"items":[{"a":1}]}]',
      '}{"items":[]}',
      ']',
      '{"items":[]} x',
      '{"items" [{"a":1}]}',
      '{"items":[{"a":1}] "b":2}',
      '{items:[{"a":1}]}',
      '<html></html>',
    ])('%s', (text) => {
      expect(() => JSON.parse(text)).toThrow(SyntaxError);
      const bytes = Buffer.from(text);
      for (const size of [1, bytes.length])
        expect(() => split(...before, ...inPieces(bytes, () => size))).toThrow(SyntaxError);
    });
  });

  test('any JSON in chunks of any size', () => {
    for (let seed = 1; seed <= 200; seed++) {
      const random = new Random(seed);
      const documents = Array.from({ length: 1 + random.below(3) }, () => listOf(random));
      const indent = random.pick([undefined, 2, '\t']);
      const text = documents.map((document) => JSON.stringify(document, null, indent)).join('\n');
      const most = random.pick([1, 4, 30, 200]);
      const chunks = inPieces(Buffer.from(text), () => 1 + random.below(most));
      expect(restored(split(...before, ...chunks)), `seed ${seed}`).toEqual(documents);
    }
  });
});

// A 0 stands for an item that was split off; next to other digits it would be another number.
test.each(['{"items":[1{}]}', '{"items":[-{}]}', '{"items":[{}.5]}', '{"items":[{}e5]}'])(
  '%s in a long text is refused',
  (text) => {
    expect(() => split(...LONG, Buffer.from(text))).toThrow(SyntaxError);
  },
);

describe('nothing is kept longer than it has to be', () => {
  const head = '{"kind":"PodList","metadata":{"continue":"x","list":["y"]},"items":[';

  test('the head is told when the items begin, an item when it has ended, each once', () => {
    const { told, parts } = splitter();
    for (const chunk of LONG) parts.write(chunk);
    const counts = (text: string) => {
      parts.write(Buffer.from(text));
      return [told.heads.length, told.items.length, told.documents.length];
    };
    expect(counts(head.slice(0, -1))).toEqual([0, 0, 0]);
    expect(counts('[')).toEqual([1, 0, 0]);
    expect(counts('{"a":1')).toEqual([1, 0, 0]);
    expect(counts('}')).toEqual([1, 1, 0]);
    expect(counts(',{"b":2},{"c"')).toEqual([1, 2, 0]);
    expect(counts(':3}]')).toEqual([1, 3, 0]);
    expect(counts('}')).toEqual([1, 3, 1]);
    expect(told.heads).toEqual([head]);
    expect(told.documents).toMatchObject([{ items: [0, 0, 0] }]);
  });

  test('a text that becomes long while it arrives is taken apart from its beginning', () => {
    const items = Array.from({ length: 400 }, (_, i) => ({ name: `n${i}`, text: 'x'.repeat(1000) }));
    const { told, parts } = splitter();
    const bytes = Buffer.from(head + items.map((item) => JSON.stringify(item)).join());
    for (const chunk of inPieces(bytes, () => 10_000)) parts.write(chunk);
    expect(told).toMatchObject({ heads: [head], documents: [] });
    parts.write(Buffer.from(']}'));
    parts.end();
    expect(told.items).toEqual(items);
    expect(told.documents).toHaveLength(1);
  });

  test('of a list in a list, or in an item, nobody is told', () => {
    const text = '{"metadata":{"items":[{}]},"others":[{"items":[{}]}]}';
    expect(split(...LONG, Buffer.from(text))).toEqual({
      heads: [],
      items: [],
      documents: [JSON.parse(text)],
    });
  });

  test('managedFields are cut out of the items of long texts', () => {
    const fields = [{ manager: 'x', time: '2026-01-01T00:00:00Z', fieldsV1: { 'f:a': {} } }];
    const text = JSON.stringify({ items: [{ metadata: { managedFields: fields } }] });
    expect(split(...LONG, Buffer.from(text)).items).toEqual([
      { metadata: { managedFields: [{ time: '2026-01-01T00:00:00Z' }] } },
    ]);
  });
});

function inPieces(bytes: Buffer, size: () => number): Buffer[] {
  const pieces: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = at + size();
    pieces.push(bytes.subarray(at, end));
    at = end;
  }
  return pieces;
}

/** A random document whose items are not numbers, as a 0 stands for an item that was split off. */
function listOf(random: Random): object {
  const items = Array.from({ length: random.below(5) }, () =>
    random.chance(0.8) ? objectOf(random, 4) : random.pick([null, 'x', true, [[]], [{ items: [] }]]),
  );
  const fields = Object.entries(objectOf(random, 2));
  return Object.fromEntries(random.shuffle([...fields, ['items', items] as const]));
}

function objectOf(random: Random, depth: number): object {
  return Object.fromEntries(
    // JSON.parse of V8 14.6 confuses keys that end in a backslash with others.
    Array.from({ length: random.below(5) }, () => [
      `k${wordOf(random).replaceAll('\\', '')}`,
      anything(random, depth),
    ]),
  );
}

function anything(random: Random, depth: number): unknown {
  if (depth === 0 || random.chance(0.4))
    return random.pick([wordOf(random), random.below(1000) / 8, -1e300, null, true, false]);
  if (random.chance(0.5)) return objectOf(random, depth - 1);
  return Array.from({ length: random.below(4) }, () => anything(random, depth - 1));
}

/** Input that misleads a scanner of brackets and strings. */
function wordOf(random: Random): string {
  const pieces = ['\\', '"', '{', '}', '[', ']', ',', ':', ' ', 'items', 'a', 'ü', '€', '👍', '\n', '\u0000'];
  return Array.from({ length: random.below(6) }, () => random.pick(pieces)).join('');
}
