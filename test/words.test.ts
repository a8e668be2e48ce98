/** What people read is plain: a list of phrases that are not, in strings of the source, in output and in docs. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAst } from 'rolldown/parseAst';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');

/** Use: routes to, targets; not found; the name of the object; severity; exit code; must; misconfigured. */
const BANNED = [
  /\bleads? (\S+ ){0,4}(to|there)\b/,
  /\b(nobody|somebody|whoever)\b/,
  /\b(gravest|from which on|for ever)\b/,
  /\b(is|are|was|were) told\b/,
  /\blooks? after\b/,
  /\bha(s|ve) to be\b/,
  /\b(what does not (fit|exist)|who may not)\b/,
  /\bstands? behind\b/,
  /\bfor what could not be read\b/,
];

function filesIn(directory: string, extension: string): string[] {
  return readdirSync(join(root, directory), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(extension))
    .map((name) => join(directory, name));
}

function bannedIn(text: string): string[] {
  // The names of findings and of objects may have such a word.
  const prose = text.replace(/[\w./]+(-[\w.]+)+/g, 'NAME');
  return BANNED.flatMap(
    (phrase) => prose.match(new RegExp(`.{0,30}${phrase.source}.{0,30}`, 'i'))?.[0] ?? [],
  );
}

/** The string literals and templates of a source file. */
function stringsIn(code: string): string[] {
  const found: string[] = [];
  const visit = (node: unknown): void => {
    if (node === null || typeof node !== 'object') return;
    const { type, value, start, end } = node as Record<string, unknown>;
    if ((type === 'Literal' && typeof value === 'string') || type === 'TemplateElement')
      found.push(code.slice(Number(start), Number(end)));
    else for (const child of Object.values(node)) visit(child);
  };
  visit(parseAst(code, { lang: 'ts' }).body);
  return found;
}

const read = (path: string) => readFileSync(join(root, path), 'utf8');

test('strings of the source', () => {
  const found = filesIn('src', '.ts').flatMap((path) =>
    stringsIn(read(path)).flatMap((text) => bannedIn(text).map((phrase) => `${path}: ${phrase}`)),
  );
  expect(found).toEqual([]);
});

test('output and docs', () => {
  const texts = ['README.md', ...filesIn('docs', '.md'), ...filesIn('test/goldens', '.txt')];
  const found = texts.flatMap((path) =>
    read(path)
      .split('\n')
      .flatMap(bannedIn)
      .map((phrase) => `${path}: ${phrase}`),
  );
  expect(found).toEqual([]);
});

test('the list catches what it is for', () => {
  expect(bannedIn('Service web leads port metrics 9090/TCP to 9090')).not.toEqual([]);
  expect(bannedIn('nobody has the address')).not.toEqual([]);
  expect(bannedIn('network-policy-admits-nobody')).toEqual([]);
});
