/** kubectl's grammar of flags (github.com/spf13/pflag), where it differs from that of yargs. */
import { describe, expect, test } from 'vitest';
import { ANY_COMMAND, flagsOf, valuesOf } from '../../src/cli/flags.ts';
import { firstArgument, normalizeArgv } from '../../src/cli/pflag.ts';
import { parse } from '../../src/cli/program.ts';
import { CONNECTION, CONNECTION_FLAGS, connectionFlags } from '../../src/commands/shared/connection-flags.ts';
import { FILES, OUTPUT, SCOPE } from '../../src/commands/shared/shared-flags.ts';
import type { Flag } from '../../src/model/command.ts';
import type { UserError } from '../../src/model/errors.ts';

const OWN = [
  { name: 'dry-run', type: 'string', noOptDefault: 'unchanged', default: 'none', summary: '' },
  { name: 'ip', type: 'list', commaSeparated: true, summary: '' },
  { name: 'mode', type: 'string', default: 'a', choices: ['a', 'b'], summary: '' },
] as const satisfies readonly Flag[];

const FLAGS = [...OWN, ...SCOPE.flags, ...FILES.flags, ...OUTPUT.flags, ...CONNECTION.flags] as const;

function parsed(line: string) {
  const declared = { flags: OWN, shared: [SCOPE, FILES, OUTPUT, CONNECTION] };
  const { args, parsed } = parse(declared, line.split(' ').filter(Boolean));
  return { args, flags: valuesOf(FLAGS, parsed), connection: valuesOf(CONNECTION_FLAGS, parsed) };
}
const text = (line: string, flag: string) => new Map(Object.entries(parsed(line).flags)).get(flag);
const failure = (line: string) => {
  try {
    parsed(line);
  } catch (error) {
    return (error as UserError).fullMessage;
  }
  return null;
};

describe('a value', () => {
  test.each(['-nfoo', '-n=foo', '-n foo', '--namespace foo', '--namespace=foo'])('%s', (line) => {
    expect(parsed(line)).toMatchObject({ args: [] });
    expect(text(line, 'namespace')).toBe('foo');
  });

  test.each([
    ['--namespace=', ''],
    ['--namespace -x', '-x'],
    ['--namespace --all-namespaces', '--all-namespaces'],
    ['-n -', '-'],
    ['-n --', '--'],
    ['--namespace=a=b', 'a=b'],
    ['-n=-1', '-1'],
    ['--token 007', '007', 'token'],
    ['--token 1e3', '1e3', 'token'],
    ['--token true', 'true', 'token'],
    ['--as a.b.c', 'a.b.c', 'as'],
  ])('%s', (line, value, flag = 'namespace') => {
    expect(text(line, flag)).toBe(value);
    expect(parsed(line).args).toEqual([]);
  });

  test('is the last one that was given', () => {
    expect(text('-n a --namespace b', 'namespace')).toBe('b');
    expect(text('-n a -n=', 'namespace')).toBe('');
    expect(text('--mode a --mode b', 'mode')).toBe('b');
  });

  test('is the default where the flag was not given', () => {
    expect(text('', 'mode')).toBe('a');
    expect(text('', 'dryRun')).toBe('none');
    expect(text('', 'namespace')).toBeNull();
    expect(Object.keys(parsed('').flags)).toHaveLength(FLAGS.length);
  });

  test('is one of the choices', () => {
    expect(failure('--mode c')).toBe('error: invalid value "c" for --mode: must be a, b');
  });

  test('may be left out where the flag has one of its own; then it is not the next word', () => {
    expect(text('--dry-run', 'dryRun')).toBe('unchanged');
    expect(text('--dry-run=client', 'dryRun')).toBe('client');
    expect(parsed('--dry-run client')).toMatchObject({ args: ['client'] });
  });
});

describe('a list', () => {
  test('accumulates', () => {
    expect(parsed('-f a -f=b --filename c').flags.filename).toEqual(['a', 'b', 'c']);
  });

  test('is split at commas where the flag says so', () => {
    expect(parsed('--ip 1,2 --ip 3').flags.ip).toEqual(['1', '2', '3']);
    expect(parsed('--as-group a,b').flags.asGroup).toEqual(['a,b']);
  });

  test('takes one word, not all that follow', () => {
    expect(parsed('-f a svc web').args).toEqual(['svc', 'web']);
  });

  test('is empty where it was not given', () => {
    expect(parsed('').flags.filename).toEqual([]);
  });
});

