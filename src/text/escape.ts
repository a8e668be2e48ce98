/** Escaping of untrusted text, so that it cannot control the terminal. */

/**
 * Control, format (bidi, zero-width, tags) and invisible characters, line and paragraph separators, halves of
 * surrogate pairs.
 */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu;
/** A fast path: most text is printable ASCII. */
const PLAIN = /^[\n -~]*$/;

/** Makes characters visible that a terminal interprets: ESC as `^[`, others as `\n`, `\u202e`. */
export function escapeText(text: string): string {
  return text.replace(UNPRINTABLE, escapeCharacter);
}

function escapeCharacter(character: string): string {
  if (character === '\n') return String.raw`\n`;
  if (character === '\t') return String.raw`\t`;
  if (character === '\r') return String.raw`\r`;
  const code = codeOf(character);
  if (code < 0x20) return `^${String.fromCharCode(code + 0x40)}`;
  return code > 0xffff ? `\\u{${code.toString(16)}}` : `\\u${hexOf(code, 4)}`;
}

/** Escapes an error message, but keeps the line breaks before its list items (`* `). */
export function escapeLines(text: string): string {
  return text
    .split(/\n(?=\* )/)
    .map(escapeText)
    .join('\n');
}

/** Escapes every string in a value, keys included. Text renderers receive reports escaped this way. */
export function escapeAll<T>(value: T): T {
  return escapeValue(value) as T;
}

function escapeValue(value: unknown): unknown {
  if (typeof value === 'string') return escapeText(value);
  if (Array.isArray(value)) return value.map(escapeValue);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [escapeText(key), escapeValue(item)]));
}

/** Escapes JSON text for a terminal; it parses to the same value. */
export function escapeJson(json: string): string {
  return escapeQuoted(json, (character) =>
    Array.from({ length: character.length }, (_, i) => `\\u${hexOf(character.charCodeAt(i), 4)}`).join(''),
  );
}

/** Escapes YAML text for a terminal. Strings that are not {@link isPrintable} must be in double quotes. */
export function escapeYaml(yaml: string): string {
  return escapeQuoted(yaml, (character) =>
    character.length > 1 ? `\\U${hexOf(codeOf(character), 8)}` : `\\u${hexOf(codeOf(character), 4)}`,
  );
}

/** Whether text needs no escaping; line breaks are allowed. */
export function isPrintable(text: string): boolean {
  return PLAIN.test(text) || text.replaceAll('\n', '').search(UNPRINTABLE) < 0;
}

/** Keeps line breaks: those within strings are escaped already. */
function escapeQuoted(document: string, escaped: (character: string) => string): string {
  if (PLAIN.test(document)) return document;
  return document.replace(UNPRINTABLE, (character) => (character === '\n' ? '\n' : escaped(character)));
}

const codeOf = (character: string) => character.codePointAt(0) ?? 0;
const hexOf = (code: number, digits: number) => code.toString(16).padStart(digits, '0');
