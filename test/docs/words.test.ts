/** The pages use the words that the commands print. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PATH_STATES } from '../../src/render/text/describe-ingress.ts';

const docs = join(import.meta.dirname, '../../docs');

test('docs/lookups.md explains each STATUS of describe ingress', () => {
  const page = readFileSync(join(docs, 'lookups.md'), 'utf8');
  const [, table = ''] = /^\| STATUS .*\n\|.*\n((?:\|.*\n)+)/m.exec(page) ?? [];
  const explained = [...table.matchAll(/^\| `([^`]+)`/gm)].map(([, word]) => word);
  expect(explained.sort()).toEqual([...new Set(Object.values(PATH_STATES))].sort());
});

test('docs/faq.md quotes STATUS as it is printed', () => {
  const page = readFileSync(join(docs, 'faq.md'), 'utf8');
  const [, list = ''] = /^## My Ingress answers 503\n([\s\S]*?)^## /m.exec(page) ?? [];
  const quoted = [...list.matchAll(/^- (.*?): /gm)].flatMap(([, words = '']) =>
    [...words.matchAll(/`([^`]+)`/g)].map(([, word]) => word),
  );
  expect(quoted.length).toBeGreaterThan(3);
  expect(Object.values(PATH_STATES)).toEqual(expect.arrayContaining(quoted));
});
