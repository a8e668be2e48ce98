import type { Kind, Service } from '../model/objects.ts';
import { hasLabels, labelsText } from '../words/labels.ts';
import { type Listable, RESOURCES, WORKLOADS } from './paths.ts';
import type { Reader, Selection } from './reader.ts';

const MOST_ELSEWHERE = 3;

/**
 * What findings need beside what is joined anyway, in one round.
 * @param scope the namespace asked for; null: over all of them one list is less than one for each
 */
export async function readEvidence(
  reader: Reader,
  scope: string | null,
  wanted: ReadonlyMap<string, ReadonlySet<Kind>>,
  services: readonly Service[],
): Promise<void> {
  const everywhere = new Set([...wanted.values()].flatMap((kinds) => [...kinds]));
  const rounds: Iterable<[string | null, ReadonlySet<Kind>]> = scope === null ? [[null, everywhere]] : wanted;
  await Promise.all(
    [...rounds].flatMap(([namespace, kinds]) => {
      const missing = [...kinds].filter((kind) => reader.outcome(kind, namespace) !== 'all');
      const reads = missing.map((kind) => readKind(reader, namespace, kind));
      return missing.includes('Pod') ? [...reads, ...readElsewhere(reader, services)] : reads;
    }),
  );
}

/** Pods with a Service's labels in other namespaces, where they may be read: for a few Services only. */
function readElsewhere(reader: Reader, services: readonly Service[]): Promise<void>[] {
  const unmatched = services.filter(
    ({ namespace, selector }) =>
      selector !== null &&
      !reader.all('Pod').some((pod) => pod.namespace === namespace && hasLabels(pod.labels, selector)),
  );
  return unmatched
    .slice(0, MOST_ELSEWHERE)
    .map(({ selector }) =>
      reader.supplement('Pod', null, 'selected', () =>
        reader.list('Pod', RESOURCES.Pod, null, { labelSelector: labelsText(selector ?? {}) }),
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
        list('EndpointSlice', { labelSelector: '!kubernetes.io/service-name' }),
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
