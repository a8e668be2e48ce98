/** Reads the cluster IPs of all Services that the user may list. */
import { texts } from '../../decode/json/json-values.ts';
import type { ServiceObject } from '../../external/build-objects.ts';
import type { Connection } from '../../model/connection.ts';
import { StatusError } from '../../model/errors.ts';
import { canonicalAddress } from '../../text/address.ts';
import { namespacedName } from '../../text/object-key.ts';
import { readPages } from '../paged-list.ts';
import { RESOURCES } from '../resources.ts';

/**
 * An address that is not found may still be the cluster IP of a Service that the user may not list.
 * @returns the Service, as `namespace/name`, by canonical address
 */
export async function readClusterIPs(
  connection: Connection,
  namespace: string,
): Promise<ReadonlyMap<string, string>> {
  return (
    (await listClusterIPs(connection, null)) ?? (await listClusterIPs(connection, namespace)) ?? new Map()
  );
}

/** @returns null if the user may not list the Services */
async function listClusterIPs(
  connection: Connection,
  namespace: string | null,
): Promise<Map<string, string> | null> {
  const services = new Map<string, string>();
  const list = { resource: RESOURCES.Service, namespace, selectors: {}, chunkSize: 500 };
  const item = ({ metadata, spec }: Partial<ServiceObject>) => {
    for (const ip of texts(spec?.clusterIPs))
      services.set(canonicalAddress(ip), namespacedName(`${metadata?.namespace}`, `${metadata?.name}`));
  };
  try {
    await readPages(connection, list, { item, page: () => {} });
    return services;
  } catch (error) {
    if (error instanceof StatusError) return null;
    throw error;
  }
}
