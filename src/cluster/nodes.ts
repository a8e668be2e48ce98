import type { Service } from '../model/objects.ts';
import { RESOURCES } from './paths.ts';
import type { Reader } from './reader.ts';

/** Above this many names the whole list is one request instead of many. */
const MOST_BY_NAME = 10;
const LONGEST_LABEL = 63;
const HOSTNAME = 'kubernetes.io/hostname';

/**
 * Reads the Nodes that endpoints and Pods are on and that were not read yet. Several at once are asked for
 * by their hostname label, which is one request; those whose label differs from their name follow one by
 * one, and only a name that the server does not know is a Node that does not exist.
 */
export async function readNodes(reader: Reader, services: readonly Service[]): Promise<void> {
  if (reader.outcome('Node', null) === 'unread' || reader.outcome('Node', null) === 'all') return;
  const names = namesToRead(reader);
  if (isLocal(services) || names.length > MOST_BY_NAME)
    return reader.attempt('Node', null, 'all', () => reader.list('Node', RESOURCES.Node, null));
  if (names.length === 0) return;
  const together = names.length > 1 && names.every(({ length }) => length <= LONGEST_LABEL);
  return reader.attempt('Node', null, 'selected', async () => {
    if (together && reader.outcome('Node', null) === null)
      await reader.list('Node', RESOURCES.Node, null, {
        labelSelector: `${HOSTNAME} in (${names.join(',')})`,
      });
    await Promise.all(namesToRead(reader).map((name) => reader.get('Node', null, name)));
  });
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
