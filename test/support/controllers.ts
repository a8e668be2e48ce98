/**
 * Publishes what kube-controller-manager 1.36 does for Services and Pods, or for hand-written Endpoints. Tested against
 * the decision table of test/join/oracle.test.ts.
 */
import { CONTROLLER, endpoint, endpoints, MIRRORING, type Raw, slice } from './objects.ts';
import { mirrorOf } from './oracle/mirror.ts';
import {
  addressOf,
  endpointsOf,
  expectedIn,
  hasSelector,
  isFinished,
  isFollowed,
  type Port,
  type Published,
  portsIn,
  published,
  refTo,
  selectedBy,
  specOf,
} from './oracle/pods.ts';

/** Returns the objects with the Endpoints and EndpointSlices that the controllers create for them. */
export function publish(...objects: Raw[]): Raw[] {
  const services = objects.filter(({ kind }) => kind === 'Service');
  const kept = objects.filter(
    (object) => !services.some((service) => isDeletedByController(object, service)),
  );
  return [...kept, ...services.flatMap((service) => publishFor(service, objects))];
}

/** Rows 94 and 96: the controller deletes a hand-written slice that has its managed-by label. */
function isDeletedByController({ metadata: { labels = {} } }: Raw, service: Raw): boolean {
  const manager = labels['endpointslice.kubernetes.io/managed-by'];
  const isIts = labels['kubernetes.io/service-name'] === service.metadata.name;
  return isIts && (manager === MIRRORING || (manager === CONTROLLER && isFollowed(service)));
}

function publishFor(service: Raw, objects: readonly Raw[]): Raw[] {
  if (isFollowed(service))
    return [...endpointsObject(service, objects), ...slices(service, expectedIn(service, objects))];
  const written = endpointsOf(service, objects);
  return written && !hasSelector(service) ? mirroredSlices(written) : [];
}

/** Row 30: the API refuses an empty nodeName, which the controller always sets, and then nothing is written. */
function endpointsObject(service: Raw, objects: readonly Raw[]): Raw[] {
  const spec = specOf(service);
  const subsets = selectedBy(service, objects)
    .filter((pod) => !isFinished(pod))
    .flatMap((pod) => {
      const ip = addressOf(pod, spec.ipFamilies?.[0] ?? 'IPv4');
      const ports = portsIn(pod, spec);
      const [, list] = published(pod, spec.publishNotReadyAddresses === true);
      if (ip === null || list === null || (ports.length === 0 && spec.ports?.length)) return [];
      return [{ [list]: [{ ip, nodeName: pod.spec.nodeName ?? '', targetRef: refTo(pod) }], ports }];
    });
  if (JSON.stringify(subsets).includes('"nodeName":""')) return [];
  const { name, namespace } = service.metadata;
  const labels = { 'endpoints.kubernetes.io/managed-by': 'endpoint-controller' };
  return [endpoints(subsets, { name, namespace, labels })];
}

function slices(service: Raw, expected: Published[]): Raw[] {
  const { name, namespace, uid = '' } = service.metadata;
  const { ipFamilies = [], clusterIP } = specOf(service);
  return ipFamilies.flatMap((family) => {
    const groups = [...groupByPorts(expected.filter((one) => one.family === family)).values()];
    return (groups.length > 0 ? groups : [[]]).map((group, index) =>
      slice(group.length > 0 ? group.map(endpointOf) : null, {
        name: `${name}-${family.toLowerCase()}${index === 0 ? '' : `-${index + 1}`}`,
        service: name,
        managedBy: CONTROLLER,
        addressType: family,
        ports: group[0]?.ports.length ? group[0].ports : null,
        owner: uid,
        labels: clusterIP === 'None' ? { 'service.kubernetes.io/headless': '' } : {},
        metadata: { namespace },
      }),
    );
  });
}

const endpointOf = ({ address, conditions, about }: Published) => endpoint(address, conditions, about);

const groupByPorts = (published: readonly Published[]) =>
  Map.groupBy(published, ({ ports }) => portSet(ports));

const portSet = (ports: readonly Port[]) =>
  ports
    .map(({ name, port, protocol }) => `${name} ${port} ${protocol}`)
    .sort()
    .join();

/** One slice per address family and set of ports, with the labels of the Endpoints. */
function mirroredSlices(written: Raw): Raw[] {
  const { name, namespace, labels = {}, uid = '' } = written.metadata;
  const { published } = mirrorOf(written);
  const groups = Map.groupBy(published, ({ family, ports }) => `${family} ${portSet(ports)}`);
  return [...groups.values()].map((group, index) => {
    const [first] = group;
    const mirrored = slice(group.map(endpointOf), {
      name: `${name}-mirrored${index === 0 ? '' : `-${index + 1}`}`,
      service: name,
      managedBy: MIRRORING,
      addressType: first?.family ?? 'IPv4',
      ports: first?.ports.length ? first.ports : null,
      labels,
      metadata: { namespace },
    });
    mirrored.metadata.ownerReferences = [{ kind: 'Endpoints', name, uid, controller: true }];
    return mirrored;
  });
}
