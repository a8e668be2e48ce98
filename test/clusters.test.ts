/** Recordings of a control plane 1.36, as `kubectl get … -o json` prints them, with one small situation each. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { JsonReport } from '../src/model/report/json-report.ts';
import { RULES } from '../src/rules/engine/catalogue.ts';
import expected from './clusters/expected.json' with { type: 'json' };
import { run } from './support/run-main.ts';

const clusters = join(import.meta.dirname, 'clusters');

const severitiesOf = (name: string): readonly string[] =>
  RULES.find((rule) => rule.name === name)?.severities ?? [];

test('each recording is expected to be something', () => {
  const recordings = readdirSync(clusters).map((file) => file.replace('.json', ''));
  expect(recordings.filter((name) => name !== 'expected').sort()).toEqual(Object.keys(expected).sort());
});

test.each(Object.entries(expected))('%s', async (name, { status, findings }) => {
  const file = join(clusters, `${name}.json`);
  const { code, stdout, stderr } = await run(['check', '-A', '-f', file, '-o', 'json', '--fail-on', 'never']);
  const report = JSON.parse(stdout) as JsonReport;
  expect(report.findings.filter(({ name, severity }) => !severitiesOf(name).includes(severity))).toEqual([]);
  const grave = report.findings.filter(({ severity }) => severity !== 'info');
  expect(Object.fromEntries(report.services.map(({ name, status }) => [name, status]))).toEqual(status);
  expect(
    grave.map(({ name, subject, severity }) => [name, `${subject.kind}/${subject.name}`, severity]).sort(),
  ).toEqual(findings.toSorted());
  const services = report.services.length === 1 ? '1 Service' : `${report.services.length} Services`;
  expect({ code, stderr }).toEqual({ code: 0, stderr: `${services} in 1 file\n` });
});
