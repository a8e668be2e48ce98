/** Listed addresses at which connections fail though they are routed. Independent of src/. */
import { CONTROLLER, type Raw } from '../objects.ts';
import type { Listed } from './consumers.ts';
import { addressesIn, isFinished, isFollowed, type PodObject, selectedBy } from './pods.ts';

/** A Service with all objects. */
interface Context {
  service: Raw;
  objects: readonly Raw[];
}

export const isControllers = ({ slice }: Listed) =>
  slice.metadata.labels?.['endpointslice.kubernetes.io/managed-by'] === CONTROLLER;

export function isStale(listed: Listed, { service, objects }: Context): boolean {
  const { targetRef } = listed.endpoint;
  if (targetRef?.kind !== 'Pod') return false;
  const pod = objects.find(
    ({ kind, metadata }) =>
      kind === 'Pod' && metadata.name === targetRef.name && metadata.namespace === targetRef.namespace,
  ) as PodObject | undefined;
  if (!pod || isFinished(pod)) return true;
  if (!addressesIn(pod.status).includes(listed.address)) return true;
  return isFollowed(service) && isControllers(listed) && !selectedBy(service, objects).includes(pod);
}
