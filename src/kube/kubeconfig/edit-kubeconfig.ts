/** Edits the text of a kubeconfig in place: comments, order and quotes stay. */
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
import { loadYaml } from './parse-kubeconfig.ts';

type Settings = Record<string, string>;
interface Content {
  users?: ({ name?: string; user?: { 'auth-provider'?: { config?: Settings | null } } } | null)[] | null;
}

/**
 * Sets keys in the config of the user's auth-provider.
 * @returns the new text
 * @throws {Error} if there is no such user
 */
export function setAuthProviderConfig(text: string, user: string, settings: Settings): string {
  return Object.entries(settings).reduce((before, [key, value]) => setKey(before, user, key, value), text);
}

function setKey(text: string, user: string, key: string, value: string): string {
  const wanted = loadYaml(text) as Content;
  const users = wanted.users ?? [];
  const index = users.findIndex((entry) => entry?.name === user);
  const provider = users[index]?.user?.['auth-provider'];
  if (!provider) throw new Error(`the user ${JSON.stringify(user)} is no longer in it`);
  provider.config ??= {};
  if (provider.config[key] === value) return text;
  provider.config[key] = value;
  for (const edited of candidateEdits(text, index, key, value)) if (hasContent(edited, wanted)) return edited;
  // Falls back to rewriting the file, as kubectl always does.
  return isJson(text)
    ? `${JSON.stringify(wanted, null, 2)}\n`
    : dump(wanted, { lineWidth: -1, noRefs: true });
}

function hasContent(text: string, wanted: Content): boolean {
  try {
    return isDeepStrictEqual(loadYaml(text), wanted);
  } catch {
    return false;
  }
}

const isJson = (text: string) => text.trimStart().startsWith('{');

/** The smallest edit first. With an alias or `<<`, an edit may change more than the one key. */
function* candidateEdits(text: string, index: number, key: string, value: string): Generator<string> {
  const document = parseDocument(text, { uniqueKeys: false });
  const provider = nodeAt(document, ['users', index, 'user', 'auth-provider']);
  if (!isMap(provider)) return;
  const existing = resolveAlias(document, provider.get('config', true));
  const config = isMap(existing) ? existing : new YAMLMap(document.schema);
  const old = pairOf(config, key);
  yield old ? replaceValue(text, old.value, value) : insertKey(text, config, key, value);
  if (isJson(text) || document.errors.length > 0) return;
  const node = isScalar(old?.value) ? old.value : new Scalar(value);
  config.set(key, Object.assign(node, { value, type: 'QUOTE_DOUBLE' }));
  if (config !== existing) provider.set('config', config);
  yield document.toString({ lineWidth: 0, flowCollectionPadding: false, indentSeq: !/^- /m.test(text) });
}

function nodeAt(document: Document.Parsed, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (node, step) => (isCollection(node) ? resolveAlias(document, node.get(step, true)) : undefined),
    document.contents,
  );
}

const resolveAlias = (document: Document.Parsed, node: unknown) =>
  isAlias(node) ? node.resolve(document) : node;

/** Leaves an empty value and a block scalar to the document edit. */
function replaceValue(text: string, old: unknown, value: string): string {
  if (!(isScalar(old) || isAlias(old)) || !old.range) return text;
  const [start, end] = old.range;
  if (start === end || /[|>]/.test(text[start] ?? '')) return text;
  const isQuoted = /["']/.test(text[start] ?? '');
  return text.slice(0, start) + formatScalar(value, isQuoted) + text.slice(end);
}

/** Inserts before `idp-issuer-url`, which every oidc config has. */
function insertKey(text: string, config: YAMLMap, key: string, value: string): string {
  const issuer = pairOf(config, 'idp-issuer-url')?.key;
  if (!isScalar(issuer) || !issuer.range) return text;
  const [start] = issuer.range;
  const quote = /^["']/.exec(text.slice(start))?.[0] ?? '';
  const setting = `${quote}${key}${quote}: ${formatScalar(value, quote !== '')}`;
  const indent = text.slice(text.lastIndexOf('\n', start) + 1, start);
  return text.slice(0, start) + setting + (config.flow ? ', ' : `\n${indent}`) + text.slice(start);
}

const pairOf = (map: YAMLMap, key: string) =>
  map.items.findLast((pair) => isScalar(pair.key) && pair.key.value === key);

/** Quotes the value if the old one was quoted, or if any version of YAML requires it. */
function formatScalar(value: string, isQuoted: boolean): string {
  const isPlain = !isQuoted && /^[\w.~+/=-]+$/.test(value);
  return isPlain && stringify(value, { version: '1.1', compat: 'core', lineWidth: 0 }) === `${value}\n`
    ? value
    : JSON.stringify(value);
}
