/** Reads what has the addresses of endpoints that name no object: Services by cluster IP, and Pods. */
import { isIP } from 'node:net';
import type { Service } from '../../model/objects/service.ts';
import { objectKey } from '../../text/object-key.ts';
import type { Reader, ReadStep } from './reader.ts';

/** One request each, so that a Service with few addresses outside of the cluster costs few. */
const MAX_ADDRESSES = 3;

/**
 * The steps are supplements: the user may not be allowed to list the Services of all namespaces, and older servers have
 * no such field selector of Services.
 */
export function anonymousEndpointSteps(reader: Reader, services: readonly Service[]): ReadStep[] {
  const byService = Map.groupBy(reader.all('EndpointSlice'), ({ namespace, service }) =>
    objectKey({ namespace, name: service }),
  );
  const anonymous = (service: Service) =>
    (byService.get(objectKey(service)) ?? []).flatMap(({ endpoints }) =>
      endpoints
        .filter(({ target }) => target === null)
        .flatMap(({ addresses }) => addresses.filter((address) => isIP(address) !== 0)),
    );
  return [
    ...(reader.extentOf('Service', null) === null ? clusterIPSteps(reader, services.flatMap(anonymous)) : []),
    ...services.filter(needsNodes).flatMap((service) => podSteps(reader, service, anonymous(service))),
  ];
}

function clusterIPSteps(reader: Reader, addresses: readonly string[]): ReadStep[] {
  return few(addresses).map((address) => ({
    ...reader.listStep('Service', null, { fieldSelector: `spec.clusterIP=${address}` }),
    supplement: true,
  }));
}

function podSteps(reader: Reader, { namespace }: Service, addresses: readonly string[]): ReadStep[] {
  if (reader.extentOf('Pod', namespace) !== null || reader.extentOf('Pod', null) !== null) return [];
  return few(addresses).map((address) => ({
    ...reader.listStep('Pod', namespace, { fieldSelector: `status.podIP=${address}` }),
    supplement: true,
  }));
}

/** None if there are many: half of a reading is no reading. */
function few(addresses: readonly string[]): readonly string[] {
  const distinct = [...new Set(addresses)];
  return distinct.length > MAX_ADDRESSES ? [] : distinct;
}

/** A load balancer or a Local policy needs to know the Node of an endpoint. */
function needsNodes({ type, internalTrafficPolicy, externalTrafficPolicy }: Service): boolean {
  return type === 'LoadBalancer' || internalTrafficPolicy === 'Local' || externalTrafficPolicy === 'Local';
}
