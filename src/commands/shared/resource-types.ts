import { UserError } from '../../model/errors.ts';
import { resourceType, withoutGroup } from '../../model/resource-type.ts';
import { INGRESS_HOST } from './service-names.ts';

/** Singular and short names of types that kubectl knows and `describe` does not take. */
const OTHER_TYPES = new Set(
  [
    'all deploy deployment sts statefulset ds daemonset rs replicaset rc replicationcontroller job cj cronjob',
    'ep endpoint endpointslice no node ns namespace cm configmap secret sa serviceaccount ev event',
    'netpol networkpolicy ingressclass gatewayclass gateway gtw httproute grpcroute tlsroute tcproute udproute',
    'pv persistentvolume pvc persistentvolumeclaim hpa horizontalpodautoscaler crd customresourcedefinition',
    'apiservice validatingwebhookconfiguration mutatingwebhookconfiguration',
  ].flatMap((line) => line.split(' ')),
);

const WITH_PODS =
  /^(deploy|deployment|sts|statefulset|ds|daemonset|rs|replicaset|rc|replicationcontroller|job|cronjob)$/;
const SLICES = /^(ep|endpoint|endpointslice)$/;

/** The singular of a type that `describe` does not take; null for a word that is no type of kubectl's. */
export function otherType(word: string): string | null {
  const name = withoutGroup(word);
  const forms = [name, name.replace(/s$/, ''), name.replace(/es$/, ''), name.replace(/ies$/, 'y')];
  return forms.find((form) => OTHER_TYPES.has(form)) ?? null;
}

const TAKES: Readonly<Record<string, string>> = {
  describe: 'describe takes svc, pod, ingress or ip',
  get: 'get shows Services only',
  check: 'check covers Services only',
};

/** The error for a type that a command does not take. It names the command that shows the objects. */
export function wrongType(command: string, word: string, names: readonly string[]): UserError {
  return new UserError(`${TAKES[command]}, not "${word}"${alternative(command, word, names)}`);
}

function alternative(command: string, word: string, names: readonly string[]): string {
  const all = names.map((name) => ` ${name}`).join('');
  const type = resourceType(word);
  const other = otherType(word) ?? '';
  if (type) return `; use: kubectl endpoints describe ${type}${all}`;
  if (other === '' && word.includes('.')) return `; ${INGRESS_HOST}`;
  if (/^(ns|namespace)$/.test(other) && names.length === 1)
    return `; use: kubectl endpoints ${command} -n${all}`;
  if (WITH_PODS.test(other) && all !== '') return `; for its Pods: kubectl endpoints describe pod${all}`;
  if (SLICES.test(other))
    return `; Services are shown with their endpoints: kubectl endpoints describe svc${other === 'endpointslice' ? '' : all}`;
  if (other === 'all' && all === '') return `; for all Services: kubectl endpoints ${command} svc`;
  return other === word && all === ''
    ? `; for a Service with that name: kubectl endpoints ${command} svc ${word}`
    : '';
}
