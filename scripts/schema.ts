// Writes docs/schema/ from the types in src/model/report/: the JSON Schema of each report.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { reportSchemas } from './schema/reports.ts';

rmSync('docs/schema', { recursive: true, force: true });
mkdirSync('docs/schema', { recursive: true });
for (const [kind, schema] of Object.entries(reportSchemas()))
  writeFileSync(`docs/schema/${kind}.json`, `${JSON.stringify(schema, null, 2)}\n`);
