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
  return [
    `a Service with several ports has a name for each; those without one are named ${names.join(', ')}`,
  ];
}

/** Warns about slices that are printed or written without an owner, as the Service's uid is unknown. */
export function ownerWarnings(objects: readonly ApiObject[]): string[] {
  return objects
    .filter(({ kind }) => kind === 'EndpointSlice')
    .map((slice) => `${reference(slice)} has no owner reference here, as the uid of the Service is not known`)
    .map((text) => `${text}: written like this, it stays when the Service is deleted`);
}

/** @param clusterIPs the Service, as `namespace/name`, by its cluster IP */
export function clusterIPWarnings(
  { target }: ExternalOptions,
  clusterIPs: ReadonlyMap<string, string>,
): string[] {
  if (target.kind === 'ExternalName') return [];
  return target.addresses.flatMap(({ ip }) => {
    const service = clusterIPs.get(ip);
    const reason = 'connections from one cluster IP to another do not get through';
    return service ? [`--ip ${ip} is the cluster IP of service ${service}: ${reason}`] : [];
  });
}
