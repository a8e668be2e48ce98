import { describe, expect, test } from 'vitest';
import { COMMANDS } from '../../src/cli/commands.ts';
import { flagsOf } from '../../src/cli/flags.ts';
import { CONNECTION } from '../../src/commands/shared/connection-flags.ts';
import { run } from '../support/run-main.ts';

describe.each(COMMANDS)('$name', ({ name, load }) => {
  test('--help shows every flag that is not hidden, whatever else is wrong with the line', async () => {
    const { code, stdout, stderr } = await run([name, '--help', 'one', 'two']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const command = await load();
    expect(stdout).toContain(`  kubectl endpoints ${name}`);
    if (command.flags.length + command.shared.length === 0) return;
    const shared = command.shared.filter((group) => group !== CONNECTION);
    for (const flag of flagsOf({ ...command, shared }).filter(
      ({ hidden, name }) => !hidden && name !== 'help',
    ))
      expect(stdout).toMatch(new RegExp(`^  (-${flag.short}, |    )--?${flag.name}( |$)`, 'm'));
  });

  test('-h is the same', async () => {
    expect(await run(['-h', name])).toEqual(await run([name, '--help']));
  });

  test('help NAME is the same', async () => {
    expect(await run(['help', name])).toEqual(await run([name, '--help']));
  });

  test('its summary in the list of commands is short', async () => {
    const { stdout } = await run([]);
    expect(stdout).toContain(`  ${name} `);
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThan(110);
  });

  test('examples begin as one would type them', async () => {
    for (const example of (await load()).examples) expect(example).toMatch(/^kubectl (endpoints|get) /);
  });

  test('an unknown flag is an error on stderr, one line', async () => {
    const { code, stdout, stderr } = await run([name, '--bogus']);
    expect({ stdout, stderr }).toEqual({
      stdout: '',
      stderr: `error: unknown flag: --bogus; see 'kubectl endpoints ${name} --help'\n`,
    });
    expect(code).toBe(name === 'check' ? 2 : 1);
  });
});

test('flags may stand before the command', async () => {
  const file = ['-f', 'clusters/seed-nginx.json'];
  const expected = await run(['describe', 'svc', ...file, '-o', 'name']);
  expect(expected.stdout).toBe('service/nginx-svc\n');
  expect(await run([...file, '-o', 'name', 'describe', 'svc'])).toEqual(expected);
  expect(await run([...file, '-oname', 'describe', '-A'])).toEqual(expected);
});

test('a Service called 007 is asked for as 007', async () => {
  const { code, stderr } = await run(['describe', 'svc', '007', '1e3', '-f', 'clusters/seed-nginx.json']);
  expect(stderr).toBe(
    'error: no Service 007 in clusters/seed-nginx.json\nerror: no Service 1e3 in clusters/seed-nginx.json\n',
  );
  expect(code).toBe(1);
});

test('what a message quotes cannot command the terminal', async () => {
  const { stderr } = await run(['explain', 'a\u001b[2Jb']);
  expect(stderr).toContain('unknown finding "a^[[2Jb"');
});

describe('exit codes of check', () => {
  test.each([
    ['seed-nginx', 'error', 0],
    ['one-pod-crashing', 'error', 0],
    ['one-pod-crashing', 'warning', 1],
    ['one-pod-crashing', 'info', 1],
    ['named-port-missing', 'error', 1],
    ['named-port-missing', 'never', 0],
    ['scaled-to-zero', 'warning', 0],
    ['scaled-to-zero', 'info', 1],
  ])('%s --fail-on %s: %i', async (name, threshold, code) => {
    for (const format of ['table', 'wide', 'json', 'yaml', 'name']) {
      const file = `clusters/${name}.json`;
      expect((await run(['check', '-f', file, '--fail-on', threshold, '-o', format])).code).toBe(code);
    }
  });

  test('a Service whose state is Unknown: 2', async () => {
    const file = 'goldens/input/only-services.yaml';
    expect((await run(['check', '-f', file, '--fail-on', 'never'])).code).toBe(2);
  });

  test('describe is 0 whatever it finds', async () => {
    expect((await run(['describe', '-f', 'clusters/named-port-missing.json'])).code).toBe(0);
  });
});

test('help on help is the help', async () => {
  expect(await run(['help', 'help'])).toEqual(await run(['help']));
});

test('the connection flags are listed once, by options', async () => {
  const { code, stdout, stderr } = await run(['options']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  for (const { name, summary } of CONNECTION.flags)
    expect(stdout).toMatch(new RegExp(`^ +(-s, )?--?${name} .*${summary.slice(0, 20)}`, 'm'));
  const { stdout: help } = await run(['get', '--help']);
  expect(help).toContain('\nUse "kubectl endpoints options" for the connection flags');
  expect(help).not.toContain('--kubeconfig');
});

test.each([
  [['describe', 'svc', '--help'], 'describe svc [NAME...]', 'describe pod'],
  [['describe', 'Service/web', '--help'], 'describe svc [NAME...]', 'describe pod'],
  [['describe', 'pods', '-h'], 'describe pod [NAME...]', 'describe svc'],
  [['help', 'describe', 'ip'], 'describe ip ADDRESS...', 'describe svc'],
  [['help', 'ing'], 'describe ingress [NAME...]', 'describe svc'],
])('the help of %j is about one type', async (argv, usage, other) => {
  const { code, stdout } = await run(argv);
  expect(code).toBe(0);
  expect(stdout).toContain(`  kubectl endpoints ${usage} [flags]`);
  expect(stdout).not.toContain(other);
});

test('describe help is the help of describe', async () => {
  for (const { name } of COMMANDS) expect(await run([name, 'help'])).toEqual(await run([name, '--help']));
  expect((await run(['--version'])).stdout).toBe((await run(['version'])).stdout);
});

test('there is no help on what is no command', async () => {
  const line =
    'error: unknown command "frobnicate" for "kubectl endpoints"; see \'kubectl endpoints --help\'\n';
  expect(await run(['help', 'frobnicate'])).toEqual({ code: 1, stdout: '', stderr: line });
});

test.each([
  ['check', '-f', 'a.yaml', 'b.yaml'],
  ['check', '-f', 'deploy/a.yaml', 'deploy/b.yaml', 'deploy/c.yaml'],
  ['check', 'b.yaml'],
])('what a shell makes of -f *.yaml: %j %j %j %j', async (...argv) => {
  const { code, stderr } = await run(argv);
  expect(code).toBe(2);
  expect(stderr).toMatch(
    /^error: ".*b\.yaml" is not a Service: use -f .*b\.yaml; repeat -f for each file\n$/,
  );
});
