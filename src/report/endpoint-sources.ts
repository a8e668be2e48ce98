import type { EndpointSlice } from '../model/objects/endpoints.ts';
import type { Ref } from '../model/objects/meta.ts';
import type { ServiceView } from '../model/view/service-view.ts';
import type { SliceView } from '../model/view/slice-view.ts';
import { refKey } from '../text/object-key.ts';

/** An object that gives a Service without selector its endpoints. */
export interface EndpointSource {
  object: Ref;
  /** Null: Endpoints that no EndpointSlice mirrors. */
  slice: EndpointSlice | null;
}

export function endpointSources({ endpoints, slices }: ServiceView): EndpointSource[] {
  const sources = slices.filter(({ slice }) => slice.endpoints.length > 0).map(sourceOf);
  const mirrored = slices.some(({ role }) => role === 'mirrored');
  const addresses = endpoints?.subsets.some(
    ({ addresses, notReadyAddresses }) => addresses.length + notReadyAddresses.length > 0,
  );
  if (!endpoints || !addresses || mirrored) return sources;
  const { kind, namespace, name } = endpoints;
  return [{ object: { kind, namespace, name }, slice: null }, ...sources];
}

function sourceOf({ slice, role }: SliceView): EndpointSource {
  const { namespace, name } = slice;
  if (role !== 'mirrored') return { object: { kind: 'EndpointSlice', namespace, name }, slice };
  // A slice without a name stands for one that would be mirrored from a manifest.
  const endpoints = (name === '' ? undefined : slice.owners[0]?.name) ?? slice.service;
  return { object: { kind: 'Endpoints', namespace, name: endpoints }, slice };
}

export function uniqueRefs(sources: readonly EndpointSource[]): Ref[] {
  return [...new Map(sources.map(({ object }) => [refKey(object), object])).values()];
}
