import type { Kind } from '../../model/objects/kinds.ts';
import type { Labels } from '../../model/objects/meta.ts';
import type { EvidenceRequest } from '../../model/snapshot.ts';
import { LABEL } from '../../model/well-known.ts';
import { labelsText } from '../../text/labels.ts';
import { batchOf } from '../batch.ts';
import { WORKLOADS } from '../resources.ts';
import type { Reader, ReadStep } from './reader.ts';

const MOST_ELSEWHERE = 3;

/**
 * What findings need beside what is joined anyway, in one round.
 * @param everywhere all namespaces are in scope: one list of them all is less than one for each
 */
export async function readEvidence(
  reader: Reader,
  everywhere: boolean,
  { kinds, selectors }: Omit<EvidenceRequest, 'services'>,
): Promise<void> {
  const together = new Set([...kinds.values()].flatMap((of) => [...of]));
  const rounds: Iterable<[string | null, ReadonlySet<Kind>]> = everywhere ? [[null, together]] : kinds;
  const asks = [...rounds].flatMap(([namespace, of]) =>
    [...of]
      .filter((kind) => reader.outcome(kind, namespace) !== 'all')
      .flatMap((kind) => EVIDENCE[kind]?.(reader, namespace) ?? []),
  );
  const pods = asks.some(({ kind }) => kind === 'Pod');
  await reader.round([...asks, ...(pods ? elsewhere(reader, selectors) : [])]);
}

/** Pods with these labels in other namespaces, where they may be read: for a few selectors only. */
function elsewhere(reader: Reader, selectors: readonly Labels[]): ReadStep[] {
  return selectors.slice(0, MOST_ELSEWHERE).map((selector) => ({
    ...reader.listing('Pod', null, { labelSelector: labelsText(selector) }),
    supplement: true,
  }));
}

/** How each kind is asked for; of Pods and EndpointSlices some were read already. */
const EVIDENCE: Partial<Record<Kind, (reader: Reader, namespace: string | null) => ReadStep>> = {
  Pod: (reader, namespace) => ({ ...reader.listing('Pod', namespace), supplement: true }),
  EndpointSlice: (reader, namespace) => ({
    ...reader.listing('EndpointSlice', namespace, { labelSelector: `!${LABEL.serviceName}` }),
    supplement: true,
  }),
  Event: (reader, namespace) =>
    reader.listing('Event', namespace, { fieldSelector: 'involvedObject.kind=Pod,reason=Unhealthy' }),
  Workload: (reader, namespace) => ({
    kind: 'Workload',
    namespace,
    read: () => batchOf(WORKLOADS.map((resource) => reader.list<'Workload'>(resource, namespace))),
  }),
  APIGroup: (reader) => ({ kind: 'APIGroup', namespace: null, read: () => reader.apiGroups() }),
};
