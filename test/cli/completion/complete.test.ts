/** The completion protocol of kubectl plugins (kubectl/pkg/cmd/plugin/plugin_completion.go). */
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { COMMANDS } from '../../../src/cli/commands.ts';
import { flagsOf } from '../../../src/cli/flags.ts';
import { typedWords } from '../../../src/cli/main.ts';
import { FORMAT_NAMES, formatsOf } from '../../../src/render/render-report.ts';
import { RULES } from '../../../src/rules/engine/catalogue.ts';
import { completionsOf, words } from '../../support/completions.ts';
import { directoryWith } from '../../support/connections.ts';

const NAMES = COMMANDS.map(({ name }) => name);

describe('commands', () => {
  test('all of them, with what they are for', async () => {
    const { lines, directive } = await completionsOf(['']);
    expect(lines).toEqual(COMMANDS.map(({ name, summary }) => `${name}\t${summary}`));
    expect(directive).toBe(':4');
  });

  test.each([
    ['', NAMES],
    ['de', ['describe']],
    ['x', []],
    ['-n demo ch', ['check']],
    ['-Ao json ch', ['check']],
    ['-ndemo --v=6 -o=json ch', ['check']],
    ['-n ch', []],
    ['nonsense ', []],
    ['help ', []],
    ['-- ch', ['check']],
  ])('%j: %j', async (line, expected) => {
    expect((await completionsOf(words(line))).candidates).toEqual(expected);
  });
});

describe.each(COMMANDS)('the flags of $name', ({ name, load }) => {
  test('are all that it takes', async () => {
    const { lines, directive } = await completionsOf([name, '-']);
    const shown = flagsOf(await load()).filter(({ hidden }) => !hidden);
    expect(lines).toEqual(shown.map((flag) => `--${flag.name}\t${flag.summary}`));
    expect(directive).toBe(':4');
  });

  test('have their choices as values', async () => {
    for (const { name: flag, choices } of flagsOf(await load())) {
      if (choices === undefined) continue;
      expect((await completionsOf([name, `--${flag}`, ''])).candidates).toEqual(choices);
      expect((await completionsOf([name, `--${flag}=`])).candidates).toEqual(choices);
    }
  });
});

test.each([
  ['describe --no-h', ['--no-headers']],
  ['describe --local', []],
  ['describe -A --all', []],
  ['describe -An x --n', ['--no-headers']],
  ['describe --filename x --f', ['--filename']],
  ['describe --fail', []],
  ['check --fail', ['--fail-on', '--fail-if-empty']],
  ['--names', ['--namespace']],
  ['describe -- --names', []],
  ['describe -n --names', []],
  ['nonsense --names', []],
])('flags: %j: %j', async (line, expected) => {
  expect((await completionsOf(words(line))).candidates).toEqual(expected);
});

describe('values', () => {
  const findings = RULES.map(({ name }) => name);

  test.each([
    ['check --fail-on w', ['warning']],
    ['check --fail-on=w', ['warning']],
    ['--color ', ['auto', 'always', 'never']],
    ['-o ', FORMAT_NAMES],
    ['describe -o ', formatsOf('describe')],
    ['describe -o m', ['mermaid']],
    ['check -o m', []],
    ['check -o g', ['github']],
    ['get -o g', []],
    ['describe -o=ya', ['yaml']],
    ['describe -Ao ya', ['yaml']],
    ['describe -oya', []],
    ['get --output=', formatsOf('get')],
    ['create-external x -o ', ['yaml', 'json', 'name']],
    ['create-external x --dry-run=', ['none', 'client', 'server']],
    ['create-external x --dry-run ', []],
    ['create-external x --kind ', ['endpoints', 'endpointslice']],
    ['version -o ', ['json', 'yaml']],
    ['describe --token ', []],
    ['describe --no-such-flag=', []],
    ['describe -A=', []],
    ['explain ', findings],
    ['explain scaled', ['scaled-to-zero']],
    ['explain scaled-to-zero ', []],
    ['completion ', ['bash', 'zsh', 'fish', 'powershell']],
    ['create-external ', []],
    ['version ', []],
  ])('%j: %j', async (line, expected) => {
    expect(await completionsOf(words(line))).toMatchObject({ candidates: expected, directive: ':4' });
  });

  test('findings say what they mean', async () => {
    const [first] = (await completionsOf(['explain', ''])).lines;
    expect(first).toBe(`${RULES[0]?.name}\t${RULES[0]?.summary}`);
  });

  test.each(['describe -f ', 'describe --filename=a,b', '--kubeconfig ', 'check --client-key='])(
    '%j: files, which the shell knows',
    async (line) => {
      expect(await completionsOf(words(line))).toMatchObject({ candidates: [], directive: ':0' });
    },
  );
});

describe('names of the kubeconfig', () => {
  const config = (names: readonly string[]) => ({
    contexts: names.map((name) => ({ name })),
    clusters: names.map((name) => ({ name: `c-${name}` })),
    users: names.map((name) => ({ name: `u-${name}` })),
  });
  const usual = ['arn:aws:eks:eu-1:1:cluster/a', 'büro', 'dev', 'kubernetes-admin@kubernetes'];

  test.each([
    ['--context ', usual],
    ['describe --context=d', ['dev']],
    ['describe --cluster c-d', ['c-dev']],
    ['describe svc x -A --user u-b', ['u-büro']],
    ['describe --context=no --context d', ['dev']],
  ])('%j: %j', async (line, expected) => {
    const directory = directoryWith({ config: config(usual.toReversed()) });
    const env = { KUBECONFIG: join(directory, 'config') };
    expect((await completionsOf(words(line), { env })).candidates).toEqual(expected);
  });

  test('are those of the file on the line', async () => {
    const cwd = directoryWith({ other: config(['other']) });
    const env = { KUBECONFIG: join(cwd, 'none') };
    for (const flag of [['--kubeconfig', 'other'], ['--kubeconfig=other']])
      expect((await completionsOf([...flag, '--context', ''], { cwd, env })).candidates).toEqual(['other']);
    expect((await completionsOf(['--context', ''], { cwd, env })).candidates).toEqual([]);
  });

  test('are not offered where a shell would not read them as one word', async () => {
    const hostile = [
      'a b',
      '$(reboot)',
      '`x`',
      'a;b',
      'a|b',
      "it's",
      '"',
      'a\nb',
      'a\tb',
      '\u001b[2J',
      '-x',
      '',
    ];
    const env = {
      KUBECONFIG: join(directoryWith({ config: config([...hostile, 'good', '\u202eevil']) }), 'config'),
    };
    expect((await completionsOf(['--context', ''], { env })).lines).toEqual(['good']);
  });

  test("a file that cannot be read is nobody's business", async () => {
    const env = { KUBECONFIG: join(directoryWith({ config: 'contexts: {' }), 'config') };
    expect((await completionsOf(['--context', ''], { env })).candidates).toEqual([]);
  });
});

test.each([
  ['/usr/bin/kubectl_complete-endpoints', ['de'], ['de']],
  ['kubectl_complete-endpoints', ['__complete'], ['__complete']],
  [String.raw`C:\krew\bin\kubectl_complete-endpoints.exe`, [], []],
  ['/usr/bin/kubectl-endpoints', ['__complete', 'de'], ['de']],
  ['/usr/bin/kubectl-endpoints', ['describe', '__complete'], null],
  ['/opt/kubectl_complete-x/kubectl-endpoints', ['describe'], null],
])('called as %s with %j: completes %j', (name, argv, expected) => {
  expect(typedWords(name, argv)).toEqual(expected);
});