describe('a boolean', () => {
  test.each(['-A', '--all-namespaces', '--all-namespaces=true', '-A=true'])('%s', (line) => {
    expect(parsed(line).flags.allNamespaces).toBe(true);
  });

  test.each(['', '--all-namespaces=false', '-A=false', '-A --all-namespaces=false'])('off: "%s"', (line) => {
    expect(parsed(line).flags.allNamespaces).toBe(false);
  });

  test('does not swallow the next word', () => {
    const { args, flags } = parsed('-A svc --all-namespaces web');
    expect(args).toEqual(['svc', 'web']);
    expect(flags.allNamespaces).toBe(true);
  });

  test('letters may stand together, the last one with its value', () => {
    for (const line of ['-ARojson', '-AR -ojson', '-ARo json', '-ARo=json']) {
      const { flags, args } = parsed(line);
      expect([flags.allNamespaces, flags.recursive, flags.output, args]).toEqual([true, true, 'json', []]);
    }
  });
});

describe('what yargs would understand and kubectl does not', () => {
  test.each([
    ['--no-all-namespaces', 'unknown flag: --no-all-namespaces; did you mean --all-namespaces?'],
    ['--allNamespaces', 'unknown flag: --allNamespaces; did you mean --all-namespaces?'],
    ['--a.b=1', 'unknown flag: --a.b'],
    ['--output.x=1', 'unknown flag: --output.x; did you mean --output?'],
    ['--names', 'unknown flag: --names; did you mean --namespace?'],
    ['--n=foo', 'unknown flag: --n'],
    ['--f', 'unknown flag: --f'],
    ['---x', 'unknown flag: ---x'],
    ['--__proto__=1', 'unknown flag: --__proto__'],
    ['-x', "unknown shorthand flag: 'x' in -x"],
    ['-Ax', "unknown shorthand flag: 'x' in -x"],
    ['-namespace', null],
    ['-1', "unknown shorthand flag: '1' in -1"],
    ['--namespace', 'flag needs an argument: --namespace'],
    ['-n', "flag needs an argument: 'n' in -n"],
    ['-An', "flag needs an argument: 'n' in -n"],
    ['-f', "flag needs an argument: 'f' in -f"],
  ])('%s', (line, message) => {
    expect(failure(line)).toBe(message && `error: ${message}`);
  });
});

describe('arguments', () => {
  test.each(['007', '1e3', '0x10', '1.0', 'true', '-', 'a.b', 'svc/1', '__proto__'])(
    '%s stays as it is',
    (word) => {
      expect(parsed(`svc ${word}`).args).toEqual(['svc', word]);
    },
  );

  test('flags may stand before, between and behind them', () => {
    expect(parsed('-n x svc -A web --output json db').args).toEqual(['svc', 'web', 'db']);
  });

  test('behind -- everything is an argument', () => {
    const { args, flags } = parsed('svc -n x -- -A --output json --');
    expect(args).toEqual(['svc', '-A', '--output', 'json', '--']);
    expect(flags.allNamespaces).toBe(false);
  });
});

test('as many arguments as a shell can give', () => {
  const many = Array.from({ length: 200_000 }, (_, index) => `web-${index}`);
  expect(normalizeArgv(['--', ...many], []).args).toHaveLength(many.length);
  expect(normalizeArgv(many, []).args).toHaveLength(many.length);
});

describe('the name of the command', () => {
  test.each([
    ['describe svc', 'describe'],
    ['-n describe check', 'check'],
    ['--namespace describe check', 'check'],
    ['--namespace=describe check', 'check'],
    ['-ndescribe check', 'check'],
    ['-A check', 'check'],
    ['--kubeconfig f -o json check', 'check'],
    ['-v 6 check', 'check'],
    ['-A', null],
    ['', null],
  ])('%s', (line, name) => {
    expect(firstArgument(line.split(' ').filter(Boolean), flagsOf(ANY_COMMAND))).toBe(name);
  });
});

test('connection flags go to cluster/ under its names, those that were given', () => {
  const line = '--kubeconfig f --as u --as-group a --as-group b --insecure-skip-tls-verify -n ns -v 6';
  expect(connectionFlags(parsed(line).connection)).toEqual({
    kubeconfig: 'f',
    as: 'u',
    asGroup: ['a', 'b'],
    insecureSkipTlsVerify: true,
    namespace: 'ns',
    verbosity: 6,
  });
  expect(connectionFlags(parsed('').connection)).toEqual({ verbosity: 0 });
});
