import { execFileSync } from 'node:child_process';
import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { jsonText, yamlText } from '../../src/render/render-objects.ts';
import { humanDuration } from '../../src/text/duration.ts';
import { escapeAll, escapeLines, escapeText } from '../../src/text/escape.ts';
import { counted, listed } from '../../src/text/list.ts';
import { maskUrl } from '../../src/text/mask-url.ts';
import { byText } from '../../src/text/order.ts';
import { commandLine, kubectl } from '../../src/text/shell.ts';
import { findProgramOrSkip } from '../support/binaries.ts';
import { findRawCharacter, HOSTILE_STRINGS } from '../support/hostile-strings.ts';

const bash = findProgramOrSkip('command lines in bash', 'bash');

describe('a duration, as kubectl writes ages', () => {
  const [s, m, h, d] = [1000, 60_000, 3_600_000, 86_400_000];
  test.each([
    [-2 * s, '<invalid>'],
    [-1 * s, '0s'],
    [0, '0s'],
    [999, '0s'],
    [119 * s, '119s'],
    [2 * m, '2m'],
    [5 * m + 12 * s, '5m12s'],
    [10 * m + 1 * s, '10m'],
    [179 * m, '179m'],
    [3 * h + 4 * m, '3h4m'],
    [8 * h, '8h'],
    [47 * h, '47h'],
    [2 * d + 3 * h, '2d3h'],
    [8 * d, '8d'],
    [729 * d, '729d'],
    [800 * d, '2y70d'],
    [9 * 365 * d, '9y'],
  ])('%d ms: %s', (ms, text) => {
    expect(humanDuration(ms)).toBe(text);
  });
});

describe('a command line', () => {
  test.each([
    [['kubectl', '-n', 'web', 'get', 'svc/a.b'], 'kubectl -n web get svc/a.b'],
    [['echo', ''], "echo ''"],
    [['echo', 'a b'], "echo 'a b'"],
    [['echo', "it's"], String.raw`echo 'it'\''s'`],
    [
      ['echo', '$(rm -rf /)', '`x`', '~', '*', '!1', 'a;b', '#c'],
      "echo '$(rm -rf /)' '`x`' '~' '*' '!1' 'a;b' '#c'",
    ],
    [['-p', '{"a":null}'], `-p '{"a":null}'`],
    [['a\nb'], String.raw`$'a\012b'`],
    [["\u001b[2J'\\\u202e"], String.raw`$'\033[2J\'\\\342\200\256'`],
  ])('%j', (words, line) => {
    expect(commandLine(...words)).toBe(line);
  });

  const readBy = (shell: string, words: readonly string[]) =>
    execFileSync(shell, ['-c', `printf '%s\\0' ${commandLine(...words)}`], { encoding: 'utf8' })
      .split('\0')
      .slice(0, -1);

  test('is what a shell reads back', () => {
    const words = ["it's", '"', '\\', '$HOME', 'ä', '', '{"a":[1]}', "''", '&& false'];
    expect(readBy('sh', words)).toEqual(words);
  });

  test.skipIf(!bash)('is what bash reads back, and holds nothing that a terminal obeys', () => {
    const words = [...HOSTILE_STRINGS, '\u0015id\n', "\u001b[200~'\n"].filter(
      (word) => word.isWellFormed() && !word.includes('\0'),
    );
    expect(readBy('bash', words)).toEqual(words);
    expect(findRawCharacter(commandLine(...words), { color: false })).toBeNull();
    expect(commandLine(...words)).not.toContain('\n');
  });

  test('of kubectl: a name that looks like a flag is none', () => {
    expect(kubectl('web', { verb: 'delete', names: ['pod', '--all', 'a'] })).toBe(
      'kubectl -n web delete pod -- --all a',
    );
    expect(kubectl('--all', { verb: 'logs', names: ['a'], flags: [['-c', '--x']] })).toBe(
      'kubectl -n --all logs a -c --x',
    );
    expect(kubectl(null, { verb: 'patch', names: ['pod', '-f'], flags: ['--type=json', ['-p', '[]']] })).toBe(
      "kubectl patch pod --type=json -p '[]' -- -f",
    );
  });

  test('of kubectl: a flag is no name, whichever it is', () => {
    const flags = ['--overwrite', '--grace-period=0', ['--timeout', '5s'], '-A'] as const;
    expect(kubectl('web', { verb: 'label', names: ['service', 'a', 'x=y'], flags })).toBe(
      'kubectl -n web label service a x=y --overwrite --grace-period=0 --timeout 5s -A',
    );
  });
});

