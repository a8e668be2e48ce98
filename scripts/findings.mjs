// Writes docs/findings/ from the rules: a page per rule, and the index.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { explanationIndex, explanationPage } from '../src/render/text/explain-text.ts';
import { RULES } from '../src/rules/engine/catalogue.ts';

rmSync('docs/findings', { recursive: true, force: true });
mkdirSync('docs/findings', { recursive: true });
writeFileSync('docs/findings/README.md', explanationIndex(RULES));
for (const rule of RULES) writeFileSync(`docs/findings/${rule.name}.md`, explanationPage(rule, null));
