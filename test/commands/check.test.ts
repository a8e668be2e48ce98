/** `check`: what it prints, and the exit code. */
import { describe, expect, test } from 'vitest';
import { publish } from '../support/controllers.ts';
import { headless, ingress, node, pod, type Raw, selectorless, service } from '../support/objects.ts';
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
      '3 Services: 1 unavailable, 2 healthy; 1 error, 1 warning, 1 info (shown with -o wide)',
      1,
    ],
    [
      ['--ignore', ERROR],
      [WARNING],
      '3 Services: 1 unavailable, 2 healthy; 0 errors, 1 warning, 1 info (shown with -o wide)',
      0,
    ],
    [
      ['--ignore', WARNING, '-o', 'wide'],
      [ERROR, INFO],
      '3 Services: 1 unavailable, 2 healthy; 1 error, 0 warnings, 1 info',
      1,
    ],
    [
      ['--ignore', `${ERROR},${WARNING}`, '-o', 'wide'],
      [INFO],
      '3 Services: 1 unavailable, 2 healthy; 0 errors, 0 warnings, 1 info',
      0,
    ],
    [
      ['--ignore', ERROR, `--ignore=${WARNING}`, '--ignore', INFO, '-o', 'wide'],
      [],
      '3 Services: 1 unavailable, 2 healthy; 0 errors, 0 warnings, 0 infos',
      0,
    ],
    [
      ['--ignore', 'stale-address'],
      [ERROR, WARNING],
      '3 Services: 1 unavailable, 2 healthy; 1 error, 1 warning, 1 info (shown with -o wide)',
      1,
    ],
  ])('%j', async (words, rules, summary, code) => {
    const { stdout, ...others } = await check(words);
    expect({ ...others, ...told(stdout) }).toEqual({
      code,
      stderr: '3 Services in standard input\n',
      rules,
      summary,
    });
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

  test.each<[string[], string, string?]>([
    [['--ignore', 'nope'], 'nope'],
    [['--ignore', `${ERROR},nope`], 'nope'],
    [['--ignore', ERROR, '--ignore', 'nope'], 'nope'],
    [['--ignore', ERROR.toUpperCase()], ERROR.toUpperCase(), `did you mean "${ERROR}"?`],
    [['--ignore', ERROR.replace('-', '_')], ERROR.replace('-', '_'), `did you mean "${ERROR}"?`],
    [['--ignore', '*'], '*'],
  ])('%j: there is no such finding', async (words, name, lead = '"kubectl endpoints explain" lists them') => {
    const stderr = `error: unknown finding "${name}" in --ignore; ${lead}\n`;
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

describe('-o name', () => {
  const backend = (name: string) => ({ service: { name, port: { number: 80 } } });
  const names = async (...more: Raw[]) => (await check(['-o', 'name'], [...objects, ...more])).stdout;

  test('lists the Services that have findings', async () => {
    expect(await names()).toBe('service/broken\nservice/pending\nservice/plain\n');
    expect(await names(...publish(service(), node(), pod()))).not.toContain('service/web');
  });

  test('and once each object with findings of its own', async () => {
    const shop = ingress('shop', [backend('gone'), backend('lost')]);
    expect(await names(shop)).toBe(
      'service/broken\nservice/pending\nservice/plain\ningress.networking.k8s.io/shop\n',
    );
    expect((await check(['-o', 'name', '--max-findings', '0'], [shop])).stdout).toBe(
      'ingress.networking.k8s.io/shop\n',
    );
  });

  test('nothing where nothing is found', async () => {
    expect(await check(['-o', 'name'], publish(service(), node(), pod()))).toEqual({
      code: 0,
      stdout: '',
      stderr: '1 Service in standard input\n',
    });
  });
});

describe('--only-problems', () => {
  const report = async (items: readonly Raw[], ...words: string[]) =>
    JSON.parse((await check(['-o', 'json', ...words], items)).stdout);
  const healthy = publish(service(), node(), pod());

  test('leaves Services without findings out, and counts them', async () => {
    const all = await report([...objects, ...healthy]);
    const some = await report([...objects, ...healthy], '--only-problems');
    expect(all.services.map(({ name }: { name: string }) => name)).toContain('web');
    expect(some.services.map(({ name }: { name: string }) => name)).toEqual(['broken', 'pending', 'plain']);
    expect({ ...some, services: null }).toEqual({ ...all, services: null });
  });

  test('all is well: that is said, not that nothing is there', async () => {
    const { stdout, stderr, code } = await check(['--only-problems'], healthy);
    expect({ stdout, stderr, code }).toEqual({
      stdout: '1 Service: 1 healthy; 0 errors, 0 warnings, 0 infos\n',
      stderr: '1 Service in standard input\n',
      code: 0,
    });
    expect(await report(healthy, '--only-problems')).toMatchObject({
      services: [],
      summary: { services: 1 },
    });
  });

  test('5 broken of 2,000 Services fit into 12 kB', async () => {
    const services = Array.from({ length: 2_000 }, (_, i) =>
      service({ selector: { app: i % 400 === 0 ? 'none' : 'a' } }, { name: `s${i}` }),
    );
    const { stdout } = await check(['-o', 'json', '--only-problems'], publish(...services, node(), pod()));
    expect(JSON.parse(stdout).services).toHaveLength(5);
    expect(stdout.length).toBeLessThan(12_000);
  });
});

describe('--max-findings', () => {
  test.each([
    ['0', [], 3],
    ['1', [ERROR], 2],
    ['2', [ERROR, WARNING], 1],
    ['3', [ERROR, WARNING, INFO], 0],
    ['99', [ERROR, WARNING, INFO], 0],
  ])('%s: the gravest, how many are left out, and the same code', async (most, names, omittedFindings) => {
    const { code, stdout } = await check(['--max-findings', most, '-o', 'json']);
    const report = JSON.parse(stdout);
    expect(report.findings.map(({ name }: { name: string }) => name)).toEqual(names);
    expect({ code, ...report }).toMatchObject({
      code: 1,
      omittedFindings,
      summary: { errors: 1, warnings: 1, infos: 1 },
    });
  });

  test.each([
    ['table', '1 error, 0 warnings, 1 info (shown with -o wide); 1 omitted (--max-findings)'],
    ['wide', '1 error, 0 warnings, 0 infos; 2 omitted (--max-findings)'],
    ['github', '1 error, 0 warnings, 1 info (shown with --fail-on info); 1 omitted (--max-findings)'],
  ])('-o %s says how many', async (format, end) => {
    const { code, stdout } = await check(['--max-findings', '1', '-o', format]);
    expect({ code, ...told(stdout) }).toMatchObject({ code: 1, rules: [ERROR] });
    expect(stdout.endsWith(`; ${end}\n`)).toBe(true);
  });

  test.each(['-1', 'x', '1.5', ''])('%j is no number of findings', async (value) => {
    expect(await check([`--max-findings=${value}`])).toEqual({
      code: 2,
      stdout: '',
      stderr: `error: invalid value "${value}" for --max-findings: must be a number, 0 or more\n`,
    });
  });

  test('findings that belong to no Service are not nothing', async () => {
    const shop = ingress('shop', [{ service: { name: 'gone', port: { number: 80 } } }]);
    const { stdout } = await check(['--max-findings', '0'], [shop]);
    expect(stdout).toContain('0 errors, 0 warnings, 0 infos; 1 omitted (--max-findings)\n');
  });
});
