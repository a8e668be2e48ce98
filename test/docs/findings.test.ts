import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { explanationIndex, explanationPage } from '../../src/render/text/explain-text.ts';
import { RULES } from '../../src/rules/engine/catalogue.ts';

const folder = new URL('../../docs/findings/', import.meta.url);
const page = (name: string) => readFileSync(new URL(name, folder), 'utf8');
describe('docs/findings (npm run docs writes it)', () => {
  it.each(RULES.map((rule) => [rule.name, rule] as const))('%s is current and whole', (name, rule) => {
    expect(page(`${name}.md`)).toBe(explanationPage(rule));
  });

  it('has a page for each rule and no other, all in the index', () => {
    expect(readdirSync(folder).sort()).toEqual(
      ['README.md', ...RULES.map(({ name }) => `${name}.md`)].sort(),
    );
    expect(page('README.md')).toBe(explanationIndex(RULES));
  });

  it('the changelog counts them', () => {
    expect(page('../../CHANGELOG.md')).toContain(`- ${RULES.length} findings, from`);
  });

  it('each rule stands in a file of its name', () => {
    const files = readdirSync(new URL('../../src/rules/', import.meta.url));
    for (const { name } of RULES) expect(files).toContain(`${name}.ts`);
  });
});
