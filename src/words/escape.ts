/** C0, DEL, C1; bidi controls; zero-width characters; line and paragraph separators. */
const UNPRINTABLE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not reach a terminal
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;

/** The text with everything that a terminal might obey made visible: ESC as `^[`, others as `\n`, `\u202e`. */
export function escapeText(text: string): string {
  return text.replace(UNPRINTABLE, visible);
}

function visible(character: string): string {
  if (character === '\n') return String.raw`\n`;
  if (character === '\t') return String.raw`\t`;
  if (character === '\r') return String.raw`\r`;
  const code = character.charCodeAt(0);
  if (code < 0x20) return `^${String.fromCharCode(code + 0x40)}`;
  return `\\u${code.toString(16).padStart(4, '0')}`;
}

/** The same value with every string in it escaped, keys included: what text is rendered from. */
export function escapeAll<T>(value: T): T {
  return escapeValue(value) as T;
}

function escapeValue(value: unknown): unknown {
  if (typeof value === 'string') return escapeText(value);
  if (Array.isArray(value)) return value.map(escapeValue);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [escapeText(key), escapeValue(item)]));
}
