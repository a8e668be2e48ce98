import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** An object as YAML, and what kubectl reads of it. */
interface YamlCase {
  name: string;
  yaml: string;
  /** Without apiVersion, kind and metadata; null: kubectl refuses the document. */
  value: Record<string, unknown> | null;
}

const file = join(import.meta.dirname, '../files/parse/kubectl-yaml/cases.jsonl');

export const YAML_CASES: readonly YamlCase[] = readFileSync(file, 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line));
