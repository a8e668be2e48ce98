/** Helpers are in support/, those that need a real API server in support/e2e/. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { importsIn } from './support/imports.ts';

const folder = import.meta.dirname;
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => /\.m?ts$/.test(file));
const isTest = (file: string) => file.endsWith('.test.ts');
const isE2e = (file: string) => /^(support\/)?e2e\//.test(file);

/** The test files and helpers that a file imports. */
const importedBy = (file: string) =>
  importsIn(readFileSync(join(folder, file), 'utf8'))
    .filter(({ target }) => target.startsWith('.'))
    .map(({ target }) => join(dirname(file), target).replaceAll('\\', '/'));

const among = (isFault: (file: string, imported: string) => boolean) =>
  files.flatMap((file) =>
    importedBy(file)
      .filter((imported) => isFault(file, imported))
      .map((imported) => `${file} imports ${imported}`),
  );

test('beside tests there are only programs to run', () => {
  const others = files.filter((file) => !isTest(file) && !file.startsWith('support/'));
  expect(others).toEqual(['e2e/dev.ts', 'e2e/speed.ts']);
});

test('no test is imported', () => {
  expect(among((_, imported) => isTest(imported))).toEqual([]);
});

test('only tests with a real API server, and the setup of their project, import what it needs', () => {
  const isFault = (file: string, imported: string) => isE2e(imported) && !isE2e(file);
  expect(among(isFault)).toEqual(['support/setup/cluster.ts imports support/e2e/control-plane.ts']);
});

test('helpers import each other in no circle', () => {
  const circles = (file: string, path: readonly string[]): string[] =>
    path.includes(file)
      ? [[...path.slice(path.indexOf(file)), file].join(' ')]
      : importedBy(file)
          .filter((imported) => imported.startsWith('support/') && imported.endsWith('ts'))
          .flatMap((imported) => circles(imported, [...path, file]));
  expect(files.filter((file) => file.startsWith('support/')).flatMap((file) => circles(file, []))).toEqual(
    [],
  );
});

test('no two helpers have one name', () => {
  const names = files.filter((file) => !isTest(file)).map((file) => file.replace(/.*\//, ''));
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});
