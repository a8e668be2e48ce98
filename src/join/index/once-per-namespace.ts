/** Calls a function once for each namespace, when it is first needed. */
export function oncePerNamespace<T>(create: (namespace: string) => T): (namespace: string) => T {
  const created = new Map<string, T>();
  return (namespace) => {
    const known = created.get(namespace) ?? create(namespace);
    created.set(namespace, known);
    return known;
  };
}
