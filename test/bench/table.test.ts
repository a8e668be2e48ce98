import { expect, test } from 'vitest';
import { median } from '../../bench/measure.ts';
import { countRequests } from '../../bench/programs.ts';
import { type Result, table } from '../../bench/table.ts';

const result = (name: string, wall: number, memory: number | null): Result => ({
  ...{ name, wall, memory },
  ...{ cpu: null, requests: null, bytes: 2_500 },
});

const cellsOf = (line: string | undefined) =>
  line
    ?.split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());

test('a row has both sides, their ratios, and says which limits are missed', () => {
  const atMost = { wall: 1.5, memory: 0.3 };
  const rows = [{ work: result('check', 1.6, 40e6), against: result('curl', 0.8, 1.6e9), atMost }];
  const [head, , row] = table(rows).split('\n');
  expect(head?.length).toBe(row?.length);
  expect(cellsOf(row)).toEqual([
    ...['check', 'curl', '1.60 s / 800 ms', 'wall 2.00, memory 0.03', 'wall 1.5 (missed), memory 0.3'],
    ...['-', '40 MB / 1.60 GB', '-', '3 kB / 3 kB'],
  ]);
});

test('what was not measured misses no limit and keeps none', () => {
  const rows = [{ work: result('a', 1, null), against: result('b', 1, 1), atMost: { memory: 0.3 } }];
  expect(cellsOf(table(rows).split('\n')[2])?.slice(3, 5)).toEqual([
    'wall 1.00, memory -',
    'memory 0.3 (not measured)',
  ]);
});

test('the median of an odd and of an even number of runs', () => {
  expect([median([9, 1, 2]), median([4, 1, 2, 9]), median([7])]).toEqual([2, 3, 7]);
});

test('requests are counted as the plugin, kubectl and older kubectl tell of them', () => {
  const stderr = [
    'GET https://127.0.0.1:6443/api/v1/pods?limit=500 200 OK in 15 milliseconds',
    'I1121 13:01:37.917405 28068 round_trippers.go:632] "Response" verb="GET" url="https://…" status="200 OK"',
    'I1121 13:01:37.917405 28068 round_trippers.go:553] GET https://127.0.0.1:6443/api 200 OK in 4 milliseconds',
    'I1121 13:01:37.910110 28068 loader.go:407] Config loaded from file:  /home/a/.kube/config',
    'Warning: v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice',
  ];
  expect(countRequests(stderr.join('\n'))).toBe(3);
});
