import { notFound } from '../model/errors.ts';
import { selectsPods } from '../model/kinds.ts';
import type { Service } from '../model/objects.ts';
import type { Query } from '../model/snapshot.ts';
import { LABEL } from '../model/well-known.ts';
import { labelsText } from '../words/labels.ts';
import { resolveNames } from '../words/names.ts';
import { readNodes } from './nodes.ts';
import { RESOURCES } from './paths.ts';
import type { Reader } from './reader.ts';

/**
 * Services by name with what is joined with them, in two rounds: Service, Endpoints and EndpointSlices together;
 * then Pods by selector and what is judged beside them.
 */
export async function readNamed(reader: Reader, { namespace, names, byPrefix }: Query) {
  const ns = namespace ?? 'default';
  const first = await Promise.all(names.map((name) => readFirstRound(reader, ns, name)));
  const named = first.filter((service) => service !== null);
  const isBeginning = byPrefix && named.length === 0 && names.length === 1;
  const all = isBeginning ? await readAll(reader, ns) : named;
  const { found, missing } = resolveNames(names, all, byPrefix ?? false);
  const [only] = missing;
  if (isBeginning && only !== undefined) throw notFound('services', only);
  if (isBeginning) await Promise.all(found.map(({ name }) => readFirstRound(reader, ns, name)));
  await Promise.all([...readPods(reader, found), readPolicies(reader, found), readNodes(reader, found)]);
  return { services: found, missing: missing.map((name) => notFound('services', name)) };
}

async function readFirstRound(reader: Reader, namespace: string, name: string): Promise<Service | null> {
  const [service] = await Promise.all([
    reader.get('Service', namespace, name),
    reader.attempt('Endpoints', namespace, 'selected', () => reader.get('Endpoints', namespace, name)),
    reader.attempt('EndpointSlice', namespace, 'selected', () =>
      reader.list('EndpointSlice', RESOURCES.EndpointSlice, namespace, {
        labelSelector: labelsText({ [LABEL.serviceName]: name }),
      }),
    ),
  ]);
  return service;
}

async function readAll(reader: Reader, namespace: string): Promise<readonly Service[]> {
  await reader.list('Service', RESOURCES.Service, namespace);
  return reader.all('Service');
}

function readPods(reader: Reader, services: readonly Service[]): Promise<void>[] {
  return services
    .filter(selectsPods)
    .map(({ namespace, selector }) =>
      reader.attempt('Pod', namespace, 'selected', () =>
        reader.list('Pod', RESOURCES.Pod, namespace, { labelSelector: labelsText(selector ?? {}) }),
      ),
    );
}

async function readPolicies(reader: Reader, services: readonly Service[]): Promise<void> {
  const [service] = services.filter(selectsPods);
  if (!service) return;
  const { namespace } = service;
  await reader.attempt('NetworkPolicy', namespace, 'all', () =>
    reader.list('NetworkPolicy', RESOURCES.NetworkPolicy, namespace),
  );
}
