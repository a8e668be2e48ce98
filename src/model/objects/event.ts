import type { Meta, Ref } from './meta.ts';

export interface Event extends Meta {
  kind: 'Event';
  /** The involvedObject. */
  regarding: Ref;
  reason: string;
  message: string;
  count: number;
  lastSeen: string | null;
}
