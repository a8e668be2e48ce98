/** The recorded cases are what the kubectl of this machine reads. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { findKubectl } from '../../../support/find-kubectl.ts';
import { YAML_CASES } from '../../../support/yaml-cases.ts';

const { kubectl, skipped } = findKubectl();
if (skipped) console.warn(skipped);

const path = kubectl?.path ?? '';
/** Changes objects without a server, whatever their kind. */
const ARGS = ['annotate', '--local', 'x=y', '-o', 'json'];

test.skipIf(!kubectl)('what it takes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kubectl-endpoints-yaml-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const taken = YAML_CASES.filter(({ value }) => value !== null);
  for (const [index, { yaml }] of taken.entries())
    writeFileSync(join(folder, `${String(index).padStart(4, '0')}.yaml`), yaml);
  const text = execFileSync(path, [...ARGS, '-f', folder], { encoding: 'utf8', env: {}, maxBuffer: 1e8 });
  const read = text.split(/^(?=\{)/m).map((one) => {
    const { apiVersion: _, kind: __, metadata: ___, ...rest } = JSON.parse(one);
    return rest;
  });
  expect(read).toEqual(taken.map(({ value }) => value));
});

test.skipIf(!kubectl)('what it refuses', { timeout: 300_000 }, () => {
  for (const { name, yaml } of YAML_CASES.filter(({ value }) => value === null))
    expect({ name, code: spawnSync(path, [...ARGS, '-f', '-'], { input: yaml, env: {} }).status }).toEqual({
      name,
      code: 1,
    });
});
