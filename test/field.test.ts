/** Situations from public trouble reports, with names replaced: what must be reported of each, and what must not. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { JsonReport } from '../src/model/report/json-report.ts';
import recordings from './field/expected.json' with { type: 'json' };
import manifests from './field/manifests/expected.json' with { type: 'json' };
import { run } from './support/run-main.ts';

interface Expectation {
  file: string;
  /** Name, `Kind/name` (`*` for any) and severity. */
  findings?: string[][];
  absent?: string[];
  /** Patterns that the message, evidence or remedy of a finding contains, by its name. */
  text?: Record<string, string[]>;
  /** Patterns that no remedy contains. */
  never?: string[];
  /** Errors and warnings at most. */
  most?: number;
  status?: Record<string, string>;
  /** Instead of `check -A`. */
  args?: string[];
  /** The exit code. */
  rc?: number;
  /** Patterns of messages. */
  stderr?: string[];
  notStderr?: string[];
  /** False: there may be no report, since the input has no Service. */
  report?: boolean;
}

const folder = join(import.meta.dirname, 'field');

describe.each([
  ['recordings and small manifests', folder, recordings],
  ['manifests as they are found', join(folder, 'manifests'), manifests],
])('%s', (_, cwd, expectations) => {
  const cases = Object.entries(expectations as unknown as Record<string, Expectation>);

  test('each file has an expectation', () => {
    const files = readdirSync(cwd).filter((file) => file !== 'expected.json' && file !== 'manifests');
    expect(files.sort()).toEqual(cases.map(([, { file }]) => file).sort());
  });

  test.each(cases)('%s', async (_, wanted) => {
    const { args = ['check', '-A'], file, rc, report = true } = wanted;
    const { code, stdout, stderr } = await run([...args, '-f', file, '-o', 'json'], { cwd });
    expect(code).toBe(rc ?? code);
    for (const pattern of wanted.stderr ?? []) expect(stderr).toMatch(new RegExp(pattern));
    for (const pattern of wanted.notStderr ?? []) expect(stderr).not.toMatch(new RegExp(pattern));
    if (report || stdout !== '') expectReport(JSON.parse(stdout), wanted);
  });
});

function expectReport({ findings, services }: JsonReport, wanted: Expectation): void {
  const found = findings.map(({ name, subject, severity }) => [
    name,
    `${subject.kind}/${subject.name}`,
    severity,
  ]);
  for (const [name, subject = '', severity] of wanted.findings ?? []) {
    const pattern = new RegExp(`^${subject.replaceAll('*', '.*')}$`);
    expect(found).toContainEqual([name, expect.stringMatching(pattern), severity]);
  }
  for (const name of wanted.absent ?? []) expect(found.map(([one]) => one)).not.toContain(name);
  expectTexts(findings, wanted);
  const faults = found.filter(([, , severity]) => severity !== 'info');
  expect(faults.length).toBeLessThanOrEqual(wanted.most ?? faults.length);
  const statuses = Object.fromEntries(services.map(({ name, status }) => [name, status]));
  expect(statuses).toMatchObject(wanted.status ?? {});
}

function expectTexts(findings: JsonReport['findings'], wanted: Expectation): void {
  for (const [name, patterns] of Object.entries(wanted.text ?? {})) {
    const text = findings
      .filter((finding) => finding.name === name)
      .flatMap(({ message, evidence, remedy }) => [message, ...evidence, remedy.text, remedy.command ?? ''])
      .join('\n');
    for (const pattern of patterns) expect(text).toMatch(new RegExp(pattern));
  }
  for (const { remedy } of findings)
    for (const pattern of wanted.never ?? [])
      expect(`${remedy.text} ${remedy.command ?? ''}`).not.toMatch(new RegExp(pattern));
}
