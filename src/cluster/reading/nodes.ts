import type { Service } from '../../model/objects/service.ts';
import { LABEL } from '../../model/well-known.ts';
import { type Batch, batchOf } from '../batch.ts';
import { RESOURCES } from '../resources.ts';
import type { Reader, ReadStep } from './reader.ts';

/** So many names are asked for in one request by their label; of more the whole list is read. */
const MOST_TOGETHER = 100;
const MOST_ONE_BY_ONE = 10;
const LONGEST_LABEL = 63;

/**
 * Asks for the Nodes that endpoints and Pods are on and that were not read yet. Several at once are asked for
 * by their hostname label, which is one request; those whose label differs from their name follow one by
 * one, and only a name that the server does not know is a Node that does not exist.
 */
export function nodes(reader: Reader, services: readonly Service[]): ReadStep[] {
  const outcome = reader.outcome('Node', null);
  if (outcome === 'unread' || outcome === 'all') return [];
  const names = namesToRead(reader);
  const together = outcome === null && names.length <= MOST_TOGETHER && names.every(fitsLabel);
  if (isLocal(services) || (names.length > MOST_ONE_BY_ONE && !together))
    return [reader.listing('Node', null)];
  if (names.length === 0) return [];
  return [{ kind: 'Node', namespace: null, read: () => readByName(reader, names, together) }];
}

/** @param together by their label first */
async function readByName(
  reader: Reader,
  names: readonly string[],
  together: boolean,
): Promise<Batch<'Node'>> {
  const labelSelector = `${LABEL.hostname} in (${names.join(',')})`;
  const labelled =
    together && names.length > 1 ? [await reader.list<'Node'>(RESOURCES.Node, null, { labelSelector })] : [];
  const found = new Set(labelled.flatMap(({ objects }) => objects).map(({ name }) => name));
  const left = names.filter((name) => !found.has(name));
  if (left.length > MOST_ONE_BY_ONE) return reader.list<'Node'>(RESOURCES.Node, null);
  return batchOf([
    ...labelled.map(async (batch) => batch),
    ...left.map((name) => reader.get('Node', null, name)),
  ]);
}

function fitsLabel({ length }: string): boolean {
  return length <= LONGEST_LABEL;
}

function namesToRead(reader: Reader): string[] {
  const named = [
    ...reader.all('EndpointSlice').flatMap(({ endpoints }) => endpoints.map(({ nodeName }) => nodeName)),
    ...reader.all('Pod').map(({ nodeName }) => nodeName),
  ];
  const read = new Set(reader.all('Node').map(({ name }) => name));
  return [...new Set(named)].filter(
    (name) => name !== '' && !read.has(name) && !reader.isAbsent('Node', null, name),
  );
}

/** Every Node counts where connections stay on the Node they come from. */
function isLocal(services: readonly Service[]): boolean {
  return services.some(
    ({ internalTrafficPolicy, externalTrafficPolicy }) =>
      internalTrafficPolicy === 'Local' || externalTrafficPolicy === 'Local',
  );
}
