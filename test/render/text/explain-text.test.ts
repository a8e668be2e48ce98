import { describe, expect, test } from 'vitest';
import { explanationPage, ruleList } from '../../../src/render/text/explain-text.ts';
import { RULES } from '../../../src/rules/engine/catalogue.ts';

const SECTIONS = ['What it means', 'Symptoms', 'Why traffic fails', 'Confirm', 'Fix', 'When it is harmless'];
const longerThan = (width: number) => (line: string) => line.length > width;
const codeOf = (text: string) => text.split('\n').filter((line) => line.startsWith('    '));

describe.each(RULES)('the page of $name', (rule) => {
  const page = explanationPage(rule, null);

  test('has its sections in order, none of them empty', () => {
    const [, ...sections] = page.split(/^## /m);
    expect(sections.map((section) => section.split('\n')[0])).toEqual(SECTIONS);
    expect(sections.filter((section) => section.trim().split('\n').length < 2)).toEqual([]);
  });

  test('has no line of more than 80 columns', () => {
    expect(page.split('\n').filter(longerThan(80))).toEqual([]);
    expect(explanationPage(rule, 200)).toBe(page);
  });

  test('is wrapped at words on a narrow terminal, outside of code', () => {
    const narrow = explanationPage(rule, 40);
    expect(narrow.split(/\s+/)).toEqual(page.split(/\s+/));
    expect(codeOf(narrow)).toEqual(codeOf(page));
    const prose = narrow.split('\n').filter((line) => !/^( {4}|#)/.test(line));
    expect(prose.filter(longerThan(40)).filter((line) => line.includes(' '))).toEqual([]);
  });

  test('has commands of kubectl to confirm it', () => {
    const [, confirm = ''] = /^## Confirm\n(.*?)^## /ms.exec(page) ?? [];
    expect(codeOf(confirm).filter((line) => line.startsWith('    kubectl '))).not.toEqual([]);
  });

  test('has a summary of one clause', () => {
    expect(rule.summary).toMatch(/^[A-Za-z][^.]*[^.]$/);
    expect(rule.summary.length).toBeLessThan(77);
  });
});

describe('the list', () => {
  const piped = ruleList(RULES, null).trimEnd().split('\n');

  test('has a line for each finding in a pipe', () => {
    expect(piped).toHaveLength(RULES.length + 1);
    expect(piped[0]).toMatch(/^FINDING +CLASS +SEVERITY +MEANS$/);
  });

  test.each([40, 60])('fits into a narrow terminal of %i columns', (width) => {
    const lines = ruleList(RULES, width).trimEnd().split('\n');
    expect(lines.filter(longerThan(width))).toEqual([]);
    for (const { name, summary } of RULES) {
      expect(lines).toContain(name);
      expect(lines.map((line) => line.trim()).join(' ')).toContain(summary);
    }
  });

  test.each([80, 100])('fits into a terminal of %i columns, with the same words', (width) => {
    const lines = ruleList(RULES, width).trimEnd().split('\n');
    expect(lines.filter(longerThan(width))).toEqual([]);
    expect(lines.join(' ').split(/\s+/).sort()).toEqual(piped.join(' ').split(/\s+/).sort());
    const start = lines[0]?.indexOf('MEANS') ?? 0;
    expect(lines.filter((line) => !/^ {1}\S/.test(line.slice(start - 1)))).toEqual([]);
  });
});
