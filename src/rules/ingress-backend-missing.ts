import type { IngressBackend } from '../model/objects/networking.ts';
import type { Service } from '../model/objects/service.ts';
import type { ClusterView } from '../model/view/cluster-view.ts';
import { listed } from '../text/list.ts';
import { field } from './engine/field.ts';
import { namespaceRemedy } from './engine/missing-part.ts';
import { editManually } from './engine/remedy.ts';
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
The Ingress controller has no backend for these paths.

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
      const elsewhere = isService ? cluster.serviceElsewhere(ingress, backend.service) : null;
      const at = field(ingress, ...backend.path, ...(isService ? ['name'] : ['port', portKey(backend)]));
      yield {
        severity: 'error',
        subject: refOf(ingress),
        message: `Ingress ${ingress.name} refers to what does not exist: ${listed([...new Set(broken.map(({ why }) => why))], 3)}`,
        detail: [
          ...broken.map(({ backend, why }) => `${backend.where}: ${why}`),
          ...(elsewhere === null
            ? []
            : [`Service ${backend.service} is in namespace ${elsewhere}, the Ingress in ${namespace}`]),
        ],
        remedy:
          elsewhere === null
            ? editManually(at, 'name a Service of the namespace and a port that it has')
            : namespaceRemedy(ingress, elsewhere, cluster),
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
