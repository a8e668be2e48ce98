import type { Labels } from '../model/objects/meta.ts';
import type { ClusterSnapshot } from '../model/snapshot.ts';
import type { ClusterView } from '../model/view/cluster-view.ts';
import { directoryOf, missingPartFinder } from './controllers/missing-parts.ts';
import { Multimap } from './index/multimap.ts';
import { byNamespace } from './index/object-lists.ts';
import { findServiceElsewhere, findServiceSource } from './lookup/ingress-backends.ts';

/** Indexes what manifests leave open. */
export function indexManifests(
  snapshot: ClusterSnapshot,
  objects: ClusterSnapshot['objects'],
  services: Pick<ClusterView, 'ingressTarget' | 'servicesIn' | 'servicesNamed'>,
) {
  const { manifests } = snapshot;
  const leftOut = byNamespace(manifests?.leftOut ?? []);
  const view = {
    missingPart: missingPartFinder(snapshot, objects),
    leftOutWith: (namespace, labels) =>
      leftOut.get(namespace).filter(({ templateLabels }) => sharesLabel(templateLabels, labels)),
    ...indexUnread(manifests, objects),
    defaultNamespace: manifests?.defaultNamespace ?? null,
    hasUnreadService: (namespace) =>
      manifests?.unreadServices.some((service) => service.namespace === namespace) ?? false,
  } satisfies Partial<ClusterView>;
  const all = { ...services, ...view };
  return {
    ...view,
    serviceSource: (ingress, backend) => findServiceSource(ingress, backend, all),
    serviceElsewhere: (ingress, name) => findServiceElsewhere(ingress, name, all),
  } satisfies Partial<ClusterView>;
}

function indexUnread(manifests: ClusterSnapshot['manifests'], { Workload, Pod }: ClusterSnapshot['objects']) {
  const { unreadWorkloads = [], unparsed = [] } = manifests ?? {};
  const workloads = Multimap.groupBy(unreadWorkloads, ({ workload }) => workload.namespace);
  const kustomizations = new Map(manifests?.kustomizations.map((file) => [directoryOf(file), file] as const));
  const documents = Multimap.groupBy(unparsed, ({ file }) => directoryOf(file));
  const populated = new Set([...Workload, ...Pod].map(({ namespace }) => namespace));
  const unparsedBeside: ClusterView['unparsedBeside'] = (place, kind) =>
    (place && documents.get(directoryOf(place.file)).find(({ kinds }) => kinds.includes(kind))?.reason) ??
    null;
  return {
    unparsedBeside,
    kustomizationBeside: (place) => (place && kustomizations.get(directoryOf(place.file))) ?? null,
    unreadPods: ({ namespace, selector, place }) => {
      const unread = workloads.get(namespace);
      const own = unread.find(({ workload }) => sharesLabel(workload.templateLabels, selector ?? {}));
      // Where nothing else is known of the namespace, any of them may be meant.
      const meant = own ?? (populated.has(namespace) ? undefined : unread[0]);
      return meant?.reason ?? unparsedBeside(place, 'Pod');
    },
  } satisfies Partial<ClusterView>;
}

/** A label of a workload that could not be read. */
const UNKNOWN = '*';

function sharesLabel(labels: Labels, others: Labels): boolean {
  return Object.entries(others).some(([key, value]) => labels[key] === value || labels[key] === UNKNOWN);
}
