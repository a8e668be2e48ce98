/** What a damaged document of a recording may have had is unread, not absent. */
import { expect, test } from 'vitest';
import { node, type Raw, service } from '../support/objects.ts';
import { run } from '../support/run-main.ts';

const check = (documents: readonly string[]) =>
  run(['check', '-f', '-', '-o', 'json'], { stdin: documents.join('\n---\n') });
const json = (object: Raw) => JSON.stringify(object);

test('Pods that do not parse: no Service is without Pods', async () => {
  const damaged = 'apiVersion: v1\nkind: Pod\nmetadata: {name: a1, namespace: default\n';
  const { code, stdout, stderr } = await check([json(service()), json(node()), damaged]);
  expect(code).toBe(2);
  expect(stderr).toMatch(/^error: .*standard input:/m);
  const report = JSON.parse(stdout);
  expect(report.findings).toEqual([]);
  expect(report.services[0].status).toBe('Unknown');
  expect(report.skipped.map(({ name }: { name: string }) => name)).toContain('selector-matches-no-pods');
});

test('one object may be defined any number of times', async () => {
  const one =
    'apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {ports: [{port: 80}], selector: {app: a}}';
  const { stdout, stderr } = await check(Array.from({ length: 12_000 }, () => one));
  expect(stderr).not.toContain('internal');
  expect(JSON.parse(stdout).services).toHaveLength(1);
});
