interface ObjectName {
  namespace: string;
  name: string;
}

/** `namespace/name`, the key of an object in maps and sets. */
export function namespacedName(namespace: string, name: string): string {
  return `${namespace}/${name}`;
}

export function objectKey({ namespace, name }: ObjectName): string {
  return namespacedName(namespace, name);
}

/** `Kind namespace/name`, the key of an object among several kinds. */
export function refKey({ kind, namespace, name }: ObjectName & { kind: string }): string {
  return `${kind} ${namespacedName(namespace, name)}`;
}
