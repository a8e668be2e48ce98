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

/** Groups of the API; kinds that are not listed belong to the core group. */
const GROUPS: Readonly<Record<string, string>> = {
  Ingress: 'networking.k8s.io',
  NetworkPolicy: 'networking.k8s.io',
  EndpointSlice: 'discovery.k8s.io',
  Deployment: 'apps',
  StatefulSet: 'apps',
  DaemonSet: 'apps',
  ReplicaSet: 'apps',
  Job: 'batch',
  CronJob: 'batch',
};

/** As `kubectl get -o name` prints it: `service/web`, `ingress.networking.k8s.io/shop`. */
export function kubectlName(kind: string, name: string): string {
  const group = Object.hasOwn(GROUPS, kind) ? `.${GROUPS[kind]}` : '';
  return `${kind.toLowerCase()}${group}/${name}`;
}
