/** Values of flags arrive unchanged, as in kubectl (github.com/spf13/pflag), whatever characters they have. */
import { describe, expect, test } from 'vitest';
import { COMMANDS } from '../../src/cli/commands.ts';
import { flagsOf, valuesOf } from '../../src/cli/flags.ts';
import { parse } from '../../src/cli/program.ts';
import type { Flag } from '../../src/model/command.ts';
import { run } from '../support/run-main.ts';

const HOSTILE = [
  ...[`'t'`, `"t"`, '"', "'", `""`, `'"'`, `"k"="v"`, `"a,b"`, `'a`, `a"b'c`, '`x`'],
  ...[
    '=',
    '==',
    'a=b',
    '=a',
    'a=',
    '-',
    '--',
    '---',
    '-x',
    '-n',
    '-Av6',
    '--namespace',
    '--namespace=y',
    '--help',
  ],
  ...[
    'a,b',
    ',',
    'a,,b',
    ' ',
    ' a b ',
    '\t',
    'a\nb',
    '',
    'é',
    'ü=ö',
    '名前',
    '🙂',
    'e\u0301',
    '\u202e',
    '\ufeff',
  ],
  ...['0', '007', '1e3', '0x10', '1.0', '-1', '.5', 'NaN', 'true', 'false', 'null', 'undefined', '[]', '{}'],
  ...['__proto__', 'constructor', 'a.b', '$0', '%s', '\\', '\\n', '*', '~', '@file', '/', 'no-x', '--no-x'],
];

/** All ways to set a flag, with the value that it must get. */
const spellings = ({ name, short }: Flag, value: string): string[][] => [
  [`--${name}`, value],
  [`--${name}=${value}`],
  ...(short === undefined ? [] : [[`-${short}`, value], [`-${short}=${value}`]]),
  // `-n` takes the next word; in `-n=x` the value is x.
  ...(short === undefined || value === '' || value.startsWith('=') ? [] : [[`-${short}${value}`]]),
];

describe.each(COMMANDS)('$name', ({ load }) => {
  test('takes every value of every flag as it is', async () => {
    const command = await load();
    const open = flagsOf(command).filter(
      ({ type, choices, noOptDefault }) => type !== 'boolean' && !choices && !noOptDefault,
    );
    for (const flag of open)
      for (const value of HOSTILE)
        for (const words of spellings(flag, value)) {
          const { args, parsed } = parse(command, ['before', ...words, 'after']);
          const [given] = Object.values(valuesOf([flag], parsed));
          expect([words, given, args]).toEqual([words, wanted(flag, value), ['before', 'after']]);
        }
  });
});

function wanted({ type, commaSeparated }: Flag, value: string): unknown {
  if (type !== 'list') return value;
  return commaSeparated ? value.split(',').filter(Boolean) : [value];
}

test('arguments stay as they are', async () => {
  for (const { load } of COMMANDS) {
    const { args } = parse(await load(), ['--', ...HOSTILE]);
    expect(args).toEqual(HOSTILE);
  }
});

describe('quotes are part of', () => {
  const create = [
    'create-external',
    'db',
    '--ip',
    '192.0.2.1',
    '--port',
    '80',
    '--dry-run=client',
    '-o',
    'json',
  ];

  test('an annotation', async () => {
    const { stdout } = await run([...create, '--annotation=k="v"', '--annotation', `note='it is'`]);
    expect(JSON.parse(stdout).items[0].metadata.annotations).toMatchObject({ k: '"v"', note: "'it is'" });
    const refused = await run([...create, '--annotation', '"k"="v"']);
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toContain(String.raw`--annotation "\"k\""`);
  });

  test('the name of a file', async () => {
    const { code, stderr } = await run(['describe', '-f', '"clusters/seed-nginx.json"']);
    expect(code).toBe(1);
    expect(stderr).toContain('"clusters/seed-nginx.json"" does not exist');
  });
});

test('yargs does not change a value on its way to the command either', async () => {
  for (const value of HOSTILE.filter((one) => !/[\p{Cc}\p{Cf}]/u.test(one)))
    for (const words of spellings({ name: 'color', type: 'string', summary: '' }, value)) {
      const { code, stderr } = await run([
        'get',
        ...words,
        '-A',
        '-n',
        '--help',
        '-f',
        'clusters/seed-nginx.json',
      ]);
      const line = `error: invalid value ${JSON.stringify(value)} for --color: must be auto, always, never\n`;
      expect([words, code, stderr]).toEqual([words, 1, line]);
    }
});
