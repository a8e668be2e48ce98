/** Changes of a kubeconfig's text that leave what they are not about as it stands: comments, order, quotes. */
import { isDeepStrictEqual } from 'node:util';
import { dump, load as loadYaml } from 'js-yaml';
import { GO_YAML } from '../words/go-yaml.ts';

type Settings = Record<string, string>;
interface Content {
  users?: { name?: string; user?: { 'auth-provider'?: { config?: Settings | null } } }[];
}

const load = (text: string) => loadYaml(text, GO_YAML);

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
  const wanted = load(text) as Content;
  const config = configOf(wanted, user);
  if (config[key] === value) return text;
  const isNew = config[key] === undefined;
  config[key] = value;
  for (const edited of isNew ? additions(text, key, value) : replacements(text, key, value))
    if (isContent(edited, wanted)) return edited;
  // Written anew, as kubectl does.
  return text.trimStart().startsWith('{')
    ? `${JSON.stringify(wanted, null, 2)}\n`
    : dump(wanted, { lineWidth: -1, noRefs: true });
}

function configOf({ users = [] }: Content, user: string): Settings {
  const provider = users.find(({ name }) => name === user)?.user?.['auth-provider'];
  if (!provider) throw new Error(`the user ${JSON.stringify(user)} is no longer in it`);
  provider.config ??= {};
  return provider.config;
}

function isContent(text: string, wanted: Content): boolean {
  try {
    return isDeepStrictEqual(load(text), wanted);
  } catch {
    return false;
  }
}

/** A key with its value on one line: in quotes, or up to what ends it. */
const setting = (key: string) =>
  new RegExp(
    `((["']?)${key}\\2[ \\t]*:[ \\t]*)("(?:[^"\\\\\\n]|\\\\.)*"|'(?:[^'\\n]|'')*'|[^\\s"',}][^\\s,}]*)`,
    'g',
  );

/** Each place where the value may stand, replaced. */
function* replacements(text: string, key: string, value: string): Generator<string> {
  for (const { index, 0: all, 1: name = '', 3: old = '' } of text.matchAll(setting(key)))
    yield text.slice(0, index) + name + scalar(value, old) + text.slice(index + all.length);
}

/** Each place where it may be added: before the issuer, without which there is no such configuration. */
function* additions(text: string, key: string, value: string): Generator<string> {
  for (const { index, 2: quote = '' } of text.matchAll(setting('idp-issuer-url'))) {
    const begin = text.lastIndexOf('\n', index) + 1;
    const indent = text.slice(begin, index);
    const separator = /^[ \t]*$/.test(indent) && quote === '' ? `\n${indent}` : ', ';
    const line = `${quote}${key}${quote}: ${scalar(value, quote)}`;
    yield `${text.slice(0, index)}${line}${separator}${text.slice(index)}`;
  }
}

/** In quotes where the old one was, or where YAML asks for them. */
function scalar(value: string, old: string): string {
  const plain = /^[\w.~+/=-]+$/.test(value) && !/^["']/.test(old) && load(value) === value;
  return plain ? value : JSON.stringify(value);
}
