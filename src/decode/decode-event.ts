import type { CoreV1Event } from '@kubernetes/client-node';
import type { Event } from '../model/objects/event.ts';
import type { ManifestPlace } from '../model/objects/meta.ts';
import { meta } from './decode-meta.ts';
import { number, type Raw, text, time } from './json/json-values.ts';

export function event(
  raw: NonNullable<Raw<CoreV1Event>>,
  namespace: string,
  place: ManifestPlace | null,
): Event {
  const about = raw.involvedObject;
  return {
    kind: 'Event',
    ...meta(raw, namespace, place),
    involvedObject: { kind: text(about?.kind), namespace: text(about?.namespace), name: text(about?.name) },
    reason: text(raw.reason),
    message: text(raw.message),
    count: number(raw.series?.count) ?? number(raw.count) ?? 1,
    lastSeen: time(raw.series?.lastObservedTime) ?? time(raw.lastTimestamp) ?? time(raw.eventTime),
  };
}
