/** Reads the evidence for findings, in one round. */
import type { Kind } from '../../model/objects/kinds.ts';
import type { Labels } from '../../model/objects/meta.ts';
import type { EvidenceRequest } from '../../model/snapshot.ts';
import { LABEL } from '../../model/well-known.ts';
import { labelsText } from '../../text/labels.ts';
import { combineBatches } from '../batch.ts';
import { WORKLOAD_RESOURCES } from '../resources.ts';
import type { Reader, ReadStep } from './reader.ts';

/** Selectors for which Pods in other namespaces are read. */
const MAX_SELECTORS = 3;

/** @param allNamespaces reads one list of all namespaces instead of one per namespace */
export async function readEvidence(
  reader: Reader,
  allNamespaces: boolean,
  { kinds, selectors }: Omit<EvidenceRequest, 'services'>,
): Promise<void> {
  const allKinds = new Set([...kinds.values()].flatMap((of) => [...of]));
  const kindsByNamespace: Iterable<[string | null, ReadonlySet<Kind>]> = allNamespaces
    ? [[null, allKinds]]
    : kinds;
  const steps = [...kindsByNamespace].flatMap(([namespace, of]) =>
    [...of]
      .filter((kind) => reader.extentOf(kind, namespace) !== 'all')
      .flatMap((kind) => EVIDENCE_STEPS[kind]?.(reader, namespace) ?? []),
  );
  const needsPods = steps.some(({ kind }) => kind === 'Pod');
  await reader.readRound([...steps, ...(needsPods ? otherNamespaceSteps(reader, selectors) : [])]);
}

/** A supplement, as the user may not be allowed to list the Pods of all namespaces. */
function otherNamespaceSteps(reader: Reader, selectors: readonly Labels[]): ReadStep[] {
  return selectors.slice(0, MAX_SELECTORS).map((selector) => ({
    ...reader.listStep('Pod', null, { labelSelector: labelsText(selector) }),
    supplement: true,
  }));
}

/** Pods and EndpointSlices are supplements, as some of them were read already. */
const EVIDENCE_STEPS: Partial<Record<Kind, (reader: Reader, namespace: string | null) => ReadStep>> = {
  Pod: (reader, namespace) => ({ ...reader.listStep('Pod', namespace), supplement: true }),
  EndpointSlice: (reader, namespace) => ({
    ...reader.listStep('EndpointSlice', namespace, { labelSelector: `!${LABEL.serviceName}` }),
    supplement: true,
  }),
  Event: (reader, namespace) => reader.listStep('Event', namespace, { fieldSelector: 'type=Warning' }),
  Workload: (reader, namespace) => ({
    kind: 'Workload',
    namespace,
    read: () =>
      combineBatches(WORKLOAD_RESOURCES.map((resource) => reader.list<'Workload'>(resource, namespace))),
  }),
  APIGroup: (reader) => ({ kind: 'APIGroup', namespace: null, read: () => reader.apiGroups() }),
};
