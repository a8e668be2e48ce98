import { texts } from '../../decode/json/json-values.ts';
import type { ServiceObject } from '../../external/build-objects.ts';
import type { Connection } from '../../model/connection.ts';
import { StatusError } from '../../model/errors.ts';
import { canonicalAddress } from '../../text/address.ts';
import { namespacedName } from '../../text/object-key.ts';
import { readPages } from '../paged-list.ts';
import { RESOURCES } from '../resources.ts';

/**
 * Which Service a canonical address is the cluster IP of, as `namespace/name`: of all Services that may be listed,
 * so an address that is not found may still be one.
 */
export async function readClusterIPs(
  connection: Connection,
  namespace: string,
): Promise<ReadonlyMap<string, string>> {
  return (await listed(connection, null)) ?? (await listed(connection, namespace)) ?? new Map();
}

/** Null when they may not be listed. */
async function listed(connection: Connection, namespace: string | null): Promise<Map<string, string> | null> {
  const services = new Map<string, string>();
  const list = { resource: RESOURCES.Service, namespace, selection: {}, chunkSize: 500 };
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
