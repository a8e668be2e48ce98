/** Holds the architecture of CONTRIBUTING.md: import directions, no import cycles, unique names, sizes. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ANNOTATION, LABEL } from '../src/model/well-known.ts';
import { type Imported, importsIn } from './support/imports.ts';

const src = join(import.meta.dirname, '../src');

/**
 * The rooms that each room may import at run time, besides itself, its sub-rooms, `model` and `text`. Type-only imports
 * are free. `join` is the folder alone, `join/*` includes its sub-rooms.
 */
const MAY_IMPORT: Record<string, readonly string[]> = {
  model: [],
  'model/objects': [],
  'model/view': [],
  'model/report': [],
  text: [],
  cli: ['commands', 'commands/shared'],
  'cli/completion': ['cli', 'commands/shared', 'pipeline', 'render', 'rules/engine'],
  commands: ['pipeline', 'kube', 'report', 'rules/engine', 'external', 'render/*'],
  'commands/shared': ['report', 'render/*'],
  pipeline: ['cluster/*', 'kube', 'kube/kubeconfig', 'files', 'join/*', 'rules/engine', 'report', 'external'],
  kube: [],
  'kube/credentials': ['kube/kubeconfig', 'kube/transport', 'kube/errors'],
  'kube/kubeconfig': ['kube/errors'],
  'kube/transport': ['kube/errors'],
  'kube/errors': [],
  cluster: ['decode/*'],
  'cluster/reading': ['cluster', 'decode/*'],
  'cluster/writing': ['cluster', 'decode/*'],
  files: ['decode/*'],
  'files/parse': ['decode/*'],
  'files/manifest': [],
  decode: [],
  'decode/json': [],
  join: [],
  'join/index': [],
  'join/controllers': ['join/index'],
  'join/near': ['join/index', 'join/controllers'],
  'join/service': ['join/index', 'join/controllers'],
  'join/lookup': ['join/index', 'join/controllers', 'join/service', 'join/near'],
  rules: ['rules/engine', 'rules/engine/remedy'],
  'rules/engine': ['rules', 'rules/engine/remedy'],
  'rules/engine/remedy': ['rules/engine'],
  report: [],
  render: [],
  'render/text': [],
  'render/json': [],
  'render/mermaid': ['render/text'],
  'render/ci': ['render/text'],
  external: [],
};

/** The rooms that may import each package at run time. Other packages may not be imported. */
const PACKAGES: Record<string, readonly string[]> = {
  yargs: ['cli'],
  'yargs-parser': ['cli'],
  'cli-table3': ['render/text'],
  'string-width': ['text'],
  picocolors: ['render/text'],
  'js-yaml': ['text', 'files/parse', 'render', 'kube/kubeconfig'],
  yaml: ['kube/kubeconfig'],
  socks: ['kube/transport'],
};

/** Pure rooms import no modules of Node, except those that are pure themselves. */
const PURE = /^(join|rules|report|render|external|decode|model|text)(\/|$)/;
const PURE_MODULES = ['node:net'];

/** A room with more files needs sub-rooms. `rules` is the exception: it has one file per finding. */
const ROOM_SIZE = 16;
const FILE_LENGTH = 200;

interface Import extends Imported {
  file: string;
}

const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .sort();
const textOf = (file: string) => readFileSync(join(src, file), 'utf8');
const imports = files.flatMap((file) => importsIn(textOf(file)).map((one): Import => ({ ...one, file })));

