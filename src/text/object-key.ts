interface ObjectName {
  namespace: string;
  name: string;
}

/** `namespace/name`: what an object is called wherever one is looked up. */
export function namespacedName(namespace: string, name: string): string {
  return `${namespace}/${name}`;
}

export function objectKey({ namespace, name }: ObjectName): string {
  return namespacedName(namespace, name);
}

/** `Kind namespace/name`, where objects are of several kinds. */
export function refKey({ kind, namespace, name }: ObjectName & { kind: string }): string {
  return `${kind} ${namespacedName(namespace, name)}`;
}
