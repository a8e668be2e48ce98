/** package.json names the repository. Wherever else it is named, it is the same one, and a release renames it there. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { NAMING_FILES, withRepository } from '../../scripts/package/repository.ts';

const root = join(import.meta.dirname, '../..');
const [, named = ''] = /^git\+https:\/\/github\.com\/(.+)\.git$/.exec(packageJson.repository.url) ?? [];
const read = (file: string) => readFileSync(join(root, file), 'utf8');

/** All text files but those of tests. */
const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => !/^(node_modules|dist|test|\.git)(\/|$)|^package-lock/.test(file))
  .filter((file) => /\.(md|json|ya?ml|[cm]?[jt]s|svg)$/.test(file) || /^bin\/kubectl/.test(file))
  .sort();

const LINKS = /(?:github(?:usercontent)?\.com[/:]|--repo[ =])([\w.-]+\/kubectl-endpoints)\b/g;

test('package.json links to it', () => {
  expect(named).toMatch(/^[\w.-]+\/kubectl-endpoints$/);
  expect(packageJson.homepage).toBe(`https://github.com/${named}#readme`);
  expect(packageJson.bugs).toBe(`https://github.com/${named}/issues`);
});

test('no file spells it otherwise', () => {
  const links = files.flatMap((file) => [...read(file).matchAll(LINKS)].map(([, to]) => `${file}: ${to}`));
  expect(links.length).toBeGreaterThan(10);
  expect(links.filter((link) => !link.endsWith(`: ${named}`))).toEqual([]);
});

test('a release knows which files name it', () => {
  const naming = files.filter((file) => read(file).includes(named) && !/^scripts\b/.test(file));
  expect(naming.toSorted()).toEqual(NAMING_FILES.toSorted());
  for (const file of NAMING_FILES) {
    const text = withRepository(read(file), 'another-owner/kubectl-endpoints');
    expect(text).toContain('another-owner/kubectl-endpoints');
    expect(text).not.toContain(named);
  }
});
