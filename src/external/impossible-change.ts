/** Finds changes of a Service that an update cannot make. */
import type { V1ManagedFieldsEntry, V1ServicePort } from '@kubernetes/client-node';
import { MANAGER } from '../model/well-known.ts';
import type { ServiceObject } from './build-objects.ts';

/** @returns a change that the server would reject or silently ignore; null if there is none */
export function impossibleChange(was: ServiceObject, becomes: ServiceObject): string | null {
  return clusterIPChange(was, becomes) ?? unremovablePort(was, becomes);
}

/** A cluster IP and its family are immutable; the server keeps "None" if an update omits it. */
function clusterIPChange({ spec: was }: ServiceObject, { spec: becomes }: ServiceObject): string | null {
  if (was?.type === 'ExternalName' || becomes?.type === 'ExternalName') return null;
  const headless = was?.clusterIP === 'None';
  if (headless !== (becomes?.clusterIP === 'None')) {
    return `is ${headless ? '' : 'not '}headless, which is immutable`;
  }
  const [from] = was?.ipFamilies ?? [];
  const [to] = becomes?.ipFamilies ?? [];
  if (headless || !from || !to || from === to) return null;
  return `has ${from} as its first IP family, which is immutable and cannot become ${to}`;
}

/** Server-side apply does not remove a port that another manager owns too. */
function unremovablePort({ metadata, spec }: ServiceObject, becomes: ServiceObject): string | null {
  const wanted = (becomes.spec?.ports ?? []).map(portKey);
  const others = (metadata.managedFields ?? []).filter(
    ({ manager, operation }) => manager !== MANAGER.own || operation !== 'Apply',
  );
  for (const port of spec?.ports ?? []) {
    if (wanted.includes(portKey(port))) continue;
    const owner = others.find((entry) => ownsPort(entry, port));
    if (owner)
      return `has port ${port.port}/${port.protocol}, which belongs to field manager ${owner.manager} and cannot be removed`;
  }
  return null;
}

function ownsPort({ fieldsV1 }: V1ManagedFieldsEntry, port: V1ServicePort): boolean {
  const fields = fieldsV1 as { 'f:spec'?: { 'f:ports'?: Record<string, unknown> } } | undefined;
  return fields?.['f:spec']?.['f:ports']?.[portKey(port)] !== undefined;
}

/** The key of a port in managedFields: `k:{"port":80,"protocol":"TCP"}`. */
function portKey({ port, protocol = 'TCP' }: V1ServicePort): string {
  return `k:${JSON.stringify({ port, protocol })}`;
}
