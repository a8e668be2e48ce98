import type { Ingress, IngressBackend } from '../model/objects/networking.ts';
import type { Service, ServicePort } from '../model/objects/service.ts';
import type { ClusterView } from '../model/view/cluster-view.ts';
import { listed } from '../text/list.ts';
import { type Field, field } from './engine/field.ts';
import { namespaceRemedy } from './engine/missing-part.ts';
import { type DraftRemedy, editManually, jsonPatch } from './engine/remedy/remedy.ts';
import type { NamespaceRule } from './engine/rule.ts';
import { quote, refOf } from './engine/subject.ts';

/** Each missing port of an Ingress lists the ports that the Service has. */
const MAX_LISTED_PORTS = 10;

export const ingressBackendMissing: NamespaceRule = {
  name: 'ingress-backend-missing',
  class: 'advice',
  severities: ['error'],
  needs: ['Service', 'Ingress'],
  summary: 'An Ingress backend Service or port does not exist',
  explanation: `
## What it means
A backend of the Ingress names a Service that is not in its namespace, or a port that the Service does not
have. A number must be the Service's \`port\` (not its \`targetPort\`), a name the name of one of its ports.
    # Ingress
    service:
      name: shop
      port: {number: 8080}
    # Service
    ports:
    - port: 80
      targetPort: 8080

## Symptoms
Requests get 503 or 404. \`kubectl describe ingress\` shows no error for a wrong number if the Service has one
unnamed port.

## Why traffic fails
The Ingress controller has no backend for these paths. It looks for the Service in the namespace of the
Ingress only; the finding names other namespaces that have a Service of that name.

## Confirm
    kubectl get ingress INGRESS -o yaml
    kubectl get svc SERVICE -o jsonpath='{.spec.ports}'

## Fix
Correct the backend, or create the Service or the port.

## When it is harmless
When the Service is created later. Backends that are a resource and not a Service are not checked.`,
  *checkNamespace(namespace, cluster) {
    for (const ingress of cluster.ingressesIn(namespace)) {
      const broken = ingress.backends.flatMap((backend) => {
        if (cluster.serviceSource(ingress, backend) !== null) return [];
        if (cluster.unparsedBeside(ingress.place, 'Service') !== null) return [];
        const missing = missingReference(backend, namespace, cluster);
        return missing === null ? [] : [{ backend, ...missing }];
      });
      const [first] = broken;
      if (!first) continue;
      const { backend, isService } = first;
      const at = field(ingress, ...backend.path, ...(isService ? ['name'] : ['port', portKey(backend)]));
      yield {
        severity: 'error',
        subject: refOf(ingress),
        message: `Ingress ${ingress.name} has backends that do not exist: ${listed([...new Set(broken.map(({ why }) => why))], 3)}`,
        detail: [
          ...broken.map(({ backend, why }) => `${backend.where}: ${why}`),
          ...elsewhere(
            broken.filter(({ isService }) => isService).map(({ backend }) => backend.service),
            namespace,
            cluster,
          ),
        ],
        remedy: remedy(ingress, broken, at, cluster),
        at,
        backends: [],
      };
    }
  },
};

function missingReference(
  backend: IngressBackend,
  namespace: string,
  cluster: ClusterView,
): { why: string; isService: boolean } | null {
  const { service, port } = cluster.ingressTarget(namespace, backend);
  if (service === 'absent') return { why: `Service ${backend.service}`, isService: true };
  if (service === null || service === 'unread' || port !== 'absent') return null;
  const wanted = typeof backend.port === 'string' ? quote(backend.port) : backend.port;
  return {
    why: `port ${wanted} of Service ${backend.service} (it has ${portsText(service)})`,
    isService: false,
  };
}

function portsText({ ports }: Service): string {
  const shown = ports
    .slice(0, MAX_LISTED_PORTS)
    .map(({ name, port }) => (name === '' ? `${port}` : `${name} ${port}`));
  return ports.length > MAX_LISTED_PORTS
    ? `${shown.join(', ')} and ${ports.length - MAX_LISTED_PORTS} more`
    : listed(shown);
}

function portKey({ port }: IngressBackend): string {
  return typeof port === 'number' ? 'number' : 'name';
}

/** An Ingress reaches only Services of its own namespace. */
function elsewhere(names: readonly string[], namespace: string, cluster: ClusterView): string[] {
  return [...new Set(names)].flatMap((name) => {
    const others = cluster.servicesNamed(name).filter((other) => other.namespace !== namespace);
    return others.length === 0
      ? []
      : [
          `Service ${name} is in namespace ${listed(
            others.map((other) => other.namespace),
            3,
          )}, but an Ingress can use only Services of its own namespace`,
        ];
  });
}

/**
 * Sets the namespace that only the Ingress or its Service lacks; else the port of the only broken backend, if its Service
 * has one port, or one with that targetPort.
 */
function remedy(
  ingress: Ingress,
  broken: readonly { backend: IngressBackend; isService: boolean }[],
  at: Field,
  cluster: ClusterView,
): DraftRemedy {
  const [first, ...others] = broken;
  const elsewhere = first?.isService ? cluster.serviceElsewhere(ingress, first.backend.service) : null;
  if (elsewhere !== null) return namespaceRemedy(ingress, elsewhere, cluster);
  const { service } = cluster.ingressTarget(ingress.namespace, first?.backend ?? null);
  const only =
    service !== null && typeof service !== 'string' && first ? portFor(first.backend, service) : null;
  const otherwise = editManually(at, 'use an existing Service of the namespace and one of its ports');
  if (!first || others.length > 0 || first.isService || !only) return otherwise;
  const { path, port } = first.backend;
  const change = (value: unknown, ...steps: string[]) => ({
    ...jsonPatch(ingress, { op: 'replace', path: [...path, 'port', ...steps], value }),
    otherwise,
  });
  if (typeof port === 'number') return change(only.port, 'number');
  return only.name === '' ? change({ number: only.port }) : change(only.name, 'name');
}

function portFor({ port }: IngressBackend, { ports }: Service): ServicePort | null {
  const [only = null, ...others] =
    ports.length === 1 ? ports : ports.filter((one) => one.targetPort === port);
  return others.length === 0 ? only : null;
}
