/** Changes of a kubeconfig's text that leave what they are not about as it stands: comments, order, quotes. */
import { isDeepStrictEqual } from 'node:util';
import { dump } from 'js-yaml';
import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isScalar,
  parseDocument,
  Scalar,
  stringify,
  YAMLMap,
} from 'yaml';
import { contentOf } from './kubeconfig-file.ts';

type Settings = Record<string, string>;
interface Content {
  users?: ({ name?: string; user?: { 'auth-provider'?: { config?: Settings | null } } } | null)[] | null;
}

/**
 * @returns the text with these settings of the user's auth-provider
 * @throws {Error} when it has no such user
 */
export function withSettings(text: string, user: string, settings: Settings): string {
  return Object.entries(settings).reduce(
    (before, [key, value]) => withSetting(before, user, key, value),
    text,
  );
}

function withSetting(text: string, user: string, key: string, value: string): string {
  const wanted = contentOf(text) as Content;
  const users = wanted.users ?? [];
  const index = users.findIndex((entry) => entry?.name === user);
  const provider = users[index]?.user?.['auth-provider'];
  if (!provider) throw new Error(`the user ${JSON.stringify(user)} is no longer in it`);
  provider.config ??= {};
  if (provider.config[key] === value) return text;
  provider.config[key] = value;
  for (const edited of editions(text, index, key, value)) if (isContent(edited, wanted)) return edited;
  // Written anew, as kubectl does.
  return isJson(text)
    ? `${JSON.stringify(wanted, null, 2)}\n`
    : dump(wanted, { lineWidth: -1, noRefs: true });
}

function isContent(text: string, wanted: Content): boolean {
  try {
    return isDeepStrictEqual(contentOf(text), wanted);
  } catch {
    return false;
  }
}

const isJson = (text: string) => text.trimStart().startsWith('{');

/** From the one that touches least. With an alias or `<<` they may say something else than is wanted. */
function* editions(text: string, index: number, key: string, value: string): Generator<string> {
  const document = parseDocument(text, { uniqueKeys: false });
  const provider = nodeAt(document, ['users', index, 'user', 'auth-provider']);
  if (!isMap(provider)) return;
  const written = resolved(document, provider.get('config', true));
  const config = isMap(written) ? written : new YAMLMap(document.schema);
  const old = pairOf(config, key);
  yield old ? replaced(text, old.value, value) : added(text, config, key, value);
  if (isJson(text) || document.errors.length > 0) return;
  const node = isScalar(old?.value) ? old.value : new Scalar(value);
  config.set(key, Object.assign(node, { value, type: 'QUOTE_DOUBLE' }));
  if (config !== written) provider.set('config', config);
  yield document.toString({ lineWidth: 0, flowCollectionPadding: false, indentSeq: !/^- /m.test(text) });
}

function nodeAt(document: Document.Parsed, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (node, step) => (isCollection(node) ? resolved(document, node.get(step, true)) : undefined),
    document.contents,
  );
}

const resolved = (document: Document.Parsed, node: unknown) =>
  isAlias(node) ? node.resolve(document) : node;

/** A value that begins on a line of its own, or is none, is left to the document. */
function replaced(text: string, old: unknown, value: string): string {
  if (!(isScalar(old) || isAlias(old)) || !old.range) return text;
  const [start, end] = old.range;
  if (start === end || /[|>]/.test(text[start] ?? '')) return text;
  const isQuoted = /["']/.test(text[start] ?? '');
  return text.slice(0, start) + scalar(value, isQuoted) + text.slice(end);
}

/** Before the issuer, without which there is no such configuration. */
function added(text: string, config: YAMLMap, key: string, value: string): string {
  const issuer = pairOf(config, 'idp-issuer-url')?.key;
  if (!isScalar(issuer) || !issuer.range) return text;
  const [start] = issuer.range;
  const quote = /^["']/.exec(text.slice(start))?.[0] ?? '';
  const setting = `${quote}${key}${quote}: ${scalar(value, quote !== '')}`;
  const indent = text.slice(text.lastIndexOf('\n', start) + 1, start);
  return text.slice(0, start) + setting + (config.flow ? ', ' : `\n${indent}`) + text.slice(start);
}

const pairOf = (map: YAMLMap, key: string) =>
  map.items.findLast((pair) => isScalar(pair.key) && pair.key.value === key);

/** In quotes where the old one was, or where YAML of any version asks for them. */
function scalar(value: string, isQuoted: boolean): string {
  const isPlain = !isQuoted && /^[\w.~+/=-]+$/.test(value);
  return isPlain && stringify(value, { version: '1.1', compat: 'core', lineWidth: 0 }) === `${value}\n`
    ? value
    : JSON.stringify(value);
}