const roomOf = (file: string) => dirname(file);
/** The name of the package, even if one of its inner files is imported. */
const packageOf = (target: string) => {
  const name = target.replace(/^.*\/node_modules\//, '');
  return name.split('/', name.startsWith('@') ? 2 : 1).join('/');
};
const isOwn = ({ target }: Import) => target.startsWith('.') && !/\.json$|\/node_modules\//.test(target);
const isPackage = ({ target }: Import) => !/^\.|^node:/.test(target) || target.includes('/node_modules/');
/** The imported file, as a path below src/. */
const fileOf = ({ file, target }: Import) => relative(src, join(src, dirname(file), target));

function mayImport(room: string, target: string): boolean {
  const [top = ''] = target.split('/');
  if (top === 'model' || top === 'text' || room === target || target.startsWith(`${room}/`)) return true;
  return (MAY_IMPORT[room] ?? []).some((one) => one === target || one === `${top}/*`);
}

function faults(isFault: (one: Import) => boolean): string[] {
  return imports.filter(isFault).map(({ file, target }) => `${file} imports ${target}`);
}

describe('each room imports only what lies behind it', () => {
  test('the rooms are these', () => {
    expect([...new Set(files.map(roomOf))].sort()).toEqual(Object.keys(MAY_IMPORT).sort());
  });

  test('at run time', () => {
    expect(
      faults((one) => isOwn(one) && !one.typeOnly && !mayImport(roomOf(one.file), roomOf(fileOf(one)))),
    ).toEqual([]);
  });

  test('each permission is still used', () => {
    const used = imports.filter((one) => isOwn(one) && !one.typeOnly);
    const isUsed = (room: string, target: string) =>
      used.some((one) => {
        const to = roomOf(fileOf(one));
        return roomOf(one.file) === room && (to === target || `${to.split('/')[0]}/*` === target);
      });
    const named = Object.entries(MAY_IMPORT).flatMap(([room, targets]) =>
      targets.map((one) => [room, one] as const),
    );
    expect(named.filter(([room, target]) => !isUsed(room, target))).toEqual([]);
  });

  test('model imports nothing but itself, types included', () => {
    expect(faults((one) => /^model\b/.test(one.file) && !/^model\b/.test(fileOf(one)))).toEqual([]);
  });

  test('kube knows no Service: of the model it has errors, io and connection, types included', () => {
    const known = ['model/connection.ts', 'model/errors.ts', 'model/io.ts'];
    const isFault = (one: Import) => {
      const target = fileOf(one);
      return (
        /^kube\b/.test(one.file) && isOwn(one) && !/^(kube|text)\b/.test(target) && !known.includes(target)
      );
    };
    expect(faults(isFault)).toEqual([]);
  });

  test('the transport knows no kubeconfig, types included', () => {
    expect(
      faults(
        (one) => roomOf(one.file) === 'kube/transport' && /^kube\/(kubeconfig|credentials)/.test(fileOf(one)),
      ),
    ).toEqual([]);
  });

  test('no circle of files, types included', () => {
    expect(circles()).toEqual([]);
  });
});

/** The files of import cycles, and those that import them. */
function circles(): string[] {
  const targets = new Map(files.map((file) => [file, new Set<string>()]));
  for (const one of imports) if (isOwn(one)) targets.get(one.file)?.add(fileOf(one));
  // A file that imports none of the remaining files is in no cycle.
  for (let gone = true; gone; ) {
    gone = false;
    for (const [file, of] of targets)
      if (![...of].some((target) => targets.has(target))) gone = targets.delete(file);
  }
  return [...targets.keys()];
}

describe('packages', () => {
  test('at run time only where they belong', () => {
    const isFault = (one: Import) =>
      isPackage(one) && !one.typeOnly && !PACKAGES[packageOf(one.target)]?.includes(roomOf(one.file));
    expect(faults(isFault)).toEqual([]);
  });

  test('each is still used there', () => {
    const used = new Set(
      imports.filter(isPackage).map(({ file, target }) => `${packageOf(target)} ${roomOf(file)}`),
    );
    const named = Object.entries(PACKAGES).flatMap(([name, rooms]) => rooms.map((room) => `${name} ${room}`));
    expect(named.filter((one) => !used.has(one))).toEqual([]);
  });

  test('what is pure stays pure', () => {
    const isFault = ({ file, target }: Import) =>
      PURE.test(file) && target.startsWith('node:') && !PURE_MODULES.includes(target);
    expect(faults(isFault)).toEqual([]);
  });

  test('no file imports process', () => {
    expect(faults(({ target }) => /^(node:)?process$/.test(target))).toEqual([]);
  });
});

test('process and console are named nowhere, unless as a key', () => {
  expect(files.filter((file) => /\b(?:process|console)\b(?!: )/.test(withoutText(textOf(file))))).toEqual([]);
});

/** The code of a file without its comments and strings. */
function withoutText(code: string): string {
  return code.replace(
    /\/\*[\s\S]*?\*\/|\/\/.*$|`(?:\\.|[^`\\$]|\$(?!\{))*`|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"/gm,
    '',
  );
}

test('labels and annotations that Kubernetes knows stand in one file', () => {
  const keys = Object.values({ ...LABEL, ...ANNOTATION });
  const others = files.filter((file) => file !== 'model/well-known.ts');
  // Matches the beginning of a string only: pages of `explain` spell labels out, in the middle of their text.
  const spelled = new RegExp(`(?<!\\\\)['\`]!?(?:${keys.join('|').replaceAll('.', '\\.')})['\`=:]`);
  expect(others.filter((file) => spelled.test(textOf(file)))).toEqual([]);
});

describe('one name, one meaning', () => {
  test('no two files of one name', () => {
    expect(twice(files.map((file) => basename(file)))).toEqual([]);
  });

  test('no two types of one name', () => {
    expect(twice(files.flatMap(typesOf))).toEqual([]);
  });

  test('no type shadows one of the language', () => {
    const own =
      'Pick Omit Record Partial Required Readonly Exclude Extract Parameters ReturnType Awaited Map Set Error';
    const names = new Set(own.split(' '));
    expect(files.flatMap(typesOf).filter((name) => names.has(name))).toEqual([]);
  });
});

function typesOf(file: string): string[] {
  return [...textOf(file).matchAll(/^(?:export )?(?:interface|type|(?:abstract )?class) (\w+)/gm)].map(
    ([, name = '']) => name,
  );
}

function twice(names: readonly string[]): string[] {
  return [...Map.groupBy(names, (name) => name)].filter(([, of]) => of.length > 1).map(([name]) => name);
}

describe('sizes', () => {
  test('files are about 150 lines or less', () => {
    expect(files.filter((file) => textOf(file).split('\n').length > FILE_LENGTH + 1)).toEqual([]);
  });

  test('a room is seen at a glance', () => {
    const rooms = Map.groupBy(files, roomOf);
    const large = [...rooms].filter(([room, of]) => room !== 'rules' && of.length > ROOM_SIZE);
    expect(large.map(([room, of]) => `${room}: ${of.length}`)).toEqual([]);
  });
});

test.each([
  ["import { a } from '../join/join.ts';", ['../join/join.ts', false]],
  ["import type { A } from '../join/join.ts';", ['../join/join.ts', true]],
  ["import '../join/join.ts';", ['../join/join.ts', false]],
  ["import {\n  a,\n  type B,\n} from '../join/join.ts';", ['../join/join.ts', false]],
  ["export { a } from '../join/join.ts';", ['../join/join.ts', false]],
  ["const a = await import('../join/join.ts');", ['../join/join.ts', false]],
  ["const a = require('yargs-parser');", ['yargs-parser', false]],
])('an import is seen: %s', (code, expected) => {
  expect(importsIn(code).map(({ target, typeOnly }) => [target, typeOnly])).toEqual([expected]);
});
