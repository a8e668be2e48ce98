/** `check -o github`: workflow commands, parsed as GitHub's runner does. */
import { describe, expect, test } from 'vitest';
import type { JsonReport } from '../../../src/model/report/json-report.ts';
import { escapeText } from '../../../src/text/escape.ts';
import { publish } from '../../support/controllers.ts';
import { findRawCharacter, HOSTILE_STRINGS } from '../../support/hostile-strings.ts';
import {
  headless,
  manifest,
  node,
  pod,
  type Raw,
  selectorless,
  service,
  toNamed,
  workload,
} from '../../support/objects.ts';
import { run } from '../../support/run-main.ts';

const check = (objects: readonly Raw[], ...flags: string[]) =>
  run(['check', '-f', '-', '-o', 'github', ...flags], {
    stdin: JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }, null, 2),
  });

interface Annotation {
  command: string;
  properties: Record<string, string>;
  message: string;
}

/** Parses and unescapes workflow commands as actions/runner does (ActionCommand.cs). */
function annotations(stdout: string): Annotation[] {
  return stdout.split('\n').flatMap((line) => {
    const [, command = '', given = '', message = ''] = /^\s*::(\S+?)(?: (.*?))?::(.*)$/.exec(line) ?? [];
    if (command === '') return [];
    const properties = given.split(',').map((one) => {
      const at = one.indexOf('=');
      return [one.slice(0, at), unescaped(one.slice(at + 1), true)];
    });
    return [{ command, properties: Object.fromEntries(properties), message: unescaped(message, false) }];
  });
}

function unescaped(text: string, isProperty: boolean): string {
  const data = text.replaceAll('%0D', '\r').replaceAll('%0A', '\n');
  return (isProperty ? data.replaceAll('%3A', ':').replaceAll('%2C', ',') : data).replaceAll('%25', '%');
}

const broken = [manifest(service(toNamed())), manifest(workload('Deployment', 'web'))];
const info = publish(service(headless), node(), pod());

test('a finding on a manifest: file, line, title, and all that is said', async () => {
  const { code, stdout } = await check(broken);
  expect(annotations(stdout)).toEqual([
    {
      command: 'error',
      properties: {
        file: 'standard input',
        line: expect.stringMatching(/^\d+$/),
        title: 'target-port-unresolved: Deployment default/web',
      },
      message: expect.stringMatching(
        /^the Pod template of .* targets\n- port 80.*\n- it declares.*\nNext: in standard/,
      ),
    },
  ]);
  expect(stdout).toMatch(/^::error file=standard input,line=\d+,title=target-port-unresolved%3A Deployment/);
  expect(stdout.trimEnd().split('\n').at(-1)).toBe('1 Service: 1 unavailable; 1 error, 0 warnings, 0 infos');
  expect(code).toBe(1);
});

test('a finding on what a cluster holds has neither', async () => {
  const { stdout } = await check(publish(service({ type: 'LoadBalancer' }), node(), pod()));
  expect(annotations(stdout)).toMatchObject([
    { command: 'warning', properties: { title: 'load-balancer-pending: Service default/web' } },
  ]);
  expect(stdout).not.toMatch(/file=|line=/);
});

test.each([
  [[], [], 0],
  [['--fail-on', 'info'], ['notice'], 1],
])('info with %j: %j', async (flags, commands, code) => {
  const outcome = await check(info, ...flags);
  expect(annotations(outcome.stdout).map(({ command }) => command)).toEqual(commands);
  expect(outcome.code).toBe(code);
  expect(outcome.stdout).toContain('1 info');
});

test('what could not be checked', async () => {
  const { stdout } = await check([service(), node(), pod()]);
  expect(annotations(stdout)).toContainEqual({
    command: 'notice',
    properties: { title: 'not checked' },
    message: expect.stringMatching(/^[a-z, -]+: the input has no EndpointSlices$/),
  });
});

test('nothing found: the summary alone', async () => {
  const { code, stdout } = await check([manifest(service()), manifest(workload('Deployment', 'web'))]);
  expect({ code, stdout }).toEqual({
    code: 0,
    stdout: '1 Service: 1 healthy; 0 errors, 0 warnings, 0 infos\n',
  });
});

describe('no name is a command or ends one', () => {
  const words = [
    ...HOSTILE_STRINGS,
    '::error file=x,line=1::no',
    'a::b',
    'a,line=9',
    '100%0A%3A%2C%25',
    '##[error]no',
    '%',
  ];
  test.each(words.map((word) => [word]))('%j', async (word) => {
    const { stdout } = await check([
      selectorless({ type: 'ExternalName', externalName: '192.0.2.1' }, { name: word }),
    ]);
    const [first, ...more] = annotations(stdout);
    expect(more).toEqual([]);
    expect(stdout.split('\n')).toHaveLength(3);
    expect(stdout).toMatch(/^::warning title=[^,:]*::/);
    expect(Object.keys(first?.properties ?? {})).toEqual(['title']);
    expect(first?.properties.title).toBe(`external-name-is-ip: Service default/${escapeText(word)}`);
    expect(findRawCharacter(stdout, { color: false })).toBeNull();
  });
});

test.each(['describe', 'get'])('%s has no such format', async (command) => {
  const { code, stdout, stderr } = await run([command, 'svc', '-f', '-', '-o', 'github'], {
    stdin: JSON.stringify(service()),
  });
  expect({ code, stdout, stderr }).toEqual({
    code: 1,
    stdout: '',
    stderr: expect.stringMatching(/"github", allowed formats are: json,(mermaid,)?name,/),
  });
});

test('the exit code is that of the other formats', async () => {
  for (const objects of [broken, info, [service(), pod()]]) {
    const stdin = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects });
    const codes = await Promise.all(
      ['table', 'json', 'github'].map(
        async (format) => (await run(['check', '-f', '-', '-o', format], { stdin })).code,
      ),
    );
    expect(new Set(codes).size).toBe(1);
  }
});

test('all findings that JSON has, but info', async () => {
  const stdin = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [...broken, ...info] });
  const json = await run(['check', '-f', '-', '-o', 'json'], { stdin });
  const { findings } = JSON.parse(json.stdout) as JsonReport;
  const { stdout } = await check([...broken, ...info]);
  expect(annotations(stdout)).toHaveLength(findings.filter(({ severity }) => severity !== 'info').length);
});

test('a manifest that no server would take fails the job beside its line, with or without a Service in scope', async () => {
  const refused = manifest(service({ selector: { version: 2 } }, { name: 'bad' }));
  const expected = {
    command: 'error',
    properties: {
      file: 'standard input',
      line: expect.stringMatching(/^[1-9]\d*$/),
      title: 'not a valid manifest',
    },
    message: 'Service bad: spec.selector.version must be a string: write "2"',
  };
  const alone = await check([refused]);
  expect([alone.code, annotations(alone.stdout)]).toEqual([2, [expected]]);
  const beside = await check([refused, ...broken]);
  expect([beside.code, annotations(beside.stdout)[0]]).toEqual([1, expected]);
  expect((await check([refused], '-o', 'table')).stdout).toBe('');
});

test('the summary says what shows the infos, where they are not', async () => {
  expect((await check(info)).stdout).toMatch(/1 info \(shown with --fail-on info\)\n$/);
  expect((await check(info, '--fail-on', 'info')).stdout).toMatch(/1 info\n$/);
});
