import type { EndpointSlice, Endpoints } from './endpoints.ts';

/** Every address that an object lists, ready or not, in its order. */
export function listedAddresses(object: Endpoints | EndpointSlice): string[] {
  if (object.kind === 'EndpointSlice') return object.endpoints.flatMap(({ addresses }) => addresses);
  return object.subsets.flatMap(({ addresses, notReadyAddresses }) =>
    [...addresses, ...notReadyAddresses].map(({ ip }) => ip),
  );
}
