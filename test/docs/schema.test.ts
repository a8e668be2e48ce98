/** docs/schema/ is what the types say, is what `explain --schema` prints, and every report of a run is valid by it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { reportSchemas } from '../../scripts/schema/reports.ts';
import type { Schema } from '../../scripts/schema/type-schema.ts';
import { REPORT_KINDS } from '../../src/render/json/report-kinds.ts';
import { run } from '../support/run-main.ts';
import { expectValid } from '../support/valid-report.ts';

const folder = join(import.meta.dirname, '../../docs/schema');
const schemas = reportSchemas();
const recording = join(import.meta.dirname, '../lookups/way-back.json');

test('there is one for each report', () => {
  expect(REPORT_KINDS.toSorted()).toEqual(Object.keys(schemas).toSorted());
  expect(readdirSync(folder).sort()).toEqual(REPORT_KINDS.map((kind) => `${kind}.json`).sort());
});

test.each(REPORT_KINDS)('%s is current (npm run docs writes it), and printed', async (kind) => {
  const written = readFileSync(join(folder, `${kind}.json`), 'utf8');
  expect(written).toBe(`${JSON.stringify(schemas[kind], null, 2)}\n`);
  expect(await run(['explain', '--schema', kind.toLowerCase()])).toEqual({
    code: 0,
    stdout: written,
    stderr: '',
  });
});

test('another kind', async () => {
  expect(await run(['explain', '--schema', 'Report'])).toEqual({
    code: 1,
    stdout: '',
    stderr:
      'error: unknown report kind "Report": must be one of EndpointsReport, PodReport, AddressReport, IngressReport\n',
  });
  expect((await run(['explain', 'pod-not-ready', '--schema', 'PodReport'])).stderr).toBe(
    'error: --schema takes no finding\n',
  );
});

describe('what is not valid is seen', () => {
  const printed = async () => JSON.parse((await run(['check', '-f', recording, '-o', 'json'])).stdout);

  test.each<[string, (report: { findings: Schema[] }) => unknown, RegExp]>([
    ['a key too many', (report) => ({ ...report, more: 1 }), /additional properties/],
    ['a key too few', ({ findings: _, ...rest }) => rest, /required property 'findings'/],
    [
      'another type',
      ({ findings: [first], ...rest }) => ({ ...rest, findings: [{ ...first, line: '1' }] }),
      /\/findings\/0\/line must be integer,null/,
    ],
    [
      'a key too many inside',
      ({ findings: [first], ...rest }) => ({ ...rest, findings: [{ ...first, rule: 'x' }] }),
      /\/findings\/0 must NOT have additional properties/,
    ],
  ])('%s', async (_, broken, message) => {
    const report = await printed();
    expectValid(JSON.stringify(report, null, 1));
    expect(() => expectValid(JSON.stringify(broken(report), null, 1))).toThrow(message);
  });
});

/** The keys that mean two things, with the reason. */
const TWO_MEANINGS: Record<string, string> = {
  kind: 'of a report, an object and a remedy',
  services: 'listed in a report, counted in its summary',
  externalName: 'the DNS name of a Service; in a summary the number of such Services',
  backends: 'in a lookup the rows have the Service and how it is found too',
};

/** Every type that a property has in some schema, but null: text by name. */
function typesOf(all: Iterable<Schema>): Map<string, Set<string>> {
  const types = new Map<string, Set<string>>();
  const visit = (value: unknown): void => {
    if (value === null || typeof value !== 'object') return;
    const { properties = {} } = value as { properties?: Record<string, Schema> };
    for (const [name, schema] of Object.entries(properties))
      types.set(name, (types.get(name) ?? new Set()).add(typeText(schema)));
    for (const inner of Object.values(value)) visit(inner);
  };
  for (const schema of all) visit(schema);
  return types;
}

function typeText({ description: _, ...schema }: Schema): string {
  const { type, anyOf, ...rest } = schema as { type?: unknown; anyOf?: Schema[] };
  const members = anyOf?.map(typeText) ?? [type].flat().filter((one) => one !== undefined);
  const kept = members.filter((one) => one !== 'null' && one !== '').toSorted();
  return [...kept, ...(Object.keys(rest).length > 0 ? [JSON.stringify(rest)] : [])].join('|');
}

test('one name has one type in all reports', () => {
  const several = [...typesOf(Object.values(schemas))].filter(([, types]) => types.size > 1);
  expect(
    several.filter(([name]) => !(name in TWO_MEANINGS)).map(([name, types]) => [name, ...types]),
  ).toEqual([]);
  expect(Object.keys(TWO_MEANINGS).toSorted()).toEqual(
    several
      .map(([name]) => name)
      .filter((name) => name in TWO_MEANINGS)
      .toSorted(),
  );
});
