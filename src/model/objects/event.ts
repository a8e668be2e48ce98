import type { Meta, Ref } from './meta.ts';

export interface Event extends Meta {
  kind: 'Event';
  about: Ref;
  reason: string;
  message: string;
  count: number;
  last: string | null;
}
