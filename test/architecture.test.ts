/** Who may import whom, read from the import lines: the pipeline of DESIGN.md, held. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ANNOTATION, LABEL } from '../src/model/well-known.ts';
import { type Imported, importsIn } from './support/imports.ts';

const src = join(import.meta.dirname, '../src');

/** What each folder may use at run time, beside itself, `model` and `words`; types are free. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  cli: ['commands'],
  commands: ['cluster', 'files', 'join', 'rules', 'report', 'render', 'external'],
  cluster: ['reduce'],
  files: ['reduce'],
  join: [],
  rules: [],
  report: [],
  render: [],
  external: [],
  reduce: [],
  model: [],
  words: [],
};

/** Where a package may be used at run time; one that is not named here may not be used at all. */
const PACKAGES: Record<string, readonly string[]> = {
  yargs: ['cli'],
  'yargs-parser': ['cli'],
  '@kubernetes/client-node': ['cluster'],
  'cli-table3': ['render'],
  'string-width': ['words'],
  picocolors: ['render'],
  'js-yaml': ['files', 'render', 'cluster', 'words'],
  socks: ['cluster'],
  yaml: ['cluster'],
};

/** What is pure uses nothing of Node's, but for what is pure itself. */
const PURE = ['join', 'rules', 'report', 'render', 'external', 'reduce', 'model', 'words'];
const PURE_MODULES = ['node:net'];

interface Import extends Imported {
  file: string;
  folder: string;
}

const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));

const imports: Import[] = files.flatMap((file) =>
  importsIn(readFileSync(join(src, file), 'utf8')).map((one) => ({
    ...one,
    target: nameOf(one.target),
    file,
    folder: folderOf(file),
  })),
);

/** A package is called by its name, also where a file of its inside is imported. */
function nameOf(target: string): string {
  return target.replace(/^.*\/node_modules\//, '');
}

function folderOf(file: string): string {
  return file.split(sep)[0] ?? '';
}

/** A folder of src, a package, or `node:…`. */
function targetOf({ file, target }: Import): string {
  if (!target.startsWith('.')) return target;
  return folderOf(relative(src, join(src, dirname(file), target)));
}

function faults(isFault: (one: Import, target: string) => boolean): string[] {
  return imports
    .filter((one) => isFault(one, targetOf(one)))
    .map(({ file, target }) => `${file} imports ${target}`);
}

const isOwn = ({ target }: Import) => target.startsWith('.') && !target.endsWith('.json');
const isPackage = ({ target }: Import) => !target.startsWith('.') && !target.startsWith('node:');

describe('each folder imports only what lies behind it', () => {
  test('the folders are these', () => {
    expect([...new Set(files.map(folderOf))].sort()).toEqual(Object.keys(MAY_IMPORT).sort());
  });

  test('at run time', () => {
    const allowed = (folder: string) => [folder, 'model', 'words', ...(MAY_IMPORT[folder] ?? [])];
    const isFault = (one: Import, target: string) =>
      isOwn(one) && !one.typeOnly && !allowed(one.folder).includes(target);
    expect(faults(isFault)).toEqual([]);
  });

  test('model is types only: it imports nothing but itself', () => {
    expect(faults(({ folder }, target) => folder === 'model' && target !== 'model')).toEqual([]);
  });
});

describe('packages', () => {
  test('at run time only where they belong', () => {
    const packageOf = (target: string) => target.split('/', target.startsWith('@') ? 2 : 1).join('/');
    const isFault = (one: Import) =>
      isPackage(one) && !one.typeOnly && !PACKAGES[packageOf(one.target)]?.includes(one.folder);
    expect(faults(isFault)).toEqual([]);
  });

  test('what is pure stays pure', () => {
    const isFault = ({ folder, target }: Import) =>
      PURE.includes(folder) && target.startsWith('node:') && !PURE_MODULES.includes(target);
    expect(faults(isFault)).toEqual([]);
  });

  test('nobody imports process', () => {
    expect(faults((_, target) => /^(node:)?process$/.test(target))).toEqual([]);
  });
});

test('process and console are named nowhere, unless as a key', () => {
  const named = files.filter((file) => /\b(?:process|console)\b(?!: )/.test(withoutText(file)));
  expect(named).toEqual([]);
});

/** The code of a file without its comments and strings. */
function withoutText(file: string): string {
  const code = readFileSync(join(src, file), 'utf8');
  return code.replace(
    /\/\*[\s\S]*?\*\/|\/\/.*$|`(?:\\.|[^`\\$]|\$(?!\{))*`|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"/gm,
    '',
  );
}

test('labels and annotations that Kubernetes knows stand in one file', () => {
  const keys = Object.values({ ...LABEL, ...ANNOTATION });
  const others = files.filter((file) => file !== join('model', 'well-known.ts'));
  // At the beginning of a string; a page of `explain`, where they stand between escaped quotes, is written as it is read.
  const spelled = new RegExp(`(?<!\\\\)['\`]!?(?:${keys.join('|').replaceAll('.', '\\.')})['\`=:]`);
  const isSpelled = (file: string) => spelled.test(readFileSync(join(src, file), 'utf8'));
  expect(others.filter(isSpelled)).toEqual([]);
});

test('files are about 150 lines or less', () => {
  const lengthOf = (file: string) => readFileSync(join(src, file), 'utf8').split('\n').length;
  expect(files.filter((file) => lengthOf(file) > 201)).toEqual([]);
});

test.each([
  ["import { a } from '../join/join.ts';", ['../join/join.ts', false]],
  ["import type { A } from '../join/join.ts';", ['../join/join.ts', true]],
  ["import '../join/join.ts';", ['../join/join.ts', false]],
  ["import {\n  a,\n  type B,\n} from '../join/join.ts';", ['../join/join.ts', false]],
  ["export { a } from '../join/join.ts';", ['../join/join.ts', false]],
  ["const a = await import('../join/join.ts');", ['../join/join.ts', false]],
  ["const a = require('yargs-parser');", ['yargs-parser', false]],
  ["import { a } from '../../node_modules/yargs/build/a.js';", ['yargs/build/a.js', false]],
])('an import is seen: %s', (code, expected) => {
  expect(importsIn(code).map(({ target, typeOnly }) => [target, typeOnly])).toEqual([expected]);
});
