import type { AdmittedPorts, NetworkPolicy, PolicyPort } from '../../model/objects/networking.ts';
import { portKey } from '../index/port-index.ts';

/** Indexes the ports that the rules of a NetworkPolicy admit, whatever their `from`. */
export function admittedPorts({ ingress }: NetworkPolicy): AdmittedPorts {
  const ports = ingress.flat();
  const admitsAll = ingress.some((rule) => rule.length === 0);
  const names = new Set(
    ports.flatMap(({ port, protocol }) =>
      typeof port === 'string' ? portKey({ name: port, protocol }) : [],
    ),
  );
  const ranges = new Map(
    [...Map.groupBy(ports, ({ protocol }) => protocol)].map(([protocol, own]) => [
      protocol,
      mergeRanges(own.flatMap(toRange)),
    ]),
  );
  return {
    hasNumber: (protocol, number) => admitsAll || isWithin(ranges.get(protocol) ?? [], number),
    hasName: (protocol, name) => names.has(portKey({ name, protocol })),
  };
}

type PortRange = readonly [first: number, last: number];

function toRange({ port, endPort }: PolicyPort): PortRange[] {
  if (port === null) return [[Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]];
  return typeof port === 'number' ? [[port, endPort ?? port]] : [];
}

/** @returns the ranges in order, without overlaps */
function mergeRanges(ranges: readonly PortRange[]): PortRange[] {
  const result: PortRange[] = [];
  for (const [first, last] of ranges.toSorted(([a], [b]) => a - b)) {
    const before = result.at(-1);
    if (before && first <= before[1]) result[result.length - 1] = [before[0], Math.max(before[1], last)];
    else result.push([first, last]);
  }
  return result;
}

function isWithin(ranges: readonly PortRange[], number: number): boolean {
  let [low, high] = [0, ranges.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const [first, last] = ranges[middle] as PortRange;
    if (number >= first && number <= last) return true;
    if (number < first) high = middle;
    else low = middle + 1;
  }
  return false;
}
