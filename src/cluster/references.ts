import type { Service } from '../model/objects.ts';
import { objectKey } from '../words/object-key.ts';
import { RESOURCES } from './paths.ts';
import type { Reader } from './reader.ts';

/** Above this many names the whole list is one request instead of many. */
const MOST_BY_NAME = 10;

/**
 * Reads what the Services and their slices name and what was not read with them: Pods that endpoints point to
 * and no selector matches, Services that an externalName is the name of. A healthy Service names none.
 */
export async function readReferences(reader: Reader, services: readonly Service[]): Promise<void> {
  await Promise.all([readTargets(reader), readAliased(reader, services)]);
}

async function readTargets(reader: Reader): Promise<void> {
  const read = new Set(reader.all('Pod').map(objectKey));
  const targets = reader
    .all('EndpointSlice')
    .flatMap(({ namespace, endpoints }) =>
      endpoints
        .filter(({ target }) => target?.kind === 'Pod')
        .map(({ target }) => ({ namespace, name: target?.name ?? '' })),
    )
    .filter((target) => !read.has(objectKey(target)));
  for (const [namespace, pods] of Map.groupBy(targets, (target) => target.namespace)) {
    const known = reader.outcome('Pod', namespace) ?? reader.outcome('Pod', null);
    if (known === 'unread' || known === 'all') continue;
    const names = [...new Set(pods.map(({ name }) => name))];
    const get = () => Promise.all(names.map((name) => reader.get('Pod', namespace, name)));
    if (names.length > MOST_BY_NAME)
      await reader.attempt('Pod', namespace, 'all', () => reader.list('Pod', RESOURCES.Pod, namespace));
    // Who may list Pods and not get one still knows what the selectors match.
    else if (known === 'selected') await reader.supplement('Pod', namespace, 'selected', get);
    else await reader.attempt('Pod', namespace, 'selected', get);
  }
}

async function readAliased(reader: Reader, services: readonly Service[]): Promise<void> {
  const aliased = services
    .filter(({ type }) => type === 'ExternalName')
    .flatMap(({ aliasOf }) => aliasOf ?? [])
    .filter(
      ({ namespace }) => (reader.outcome('Service', namespace) ?? reader.outcome('Service', null)) !== 'all',
    );
  await Promise.all(
    aliased.map(({ namespace, name }) =>
      reader.attempt('Service', namespace, 'selected', () => reader.get('Service', namespace, name)),
    ),
  );
}
