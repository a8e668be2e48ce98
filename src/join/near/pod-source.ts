import type { Labels } from '../../model/objects/meta.ts';
import type { Service } from '../../model/objects/service.ts';
import type { Workload } from '../../model/objects/workload.ts';
import type { ClusterView, MissingPart } from '../../model/view/cluster-view.ts';
import type { PodSource } from '../../model/view/service-view.ts';
import { misspelledLetters } from './label-distance.ts';

/**
 * Finds what will create or label the Pods of a manifest's Service, if not a workload of the input: the controller
 * of a custom resource, a workload that labels its own Pods, the cluster itself (kube-system), or what the input lacks.
 */
export function findPodSource(
  service: Service,
  podsElsewhere: string | null,
  cluster: ClusterView,
): PodSource | null {
  const { namespace, selector, uid } = service;
  if (uid !== '' || selector === null) return null;
  const values = Object.values(selector);
  const resource = cluster
    .customResourcesIn(namespace)
    .find(({ name, runsPods }) => runsPods && values.includes(name));
  if (resource) return { why: 'customResource', resource };
  const labeler = cluster.labelersIn(namespace).find((workload) => mayLabelItself(workload, selector));
  if (labeler) return { why: 'label', workload: labeler, keys: missingKeys(labeler, selector) };
  const [workload] = cluster.leftOutWith(namespace, selector);
  if (workload) return { why: 'leftOut', workload };
  if (podsElsewhere !== null || cluster.unreadPods(service) !== null) return null;
  if (namespace === 'kube-system' && (cluster.podsIn(namespace).length === 0 || values.some(isControlPlane)))
    return { why: 'system' };
  return cluster.unread('Pod', namespace) !== null || isMisspelt(service, cluster)
    ? null
    : cluster.missingPart(namespace);
}

/** Finds what may give a manifest's Service without selector its endpoints, unless an object of the input nearly does. */
export function findEndpointsSource(service: Service, cluster: ClusterView): MissingPart | null {
  const { namespace, name, uid } = service;
  if (uid !== '' || service.selector !== null || cluster.endpointsOf(service)) return null;
  if (cluster.unparsedBeside(service.place, 'Endpoints') !== null) return null;
  const names = [...cluster.endpointsIn(namespace), ...cluster.unlabelledSlicesIn(namespace)].map(
    (one) => one.name,
  );
  const nearly =
    cluster.slicesOf(service).length > 0 ||
    names.some((other) => other.startsWith(name) || misspelledLetters(name, other) !== null);
  if (nearly) return null;
  const file = cluster.kustomizationBeside(service.place);
  return file === null ? cluster.missingPart(namespace) : { why: 'kustomization', file };
}

/** A workload of the namespace has these labels but for typing errors. */
function isMisspelt(service: Service, cluster: ClusterView): boolean {
  return cluster
    .nearestMatches(service)
    .some(({ differences }) => differences.every(({ typo }) => typo !== null));
}

const CONTROL_PLANE = /^(?:kube-(?:apiserver|controller-manager|scheduler|proxy)|etcd)$/;

/** The value of a label that Pods of each cluster have in kube-system, whatever set it up. */
function isControlPlane(value: string): boolean {
  return CONTROL_PLANE.test(value);
}

/** Labels by which applications are told apart: nothing sets them at run time. */
const FIXED_LABEL = /^(?:app|app\.kubernetes\.io\/.*|helm\.sh\/.*)$/;

/** A workload may label its running Pods, as leader election does, with the keys that its template lacks. */
function mayLabelItself(workload: Workload, selector: Labels): boolean {
  const keys = missingKeys(workload, selector);
  const shared = Object.entries(selector).filter(([key]) => !keys.includes(key));
  return (
    keys.length > 0 &&
    shared.length > 0 &&
    shared.every(([key, value]) => workload.templateLabels[key] === value) &&
    !keys.some((key) => FIXED_LABEL.test(key))
  );
}

function missingKeys({ templateLabels }: Workload, selector: Labels): string[] {
  return Object.keys(selector).filter((key) => templateLabels[key] === undefined);
}
