import type { ResourceType } from './command.ts';

/** Words for resource types. The first one of each type is its main word in completion. */
export const RESOURCE_TYPES: ReadonlyMap<string, ResourceType> = new Map([
  ...['svc', 'service', 'services'].map((word) => [word, 'service'] as const),
  ...['pod', 'po', 'pods'].map((word) => [word, 'pod'] as const),
  ...['ingress', 'ing', 'ingresses'].map((word) => [word, 'ingress'] as const),
  ...['ip', 'ipaddress', 'ipaddresses'].map((word) => [word, 'ip'] as const),
]);

/** Without the version and group of kubectl's long form, `ingresses.v1.networking.k8s.io`. */
export const withoutGroup = (word: string) =>
  word.toLowerCase().replace(/\.(v1\.?)?([a-z]+\.k8s\.io|apps|batch|extensions)?$/, '');

/** The type that a word names, in any case and number; undefined for another word. */
export function resourceType(word: string): ResourceType | undefined {
  return RESOURCE_TYPES.get(withoutGroup(word));
}
