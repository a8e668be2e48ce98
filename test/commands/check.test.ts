/** `check --ignore`, and the exit code. */
import { describe, expect, test } from 'vitest';
import { publish } from '../support/controllers.ts';
import { headless, node, pod, type Raw, selectorless, service } from '../support/objects.ts';
import { run } from '../support/run-main.ts';

const broken = service({ selector: { app: 'none' } }, { name: 'broken' });
const pending = service({ type: 'LoadBalancer' }, { name: 'pending' });
const plain = service(headless, { name: 'plain' });
/** An error, a warning and an info, each about another Service. */
const objects = publish(broken, pending, plain, node(), pod());
const ERROR = 'selector-matches-no-pods';
const WARNING = 'load-balancer-pending';
const INFO = 'headless-port-differs';

const check = (words: readonly string[], items: readonly Raw[] = objects) =>
  run(['check', '-f', '-', ...words], { stdin: JSON.stringify({ apiVersion: 'v1', kind: 'List', items }) });

/** The rules that a text names, and its last line. */
const told = (stdout: string) => ({
  rules: [ERROR, WARNING, INFO].filter((rule) => stdout.includes(rule)),
  summary: stdout.trimEnd().split('\n').at(-1),
});

describe('--ignore', () => {
  test.each<[string[], string[], string, number]>([
    [
      [],
      [ERROR, WARNING],
      '3 Services: 2 healthy, 1 unavailable; 1 error, 1 warning, 1 info (shown with -o wide)',
      1,
    ],
    [
      ['--ignore', ERROR],
      [WARNING],
      '3 Services: 2 healthy, 1 unavailable; 0 errors, 1 warning, 1 info (shown with -o wide)',
      0,
    ],
    [
      ['--ignore', WARNING, '-o', 'wide'],
      [ERROR, INFO],
      '3 Services: 2 healthy, 1 unavailable; 1 error, 0 warnings, 1 info',
      1,
    ],
    [
      ['--ignore', `${ERROR},${WARNING}`, '-o', 'wide'],
      [INFO],
      '3 Services: 2 healthy, 1 unavailable; 0 errors, 0 warnings, 1 info',
      0,
    ],
    [
      ['--ignore', ERROR, `--ignore=${WARNING}`, '--ignore', INFO, '-o', 'wide'],
      [],
      '3 Services: 2 healthy, 1 unavailable; 0 errors, 0 warnings, 0 infos',
      0,
    ],
    [
      ['--ignore', 'stale-address'],
      [ERROR, WARNING],
      '3 Services: 2 healthy, 1 unavailable; 1 error, 1 warning, 1 info (shown with -o wide)',
      1,
    ],
  ])('%j', async (words, rules, summary, code) => {
    const { stdout, ...others } = await check(words);
    expect({ ...others, ...told(stdout) }).toEqual({ code, stderr: '', rules, summary });
  });

  test.each(['json', 'yaml'])('-o %s', async (format) => {
    const { code, stdout } = await check(['--ignore', ERROR, '-o', format]);
    expect({ code, ...told(stdout) }).toMatchObject({ code: 0, rules: [WARNING, INFO] });
  });

  test('in the report: nowhere, and nothing else is changed', async () => {
    const all = JSON.parse((await check(['-o', 'json'])).stdout);
    const kept = JSON.parse((await check(['-o', 'json', '--ignore', ERROR])).stdout);
    const findings = all.findings.filter(({ name }: { name: string }) => name !== ERROR);
    const [first, ...others] = all.services;
    expect(first).toMatchObject({ name: 'broken', status: 'Unavailable', findingNames: [ERROR] });
    expect(kept).toEqual({
      ...all,
      findings,
      services: [{ ...first, findingNames: [] }, ...others],
      summary: { ...all.summary, errors: 0 },
    });
  });

  test.each<[string[], number]>([
    [['--fail-on', 'warning'], 1],
    [['--fail-on', 'warning', '--ignore', ERROR], 1],
    [['--fail-on', 'warning', '--ignore', `${ERROR},${WARNING}`], 0],
    [['--fail-on', 'info', '--ignore', `${ERROR},${WARNING}`], 1],
    [['--fail-on', 'info', '--ignore', `${ERROR},${WARNING},${INFO}`], 0],
    [['--fail-on', 'never'], 0],
  ])('%j: exit code %i, whatever the format', async (words, code) => {
    for (const format of ['table', 'wide', 'json', 'yaml', 'name'])
      expect((await check([...words, '-o', format])).code).toBe(code);
  });

  test('a Service whose state is unknown stays so', async () => {
    const unread = [service()];
    expect(await check(['--ignore', ERROR, '-o', 'name'], unread)).toMatchObject({ code: 2 });
  });

  test.each<[string[], string]>([
    [['--ignore', 'nope'], 'nope'],
    [['--ignore', `${ERROR},nope`], 'nope'],
    [['--ignore', ERROR, '--ignore', 'nope'], 'nope'],
    [['--ignore', ERROR.toUpperCase()], ERROR.toUpperCase()],
    [['--ignore', '*'], '*'],
  ])('%j: there is no such finding', async (words, name) => {
    const stderr = `error: there is no finding ${name} to ignore; "kubectl endpoints explain" lists them\n`;
    expect(await check(words)).toEqual({ code: 2, stdout: '', stderr });
  });
});

describe('the exit code', () => {
  const healthy = publish(service(), node(), pod());

  test.each<[number, string, Raw[], string[]]>([
    [0, 'nothing found', healthy, []],
    [0, 'warnings only', publish(pending, node(), pod()), []],
    [1, 'an error', objects, []],
    [2, 'a state that is unknown', [service()], ['--ignore', ERROR]],
    [1, 'an error before a state that is unknown', [service()], []],
    [0, 'no Service in scope', healthy, ['-n', 'x']],
    [2, 'a name that is not there', healthy, ['svc', 'web', 'nope']],
    [1, 'an error, and a name that is not there', objects, ['svc', 'broken', 'nope']],
    [2, 'a flag that is not known', healthy, ['--sort-by', 'name']],
    [2, 'a format that is not known', healthy, ['-o', 'xml']],
    [0, 'ExternalName', [selectorless({ type: 'ExternalName', externalName: 'x.example.com' })], []],
  ])('%i: %s', async (code, _, items, words) => {
    expect((await check(words, items)).code).toBe(code);
  });
});
