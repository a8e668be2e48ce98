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
import { buildPodReport } from '../report/build-pods.ts';
import type { EvaluatedSnapshot } from '../rules/engine/rule-results.ts';
import { namespacedName, objectKey } from '../text/object-key.ts';
import { type Evaluation, evaluate } from './evaluate.ts';
import { findSubjects } from './find-subjects.ts';
import type { LoadRequest } from './load.ts';
import { withNearestNames } from './nearest-names.ts';

/** A lookup report, and what its source reports about reading. */
interface LookupResult extends Pick<Evaluation, 'missing' | 'scopeNotice' | 'namespace'> {
  report: AnyLookup;
}

export type LookupType = Exclude<ResourceType, 'service'>;

/** The part of the join that concerns a subject. */
interface SubjectMatch {
  missing: readonly UserError[];
  /** The related Services; rules run only on these. */
  views: Iterable<ServiceView>;
  /** Namespaces whose rules run too. */
  namespaces: readonly string[];
  /** Keeps the findings about this Pod, not those about the Service's other Pods. */
  includesFinding(finding: Finding): boolean;
  report(evaluated: EvaluatedSnapshot): AnyLookup;
}

type SubjectMatcher = (
  joined: JoinedCluster,
  subject: LookupSubject,
  namespace: string | null,
) => SubjectMatch;

/** The subject of each resource type. */
export const SUBJECT_KINDS: Record<LookupType, LookupSubject['kind']> = {
  pod: 'Pod',
  ingress: 'Ingress',
  ip: 'address',
};

const MATCHERS: Record<LookupSubject['kind'], SubjectMatcher> = {
  Pod(joined, subject, namespace) {
    const { found, missing } = findSubjects('Pod', subject, namespace, joined.cluster);
    const lookups = lookUpPods(joined, found);
    return {
      missing,
      views: lookups.flatMap(({ links }) => links.map(viewOf)),
      namespaces: [],
      includesFinding: isAboutPods(found.map(objectKey)),
      report: (evaluated) => buildPodReport(evaluated, lookups),
    };
  },
  Ingress(joined, subject, namespace) {
    const { found, missing } = findSubjects('Ingress', subject, namespace, joined.cluster);
    const lookups = lookUpIngresses(joined, found);
    return {
      missing,
      views: lookups.flatMap(({ paths }) => paths.flatMap(({ to }) => to.view ?? [])),
      namespaces: [...new Set(found.map((ingress) => ingress.namespace))],
      includesFinding: () => true,
      report: (evaluated) => buildIngressReport(evaluated, lookups),
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
      report: (evaluated) => buildAddressReport(evaluated, lookups),
    };
  },
};

const viewOf = ({ view }: ServiceLink) => view;

/** Keys of the Pods that have the address, and of those that an endpoint with the address names. */
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

/** Builds the report of `describe pod`, `ip` and `ingress`. Rules run on the related Services only. */
export async function lookUp(request: LoadRequest & { subject: LookupSubject }): Promise<LookupResult> {
  const { subject } = request;
  const match = MATCHERS[subject.kind];
  const evaluation = await evaluate(request, (joined, namespace) => {
    const { views, namespaces, includesFinding } = match(joined, subject, namespace);
    return { joined: narrowTo(joined, new Set(views), namespaces), includesFinding };
  });
  const { namespace, scopeNotice, joined } = evaluation;
  const found = match(joined, subject, namespace);
  return {
    report: found.report(evaluation),
    missing: [
      ...evaluation.missing,
      ...(subject.kind === 'address'
        ? found.missing
        : withNearestNames(found.missing, joined.cluster.all(subject.kind), namespace, evaluation.source)),
    ],
    scopeNotice,
    namespace,
  };
}

function narrowTo(
  { services, cluster, rejoin }: JoinedCluster,
  views: ReadonlySet<ServiceView>,
  namespaces: readonly string[],
): JoinedCluster {
  return {
    rejoin,
    services: services.filter((view) => views.has(view)),
    cluster: { ...cluster, namespaces: namespaces.filter((one) => cluster.namespaces.includes(one)) },
  };
}
