/** An item is what JSON.parse makes of it, but for managedFields, of which the last time is left. */
import { describe, expect, test } from 'vitest';
import { parseItem } from '../../src/decode/json/parse-item.ts';

const FIRST = '2026-01-01T00:00:00Z';
const LAST = '2026-03-01T00:00:00Z';

const entry = (time: string | undefined, more: object = {}) => ({
  manager: 'kubelet',
  operation: 'Update',
  apiVersion: 'v1',
  time,
  fieldsType: 'FieldsV1',
  fieldsV1: { 'f:status': { 'f:conditions': { 'k:{"type":"Ready"}': { '.': {}, 'f:type': {} } } } },
  ...more,
});
const rest = {
  spec: { containers: [{ name: 'a', args: ['[]', '{}'] }] },
  status: { podIPs: [{ ip: '::1' }] },
};
const named = (metadata: object, more: object = rest) => ({ metadata: { name: 'a', ...metadata }, ...more });
const reduced = (time: string) => [{ time }];

describe('managedFields are reduced to their last time', () => {
  test.each<[string, object[], string]>([
    ['one entry', [entry(FIRST)], FIRST],
    ['several entries, the last written first', [entry(LAST), entry(FIRST)], LAST],
    ['several entries, the last written last', [entry(FIRST), entry(LAST), entry(FIRST)], LAST],
    ['no time', [entry(undefined)], ''],
    ['a time in some', [entry(undefined), entry(FIRST), {}], FIRST],
    ['an empty entry', [{}], ''],
    ['the word time elsewhere', [entry(FIRST, { fieldsV1: { 'f:time': {}, 'v:"time":"9"': {} } })], FIRST],
    ['the word managedFields within', [entry(FIRST, { fieldsV1: { 'f:managedFields': {} } })], FIRST],
    ['characters of several bytes', [entry(FIRST, { manager: 'é€👍' })], FIRST],
  ])('%s', (_, managedFields, last) => {
    for (const metadata of [
      { managedFields, uid: 'u', labels: { b: ']' } },
      { uid: 'u', managedFields },
    ]) {
      const text = JSON.stringify(named(metadata));
      expect(parseItem(text)).toEqual(named({ ...metadata, managedFields: reduced(last) }));
    }
  });

  test('where metadata is the end of the object, or all of it', () => {
    const text = JSON.stringify({ ...rest, metadata: { name: 'a', managedFields: [entry(FIRST)] } });
    expect(parseItem(text)).toEqual({ ...rest, metadata: { name: 'a', managedFields: reduced(FIRST) } });
    expect(parseItem(`{"managedFields":[${JSON.stringify(entry(LAST))}]}`)).toEqual({
      managedFields: reduced(LAST),
    });
  });

  test('times behind them are not theirs', () => {
    const text = JSON.stringify(named({ managedFields: [entry(FIRST)] }, { events: [{ time: LAST }] }));
    expect(parseItem(text)).toMatchObject({ metadata: { managedFields: reduced(FIRST) } });
  });

  test('of several the first', () => {
    const template = { metadata: { managedFields: [entry(LAST)] } };
    const text = JSON.stringify(named({ managedFields: [entry(FIRST)] }, { spec: { template } }));
    expect(parseItem(text)).toEqual(named({ managedFields: reduced(FIRST) }, { spec: { template } }));
  });
});

describe('an object stays as it is', () => {
  const hostile = '}],"time":"9999","x":[{';

  test.each<[string, object]>([
    ['without them', named({ labels: { managedFields: 'x' } })],
    ['empty', {}],
    ['null', named({ managedFields: null })],
    ['named in a text', named({ annotations: { last: '{"managedFields":[{"time":"9999"}],"a":1}' } })],
    ['named as a key', named({ annotations: { '"managedFields":[': '}],' } })],
    ['no list', named({ managedFields: { a: [{}] } })],
  ])('%s', (_, object) => {
    expect(parseItem(JSON.stringify(object))).toEqual(object);
  });

  test('printed for people: the whole list is kept', () => {
    const object = named({ managedFields: [entry(FIRST), entry(LAST)] });
    for (const indent of [1, 4, '\t'])
      expect(parseItem(JSON.stringify(object, null, indent))).toEqual(JSON.parse(JSON.stringify(object)));
  });

  test.each([
    ']',
    '[{]}',
    '}]',
    '}],',
    '}]}',
    '}]}}',
    hostile,
    `${hostile}"`,
    '\\"}],\\',
    '\\\\"}]',
    '"managedFields":[',
    '"}],"managedFields":[{"time":"9999"}],"',
  ])('a text in them that looks like their end: %j', (text) => {
    for (const entries of [
      [entry(FIRST, { manager: text })],
      [entry(FIRST), entry(LAST, { fieldsV1: { [text]: { '.': {} }, 'f:a': {} } })],
      [entry(FIRST), entry(LAST, { subresource: text })],
    ]) {
      const object = named({ managedFields: entries, uid: 'u' });
      const { metadata, ...others } = parseItem(JSON.stringify(object)) as ReturnType<typeof named>;
      const { managedFields, ...fields } = metadata as { managedFields?: { time: string }[] };
      expect({ metadata: fields, ...others }).toEqual(named({ uid: 'u' }));
      expect(
        managedFields
          ?.map(({ time }) => time)
          .toSorted()
          .at(-1),
      ).toBe(entries.length > 1 ? LAST : FIRST);
    }
  });

  test.each([
    '{"metadata":{"managedFields":[],"ownerReferences":[{"name":"x"}],"uid":"u"}}',
    '{"spec":{},"metadata":{"managedFields":[]},"status":{"podIPs":[{"ip":"::1"}]}}',
    '{"metadata":{"managedFields":[null],"ownerReferences":[{"name":"x"}],"uid":"u"}}',
    '{"metadata":{"managedFields":[{"time":"2026"},null],"ownerReferences":[{"name":"x"}],"uid":"u"}}',
    '{"metadata":{"managedFields":[{"time":"2026"} ],"ownerReferences":[{"name":"x"}],"uid":"u"}}',
  ])('%s', (text) => {
    const { metadata, ...others } = JSON.parse(text);
    const { managedFields: _, ...fields } = metadata;
    expect(parseItem(text)).toMatchObject({ metadata: fields, ...others });
  });
});

test.each([
  '{"a":1',
  '{"metadata":{"managedFields":[{"time":"2026"}]}',
  '{"metadata":{"managedFields":[{"time":"2026"}],}}',
  '{"metadata":{"managedFields":[{"time":"2026"}]]}',
  '{"metadata":{"managedFields":[{"time":"2026"',
])('%s is not JSON', (text) => {
  expect(() => parseItem(text)).toThrow(SyntaxError);
});
