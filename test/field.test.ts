/** Situations from public trouble reports, with names replaced: what must be told of each, and what must not. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { JsonReport } from '../src/model/report/json-report.ts';
import expectations from './field/expected.json' with { type: 'json' };
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
}

const folder = join(import.meta.dirname, 'field');
const cases = Object.entries(expectations as unknown as Record<string, Expectation>);

test('each recording is expected to be something', () => {
  const files = readdirSync(folder).filter((file) => file !== 'expected.json');
  expect(files.sort()).toEqual(cases.map(([, { file }]) => file).sort());
});

test.each(cases)('%s', async (_, wanted) => {
  const { stdout } = await run(['check', '-A', '-f', join(folder, wanted.file), '-o', 'json']);
  const { findings, services } = JSON.parse(stdout) as JsonReport;
  const told = findings.map(({ name, subject, severity }) => [
    name,
    `${subject.kind}/${subject.name}`,
    severity,
  ]);
  for (const [name, subject = '', severity] of wanted.findings ?? []) {
    const pattern = new RegExp(`^${subject.replaceAll('*', '.*')}$`);
    expect(told).toContainEqual([name, expect.stringMatching(pattern), severity]);
  }
  for (const name of wanted.absent ?? []) expect(told.map(([one]) => one)).not.toContain(name);
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
  const grave = told.filter(([, , severity]) => severity !== 'info');
  expect(grave.length).toBeLessThanOrEqual(wanted.most ?? grave.length);
  const statuses = Object.fromEntries(services.map(({ name, status }) => [name, status]));
  expect(statuses).toMatchObject(wanted.status ?? {});
});
