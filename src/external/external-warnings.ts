/** The warnings of create-external: one line each, without the prefix `Warning: `. */
import type { ApiObject } from './build-objects.ts';
import type { ExternalOptions } from './external-options.ts';
import { reference } from './suggested-commands.ts';

/** @param portValues the value of `--port` for each port */
export function nameWarnings({ ports }: ExternalOptions, portValues: readonly string[]): string[] {
  const names = ports
    .map(({ name }) => name)
    .filter((name, index) => name !== '' && !portValues[index]?.startsWith(`${name}:`));
  if (names.length === 0) return [];
  return [`a Service with several ports must name each; the unnamed ones are named ${names.join(', ')}`];
}

/** Warns about slices that are printed or written without an owner, as the Service's uid is unknown. */
export function ownerWarnings(objects: readonly ApiObject[]): string[] {
  return objects
    .filter(({ kind }) => kind === 'EndpointSlice')
    .map((slice) => `${reference(slice)} has no owner reference, because the uid of the Service is unknown`)
    .map((text) => `${text}: it is not deleted with the Service`);
}

/** @param clusterIPs the Service, as `namespace/name`, by its cluster IP */
export function clusterIPWarnings(
  { target }: ExternalOptions,
  clusterIPs: ReadonlyMap<string, string>,
): string[] {
  if (target.kind === 'ExternalName') return [];
  return target.addresses.flatMap(({ ip }) => {
    const service = clusterIPs.get(ip);
    const reason = 'kube-proxy does not route from one cluster IP to another';
    return service ? [`--ip ${ip} is the cluster IP of service ${service}: ${reason}`] : [];
  });
}
