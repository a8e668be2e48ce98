/** The part of yargs: it finds the command, prints help and suggests names. */
import { afterEach, describe, expect, test, vi } from 'vitest';
import { COMMANDS } from '../../src/cli/commands.ts';
import { run } from '../support/run-main.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

test('only the command that runs is loaded', async () => {
  const loads = COMMANDS.map((command) => ({ name: command.name, load: vi.spyOn(command, 'load') }));
  const loaded = () => loads.filter(({ load }) => load.mock.calls.length > 0).map(({ name }) => name);
  await run([]);
  await run(['help']);
  await run(['Frobnicate']);
  expect(loaded()).toEqual([]);
  await run(['explain', 'scaled-to-zero']);
  expect(loaded()).toEqual(['explain']);
});

test('the process is left alone', async () => {
  const touched = [
    ...(['cwd', 'exit', 'emitWarning'] as const).map((name) => vi.spyOn(process, name)),
    ...(['log', 'warn', 'error'] as const).map((name) => vi.spyOn(console, name)),
    ...[process.stdout, process.stderr].map((stream) => vi.spyOn(stream, 'write')),
  ];
  for (const line of [
    '',
    'describe -h',
    'frobnicate',
    'get --color x',
    'explain',
    'explain x',
    'version -o x',
  ])
    await run(line.split(' ').filter(Boolean));
  expect(touched.map((one) => one.mock.calls)).toEqual(touched.map(() => []));
});

const SEE_HELP = "; see 'kubectl endpoints --help'";

describe('what was meant', () => {
  test.each([
    ['gte', 'unknown command "gte" for "kubectl endpoints"; did you mean "get"?'],
    ['Describe', 'unknown command "Describe" for "kubectl endpoints"; did you mean "describe"?'],
    [
      'create',
      'unknown command "create" for "kubectl endpoints"; use: kubectl endpoints create-external NAME --ip ADDRESS --port PORT',
    ],
    ['help desribe', 'unknown command "desribe" for "kubectl endpoints"; did you mean "describe"?'],
    ['-- --chekc', `unknown command "--chekc" for "kubectl endpoints"${SEE_HELP}`],
    ['-- --help', `unknown command "--help" for "kubectl endpoints"${SEE_HELP}`],
    ['-- --', `unknown command "--" for "kubectl endpoints"${SEE_HELP}`],
    ['help -- --help', `unknown command "--help" for "kubectl endpoints"${SEE_HELP}`],
    ['__proto__', `unknown command "__proto__" for "kubectl endpoints"${SEE_HELP}`],
    [
      'svc -f goldens/input/shop.yaml -o name --fail-on x',
      'unknown flag: --fail-on; use: kubectl endpoints check --fail-on',
    ],
    ['de -f clusters/seed-nginx.json', 'no Service de in clusters/seed-nginx.json'],
    ['get --outptu json', 'unknown flag: --outptu; did you mean --output?'],
    ['get --all', 'unknown flag: --all; did you mean --all-namespaces?'],
    ['get --loca', "unknown flag: --loca; see 'kubectl endpoints get --help'"],
    ['get --fail-no', "unknown flag: --fail-no; see 'kubectl endpoints get --help'"],
    ['--contxt=x', 'unknown flag: --contxt; did you mean --context?'],
    ['check --fail-no', 'unknown flag: --fail-no; did you mean --fail-on?'],
  ])('%s', async (line, message) => {
    const { stdout, stderr } = await run(line.split(' '));
    expect({ stdout, stderr }).toEqual({ stdout: '', stderr: `error: ${message}\n` });
  });
});

test('of several values that are not among the choices, the first is named', async () => {
  const { code, stderr } = await run(['get', '--sort-by=x', '--color', 'y']);
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: 'error: invalid value "x" for --sort-by: must be name, status, ready, age\n',
  });
});

test('the name of a command is quoted as it is', async () => {
  const { stderr } = await run([' a\n  b ']);
  expect(stderr).toBe(`error: unknown command " a\\n  b " for "kubectl endpoints"${SEE_HELP}\n`);
});

describe.each([80, 100])('help on a terminal of %i columns', (columns) => {
  test.each(['', ...COMMANDS.map(({ name }) => name)])('%s', async (name) => {
    const { code, stdout } = await run([name, '--help'].filter(Boolean), { columns });
    expect(code).toBe(0);
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  test('is in kubectl’s order, flags in groups with the names of their values', async () => {
    const { stdout } = await run(['describe', 'svc', '--help'], { columns });
    const heads = stdout.split('\n').filter((line) => /^[A-Z].*:$/.test(line));
    expect(heads).toEqual([...['Usage:', 'Examples:', 'Flags:', 'Scope:', 'Files:', 'Output:']]);
    expect(stdout).toMatch(/^ {2}-n, --namespace NAME {5}Namespace to look in$/m);
    expect((await run(['options'], { columns })).stdout).toMatch(/^ {6}--as USER {22}User to impersonate$/m);
    expect(stdout).not.toContain('--local');
  });
});

test('a flag whose name and value take half of the line has it to itself', async () => {
  const { stdout } = await run(['create-external', '--help'], { columns: 80 });
  expect(stdout).toContain(
    [
      '      --port [NAME:]PORT[:TARGETPORT][/PROTOCOL]',
      '                                           Ports of the Service, separated by',
      '                                           commas; TARGETPORT is the port of the',
      '                                           addresses, if it differs',
      '      --external-name HOST                 Create an ExternalName Service for',
      '                                           this host name',
      '',
    ].join('\n'),
  );
});
