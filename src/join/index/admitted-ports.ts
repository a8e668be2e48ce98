import type { AdmittedPorts, NetworkPolicy, PolicyPort } from '../../model/objects/networking.ts';
import { portKey } from './by-port.ts';

/** The ports that some rule of a NetworkPolicy admits somebody to, whoever that is. */
export function admittedBy({ ingress }: NetworkPolicy): AdmittedPorts {
  const ports = ingress.flat();
  const everything = ingress.some((rule) => rule.length === 0);
  const names = new Set(
    ports.flatMap(({ port, protocol }) =>
      typeof port === 'string' ? portKey({ name: port, protocol }) : [],
    ),
  );
  const ranges = new Map(
    [...Map.groupBy(ports, ({ protocol }) => protocol)].map(([protocol, own]) => [
      protocol,
      merged(own.flatMap(rangeOf)),
    ]),
  );
  return {
    hasNumber: (protocol, number) => everything || isWithin(ranges.get(protocol) ?? [], number),
    hasName: (protocol, name) => names.has(portKey({ name, protocol })),
  };
}

type PortRange = readonly [first: number, last: number];

function rangeOf({ port, endPort }: PolicyPort): PortRange[] {
  if (port === null) return [[Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]];
  return typeof port === 'number' ? [[port, endPort ?? port]] : [];
}

/** In order, none of which overlaps the next. */
function merged(ranges: readonly PortRange[]): PortRange[] {
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
