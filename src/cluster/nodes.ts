import type { Service } from '../model/objects.ts';
import { LABEL } from '../model/well-known.ts';
import { RESOURCES } from './paths.ts';
import type { Reader } from './reader.ts';

/** So many names are asked for in one request by their label; of more the whole list is read. */
const MOST_TOGETHER = 100;
const MOST_ONE_BY_ONE = 10;
const LONGEST_LABEL = 63;

/**
 * Reads the Nodes that endpoints and Pods are on and that were not read yet. Several at once are asked for
 * by their hostname label, which is one request; those whose label differs from their name follow one by
 * one, and only a name that the server does not know is a Node that does not exist.
 */
export async function readNodes(reader: Reader, services: readonly Service[]): Promise<void> {
  const outcome = reader.outcome('Node', null);
  if (outcome === 'unread' || outcome === 'all') return;
  const names = namesToRead(reader);
  const one = outcome === null && names.length === 1;
  const together = outcome === null && names.length <= MOST_TOGETHER && names.every(fitsLabel);
  if (isLocal(services) || (names.length > MOST_ONE_BY_ONE && !together)) return readAllNodes(reader);
  if (names.length === 0) return;
  const labelSelector = `${LABEL.hostname} in (${names.join(',')})`;
  return reader.attempt('Node', null, 'selected', async () => {
    if (together && !one) await reader.list('Node', RESOURCES.Node, null, { labelSelector });
    const left = namesToRead(reader);
    if (left.length > MOST_ONE_BY_ONE) await readAllNodes(reader);
    else await Promise.all(left.map((name) => reader.get('Node', null, name)));
  });
}

function readAllNodes(reader: Reader): Promise<void> {
  return reader.attempt('Node', null, 'all', () => reader.list('Node', RESOURCES.Node, null));
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
