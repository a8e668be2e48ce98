/** Plain scalars that YAML 1.1 and 1.2 parse as strings. */
const PLAIN = /^[A-Za-z_][\w./-]*$/;
const WORDS = /^(y|n|yes|no|on|off|true|false|null)$/i;

/** Formats a value as YAML flow style, on one line. */
export function inlineYaml(value: unknown): string {
  if (typeof value === 'string')
    return PLAIN.test(value) && !WORDS.test(value) ? value : JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(inlineYaml).join(', ')}]`;
  if (value === null || typeof value !== 'object') return String(value);
  const entries = Object.entries(value).map(([key, item]) => `${inlineYaml(key)}: ${inlineYaml(item)}`);
  return `{${entries.join(', ')}}`;
}
