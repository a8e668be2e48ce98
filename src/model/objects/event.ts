import type { Meta, Ref } from './meta.ts';

/** An Event of core/v1. */
export interface Event extends Meta {
  kind: 'Event';
  involvedObject: Ref;
  reason: string;
  message: string;
  count: number;
  /** The last occurrence: of the series, else lastTimestamp, else eventTime. */
  lastSeen: string | null;
}
