/** Reads the Nodes of endpoints and Pods. */
import type { Service } from '../../model/objects/service.ts';
import { LABEL } from '../../model/well-known.ts';
import { type Batch, combineBatches } from '../batch.ts';
import { RESOURCES } from '../resources.ts';
import type { Reader, ReadStep } from './reader.ts';

/** For more names, the whole list is read instead of one request by label. */
const MAX_BY_LABEL = 100;
const MAX_BY_NAME = 10;
const MAX_LABEL_LENGTH = 63;

/**
 * Several Nodes are read in one request by their hostname label. Those whose label differs from their name follow one
 * by one: only a Node that the server does not find by name is absent.
 */
export function nodeSteps(reader: Reader, services: readonly Service[]): ReadStep[] {
  const extent = reader.extentOf('Node', null);
  if (extent === 'unread' || extent === 'all') return [];
  const names = nodeNamesToRead(reader);
  const byLabel = extent === null && names.length <= MAX_BY_LABEL && names.every(fitsLabel);
  if (hasLocalPolicy(services) || (names.length > MAX_BY_NAME && !byLabel))
    return [reader.listStep('Node', null)];
  if (names.length === 0) return [];
  return [{ kind: 'Node', namespace: null, read: () => readByName(reader, names, byLabel) }];
}

/** @param byLabel whether to try the hostname label first */
async function readByName(
  reader: Reader,
  names: readonly string[],
  byLabel: boolean,
): Promise<Batch<'Node'>> {
  const labelSelector = `${LABEL.hostname} in (${names.join(',')})`;
  const labelled =
    byLabel && names.length > 1 ? [await reader.list<'Node'>(RESOURCES.Node, null, { labelSelector })] : [];
  const found = new Set(labelled.flatMap(({ objects }) => objects).map(({ name }) => name));
  const remaining = names.filter((name) => !found.has(name));
  if (remaining.length > MAX_BY_NAME) return reader.list<'Node'>(RESOURCES.Node, null);
  return combineBatches([
    ...labelled.map(async (batch) => batch),
    ...remaining.map((name) => reader.get('Node', null, name)),
  ]);
}

function fitsLabel({ length }: string): boolean {
  return length <= MAX_LABEL_LENGTH;
}

function nodeNamesToRead(reader: Reader): string[] {
  const nodeNames = [
    ...reader.all('EndpointSlice').flatMap(({ endpoints }) => endpoints.map(({ nodeName }) => nodeName)),
    ...reader.all('Pod').map(({ nodeName }) => nodeName),
  ];
  const read = new Set(reader.all('Node').map(({ name }) => name));
  return [...new Set(nodeNames)].filter(
    (name) => name !== '' && !read.has(name) && !reader.isAbsent('Node', null, name),
  );
}

/** A Local traffic policy makes the endpoints of every Node matter. */
function hasLocalPolicy(services: readonly Service[]): boolean {
  return services.some(
    ({ internalTrafficPolicy, externalTrafficPolicy }) =>
      internalTrafficPolicy === 'Local' || externalTrafficPolicy === 'Local',
  );
}
