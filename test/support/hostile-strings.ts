/** Strings that attack terminals, shells and parsers, and a check for raw control characters. */

const ESC = '\u001b';

export const HOSTILE_STRINGS: readonly string[] = [
  `${ESC}[2J${ESC}[1;1Hclean`,
  `${ESC}]0;title\u0007`,
  `${ESC}]8;;https://example.com\u0007link`,
  `${ESC}P1000p\u0090\u009b31m\u009d`,
  'over\rwritten',
  'two\nlines\r\nthree\u0085four\u2028five\u2029',
  '\u0000\u0001\b\v\f\u000e\u007f',
  '\u202etxt.exe\u2066\u2069\u200e\u200f\u061c',
  'zero\u200bwidth\u200d\u2060\ufeff\u00ad\u180e',
  'tagged\u{e0041}\u{e0020}\u{e007f}\u3164\u115f\u034f\ufe0f',
  `${'e'}${'\u0301\u0302\u0489'.repeat(40)}`,
  '日本語の名前 전각 ｆｕｌｌ',
  '🎉👩‍👩‍👧‍👦🇪🇺',
  '\ud800 lone \udc00',
  "'; touch /tmp/pasted; echo '",
  '`id` $(id) "$HOME" && id | id > /tmp/pasted # \\',
  '--all',
  '-',
  '',
  ' ',
  '\t',
  '<none>',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '!!js/function "x"',
  '"]} end; click a call f() %%{init: {"theme": "dark"}}%% #quot; <b>style x:#1;</b>',
  '*alias &anchor : # %',
  'null',
  'true',
  '007',
  '1e999',
  '../../etc/passwd',
  'a/b/c',
  '0.0.0.0',
  '::ffff:192.0.2.1%eth0',
  '9999-99-99T99:99:99Z',
  '0001-01-01T00:00:00Z',
  'x'.repeat(5000),
  '\u202e日\u001b[31m '.repeat(500),
];

/** Control, format, separator, surrogate and invisible characters. */
const RAW = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}]/u;

const SGR = new RegExp(`${ESC}\\[\\d{1,2}m`, 'g');

/** Returns the first control or invisible character other than a newline, or null. */
export function findRawCharacter(text: string, { color }: { color: boolean }): string | null {
  const [raw] = RAW.exec((color ? text.replace(SGR, '') : text).replaceAll('\n', '')) ?? [];
  return raw === undefined ? null : `U+${raw.codePointAt(0)?.toString(16).padStart(4, '0')}`;
}