describe('what a terminal might obey is made visible', () => {
  test.each([
    ['plain äöü 日本 🎉', 'plain äöü 日本 🎉'],
    ['\u001b[31mred', '^[[31mred'],
    ['a\nb\tc\rd', String.raw`a\nb\tc\rd`],
    ['\u0000\u0007\u007f\u009b', String.raw`^@^G\u007f\u009b`],
    ['a\u202eb\u2066c\u200bd\ufeff', String.raw`a\u202eb\u2066c\u200bd\ufeff`],
    ['a\u{e0041}\u3164\u034f\ud800', String.raw`a\u{e0041}\u3164\u034f\ud800`],
  ])('%j', (text, visible) => {
    expect(escapeText(text)).toBe(visible);
  });

  test('in an error, of whose lines only items of a list are ours', () => {
    expect(escapeLines('all wrong: \n* a\nerror: b\n* c')).toBe('all wrong: \n* a\\nerror: b\n* c');
  });

  test.each(HOSTILE_STRINGS.map((text) => [text]))('as JSON and YAML write it: %j', (text) => {
    const value = { [text]: [text, `${text}\n`, `${text} \u202e\n  more`], __proto__: null, other: { text } };
    for (const [written, read] of [
      [jsonText(value), JSON.parse],
      [yamlText(value), load],
    ] as const) {
      expect(findRawCharacter(written, { color: false })).toBeNull();
      expect(read(written)).toEqual(value);
    }
  });

  test('in every string of a value, keys too', () => {
    const value = { 'a\n': ['b\n', { c: 'd\n' }], n: 1, no: null, yes: true };
    expect(escapeAll(value)).toEqual({ 'a\\n': ['b\\n', { c: 'd\\n' }], n: 1, no: null, yes: true });
  });
});

test.each([
  ['https://k.example:6443/base', 'https://k.example:6443/base'],
  ['https://user:secret@k.example/a@b', 'https://<masked>@k.example/a@b'],
  ['https://us er:secret@k.example', 'https://<masked>@k.example'],
  ['https://k.example?token=secret', 'https://k.example?<masked>'],
  ['http://user:se/c?r#et@p:x', 'http://<masked>@p:x'],
  ['user:secret@p:80', '<masked>@p:80'],
  ['//user:secret@p', '<masked>@p'],
  ['/in?code=secret', '/in?<masked>'],
])('a URL without secrets: %s', (text, shown) => {
  expect(maskUrl(text)).toBe(shown);
});

test('counts', () => {
  expect([counted(0, 'Pod'), counted(1, 'Pod'), counted(2, 'Pod')]).toEqual(['0 Pods', '1 Pod', '2 Pods']);
  expect(counted(2, 'address', 'addresses')).toBe('2 addresses');
});

test('lists', () => {
  expect(listed([])).toBe('<none>');
  expect(listed(['a', 'b', 'c'], 3)).toBe('a, b, c');
  expect(listed(['a', 'b', 'c', 'd'], 3)).toBe('a, b, c and 1 more');
});

test('order is that of bytes, whatever the locale', () => {
  expect(['b', 'a', 'B', 'a-1', 'a.1'].sort(byText)).toEqual(['B', 'a', 'a-1', 'a.1', 'b']);
});
