import type { Kind, Labels } from '../model/objects.ts';
import type { Wanted } from '../model/snapshot.ts';
import { LABEL } from '../model/well-known.ts';
import { labelsText } from '../words/labels.ts';
import type { Selection } from './list.ts';
import { type Listable, RESOURCES, WORKLOADS } from './paths.ts';
import type { Reader } from './reader.ts';

const MOST_ELSEWHERE = 3;

/**
 * What findings need beside what is joined anyway, in one round.
 * @param everywhere all namespaces are in scope: one list of them all is less than one for each
 */
export async function readEvidence(
  reader: Reader,
  everywhere: boolean,
  { kinds, selectors }: Omit<Wanted, 'services'>,
): Promise<void> {
  const together = new Set([...kinds.values()].flatMap((of) => [...of]));
  const rounds: Iterable<[string | null, ReadonlySet<Kind>]> = everywhere ? [[null, together]] : kinds;
  const missing = [...rounds].flatMap(([namespace, of]) =>
    [...of].filter((kind) => reader.outcome(kind, namespace) !== 'all').map((kind) => ({ namespace, kind })),
  );
  await Promise.all([
    ...missing.map(({ namespace, kind }) => readKind(reader, namespace, kind)),
    ...(missing.some(({ kind }) => kind === 'Pod') ? readElsewhere(reader, selectors) : []),
  ]);
}

/** Pods with these labels in other namespaces, where they may be read: for a few selectors only. */
function readElsewhere(reader: Reader, selectors: readonly Labels[]): Promise<void>[] {
  return selectors
    .slice(0, MOST_ELSEWHERE)
    .map((selector) =>
      reader.supplement('Pod', null, 'selected', () =>
        reader.list('Pod', RESOURCES.Pod, null, { labelSelector: labelsText(selector) }),
      ),
    );
}

async function readKind(reader: Reader, namespace: string | null, kind: Kind): Promise<void> {
  const list = (listable: Listable, selection?: Selection) => () =>
    reader.list(listable, RESOURCES[listable], namespace, selection);
  const rounds: Partial<Record<Kind, () => Promise<void>>> = {
    Pod: () => reader.supplement('Pod', namespace, 'all', list('Pod')),
    EndpointSlice: () =>
      reader.supplement(
        'EndpointSlice',
        namespace,
        'selected',
        list('EndpointSlice', { labelSelector: `!${LABEL.serviceName}` }),
      ),
    Event: () =>
      reader.attempt(
        'Event',
        namespace,
        'selected',
        list('Event', { fieldSelector: 'involvedObject.kind=Pod,reason=Unhealthy' }),
      ),
    Workload: () =>
      reader.attempt('Workload', namespace, 'all', () =>
        Promise.all(WORKLOADS.map((resource) => reader.list('Workload', resource, namespace))),
      ),
    APIGroup: () => reader.attempt('APIGroup', null, 'all', () => reader.apiGroups()),
  };
  await rounds[kind]?.();
}
