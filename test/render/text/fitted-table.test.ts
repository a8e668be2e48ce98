/** A table in the width of a terminal. */
import { describe, expect, test } from 'vitest';
import { columns } from '../../../src/render/text/columns.ts';
import { fittedTable, type TableColumn } from '../../../src/render/text/fitted-table.ts';

const heads: TableColumn[] = [
  { head: 'PORT' },
  { head: 'STATUS' },
  { head: 'POD' },
  { head: 'READY', dropped: 1 },
  { head: 'ENDPOINTS', dropped: 2 },
];
const rows = [
  ['80/TCP', 'routed', 'web-7d9f-a', 'True', 'ready'],
  ['80/TCP', 'CrashLoopBackOff', 'web-7d9f-b', 'False', 'not ready'],
  ['443/TCP', 'routed', 'web-7d9f-a', 'True', 'ready'],
];
const options = { group: 1, prefix: { column: 2, text: 'web-7d9f-' } };
const at = (width: number | null, headers = true) => fittedTable(heads, rows, { width, headers }, options);

test('in a pipe: every column, and every cell of a group', () => {
  expect(at(null)).toEqual(columns([heads.map(({ head }) => head), ...rows]));
});

describe('on a terminal', () => {
  test('wide enough: a repeated cell is blank', () => {
    expect(at(61)).toEqual([
      'PORT      STATUS             POD          READY   ENDPOINTS',
      '80/TCP    routed             web-7d9f-a   True    ready',
      '          CrashLoopBackOff   web-7d9f-b   False   not ready',
      '443/TCP   routed             web-7d9f-a   True    ready',
    ]);
  });

  test('closer together', () => {
    expect(at(55)[1]).toBe('80/TCP   routed            web-7d9f-a  True   ready');
  });

  test('without the column that says least', () => {
    expect(at(54)).toEqual([
      'PORT     STATUS            POD         ENDPOINTS',
      '80/TCP   routed            web-7d9f-a  ready',
      '         CrashLoopBackOff  web-7d9f-b  not ready',
      '443/TCP  routed            web-7d9f-a  ready',
    ]);
  });

  test('with the group as a heading', () => {
    expect(at(47)).toEqual([
      'PORT',
      '  STATUS            POD         ENDPOINTS',
      '80/TCP',
      '  routed            web-7d9f-a  ready',
      '  CrashLoopBackOff  web-7d9f-b  not ready',
      '443/TCP',
      '  routed            web-7d9f-a  ready',
    ]);
  });

  test('with the common prefix above', () => {
    expect(at(38)).toEqual([
      'POD: web-7d9f-…',
      'PORT',
      '  STATUS            POD  ENDPOINTS',
      '80/TCP',
      '  routed            …a   ready',
      '  CrashLoopBackOff  …b   not ready',
      '443/TCP',
      '  routed            …a   ready',
    ]);
    expect(at(30)[3]).toBe('80/TCP');
    expect(at(30)[2]).toBe('  STATUS            POD');
  });

  test('at last, cells go under their row', () => {
    expect(at(20)).toEqual([
      'POD: web-7d9f-…',
      'PORT',
      '  STATUS',
      '80/TCP',
      '  routed',
      '    POD: …a',
      '  CrashLoopBackOff',
      '    POD: …b',
      '443/TCP',
      '  routed',
      '    POD: …a',
    ]);
  });

  test.each(Array.from({ length: 40 }, (_, i) => 20 + i))('%i columns are enough for every line', (width) => {
    for (const line of at(width)) expect(line.length).toBeLessThanOrEqual(width);
  });

  test('without the head', () => {
    expect(at(61, false)).toEqual(at(61).slice(1));
    expect(at(38, false)[0]).toBe('POD: web-7d9f-…');
  });
});

test('nothing to drop: the last columns go under their row, with their names, unless they are empty', () => {
  const plain = [{ head: 'A' }, { head: 'B' }, { head: 'C' }];
  expect(
    fittedTable(
      plain,
      [
        ['one', 'two', 'three'],
        ['four', '<none>', ''],
        ['five', '\u001b[2m<none>\u001b[22m', 'web -> <none>'],
      ],
      { width: 5, headers: true },
    ),
  ).toEqual(['A', 'one', '  B: two', '  C: three', 'four', 'five', '  C: web -> <none>']);
});

test('a column without any text goes on a terminal, and its head with it', () => {
  const plain = [{ head: 'A' }, { head: 'B' }, { head: 'C' }];
  const sparse = [
    ['one', '', 'three'],
    ['four', '', ''],
  ];
  expect(fittedTable(plain, sparse, { width: 80, headers: true })).toEqual([
    'A      C',
    'one    three',
    'four',
  ]);
  expect(fittedTable(plain, sparse, { width: null, headers: true })[0]).toBe('A      B   C');
});
