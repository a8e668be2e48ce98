import type { Service } from '../external/build.ts';
import type { Connection } from '../model/connection.ts';
import { StatusError } from '../model/errors.ts';
import { list, text, texts } from '../reduce/json.ts';
import { listPath, RESOURCES } from './paths.ts';

/**
 * Which Service an address is the cluster IP of, as `namespace/name`: of all Services that may be listed,
 * so an address that is not found may still be one.
 */
export async function readClusterIPs(
  connection: Connection,
  namespace: string,
): Promise<ReadonlyMap<string, string>> {
  const services =
    (await listServices(connection, listPath(RESOURCES.Service, null))) ??
    (await listServices(connection, listPath(RESOURCES.Service, namespace))) ??
    [];
  return new Map(
    services.flatMap(({ metadata, spec }) =>
      texts(spec?.clusterIPs).map((ip): [string, string] => [ip, `${metadata?.namespace}/${metadata?.name}`]),
    ),
  );
}

/** Null when they may not be listed. */
async function listServices(connection: Connection, path: string): Promise<Service[] | null> {
  const services: Service[] = [];
  const query = new URLSearchParams({ limit: '500' });
  try {
    do {
      const { json } = await connection.request('GET', `${path}?${query}`);
      const { items, metadata } = (json ?? {}) as {
        items?: Service[] | null;
        metadata?: { continue?: unknown };
      };
      services.push(...list(items));
      query.set('continue', text(metadata?.continue));
    } while (query.get('continue'));
    return services;
  } catch (error) {
    if (error instanceof StatusError) return null;
    throw error;
  }
}
