import { lookUpAddresses } from '../join/lookup/address-lookup.ts';
import { lookUpIngresses } from '../join/lookup/ingress-lookup.ts';
import { lookUpPods } from '../join/lookup/pod-lookup.ts';
import type { ResourceType } from '../model/command.ts';
import type { UserError } from '../model/errors.ts';
import type { Finding } from '../model/report/endpoints-report.ts';
import type { LookupSubject } from '../model/snapshot.ts';
import type { AddressLookup, ServiceLink } from '../model/view/lookup.ts';
import type { JoinedCluster, ServiceView } from '../model/view/service-view.ts';
import type { AnyLookup } from '../render/render-lookup.ts';
import { buildAddressReport } from '../report/build-addresses.ts';
import { buildIngressReport } from '../report/build-ingresses.ts';
import type { EvaluatedServices } from '../report/build-lookup.ts';
import { buildPodReport } from '../report/build-pods.ts';
import { namespacedName, objectKey } from '../text/object-key.ts';
import { type Evaluation, evaluate } from './evaluate.ts';
import { type SubjectKind, subjectsOf } from './find-subjects.ts';
import type { LoadRequest } from './load.ts';

export interface LookupResult extends Pick<Evaluation, 'missing' | 'scopeNotice' | 'namespace'> {
  report: AnyLookup;
}

export type LookupType = Exclude<ResourceType, 'service'>;

/** What is found of a subject in the join. */
interface SubjectMatch {
  missing: readonly UserError[];
  /** The Services that it is about; the others are not judged. */
  views: Iterable<ServiceView>;
  /** The namespaces of which something is judged that belongs to no Service. */
  namespaces: readonly string[];
  /** Of a Service with a hundred Pods it is about this one. */
  includesFinding(finding: Finding): boolean;
  report(known: EvaluatedServices): AnyLookup;
}

type SubjectFinder = (
  joined: JoinedCluster,
  subject: LookupSubject,
  namespace: string | null,
) => SubjectMatch;

export const SUBJECT_KINDS: Record<LookupType, LookupSubject['kind']> = {
  pod: 'Pod',
  ingress: 'Ingress',
  ip: 'address',
};

const FIND: Record<LookupSubject['kind'], SubjectFinder> = {
  Pod(joined, subject, namespace) {
    const { found, missing } = subjects('Pod', joined, subject, namespace);
    const lookups = lookUpPods(joined, found);
    return {
      missing,
      views: lookups.flatMap(({ links }) => links.map(viewOf)),
      namespaces: [],
      includesFinding: isAboutPods(found.map(objectKey)),
      report: (known) => buildPodReport(known, lookups),
    };
  },
  Ingress(joined, subject, namespace) {
    const { found, missing } = subjects('Ingress', joined, subject, namespace);
    const lookups = lookUpIngresses(joined, found);
    return {
      missing,
      views: lookups.flatMap(({ paths }) => paths.flatMap(({ to }) => to.view ?? [])),
      namespaces: [...new Set(found.map((ingress) => ingress.namespace))],
      includesFinding: () => true,
      report: (known) => buildIngressReport(known, lookups),
    };
  },
  address(joined, { names }, namespace) {
    const lookups = lookUpAddresses(joined, names, namespace);
    const owners = new Set(
      lookups.flatMap(({ services }) => services.map(({ service }) => objectKey(service))),
    );
    const isAbout = isAboutPods(lookups.flatMap(podsOf));
    return {
      missing: [],
      views: [
        ...lookups.flatMap(({ links }) => links.map(viewOf)),
        ...joined.services.filter(({ service }) => owners.has(objectKey(service))),
      ],
      namespaces: [],
      includesFinding: (finding) =>
        owners.has(namespacedName(finding.namespace, finding.service ?? '')) || isAbout(finding),
      report: (known) => buildAddressReport(known, lookups),
    };
  },
};

const viewOf = ({ view }: ServiceLink) => view;

/** Those that have the address, and those that an endpoint names with it. */
function podsOf({ pods, links }: AddressLookup): string[] {
  return [
    ...pods.map(({ pod }) => objectKey(pod)),
    ...links.flatMap(({ view, backends }) =>
      backends.map(({ podName }) => namespacedName(view.service.namespace, podName ?? '')),
    ),
  ];
}

function isAboutPods(names: readonly string[]): (finding: Finding) => boolean {
  const known = new Set(names);
  return ({ subject }) => subject.kind !== 'Pod' || known.has(objectKey(subject));
}

function subjects<K extends SubjectKind>(
  kind: K,
  { cluster }: JoinedCluster,
  subject: LookupSubject,
  namespace: string | null,
) {
  return subjectsOf(kind, subject, namespace, cluster);
}

/** The report of describe pod, ip and ingress: judges the Services that the subject leads to. */
export async function lookUp(request: LoadRequest & { subject: LookupSubject }): Promise<LookupResult> {
  const { subject } = request;
  const find = FIND[subject.kind];
  const evaluation = await evaluate(request, (joined, namespace) => {
    const { views, namespaces, includesFinding } = find(joined, subject, namespace);
    return { joined: picked(joined, new Set(views), namespaces), includesFinding };
  });
  const { namespace, scopeNotice, joined } = evaluation;
  const found = find(joined, subject, namespace);
  return {
    report: found.report(evaluation),
    missing: [...evaluation.missing, ...found.missing],
    scopeNotice,
    namespace,
  };
}

function picked(
  { services, cluster }: JoinedCluster,
  views: ReadonlySet<ServiceView>,
  namespaces: readonly string[],
): JoinedCluster {
  return {
    services: services.filter((view) => views.has(view)),
    cluster: { ...cluster, namespaces: namespaces.filter((one) => cluster.namespaces.includes(one)) },
  };
}
