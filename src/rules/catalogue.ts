import { endpointsMissing } from './endpoints-missing.ts';
import { endpointsNotMirrored } from './endpoints-not-mirrored.ts';
import { endpointSliceNotRoutable } from './endpointslice-not-routable.ts';
import { onlyTerminatingEndpoints } from './only-terminating-endpoints.ts';
import { podNotReady } from './pod-not-ready.ts';
import { portNameMismatch } from './port-name-mismatch.ts';
import type { Rule } from './rule.ts';
import { scaledToZero } from './scaled-to-zero.ts';
import { selectorMatchesNoPods } from './selector-matches-no-pods.ts';
import { targetPortUnresolved } from './target-port-unresolved.ts';

/** Every rule, in the order of the catalogue (SPEC part 3). */
export const RULES: readonly Rule[] = [
  selectorMatchesNoPods,
  podNotReady,
  targetPortUnresolved,
  endpointsMissing,
  endpointsNotMirrored,
  endpointSliceNotRoutable,
  portNameMismatch,
  onlyTerminatingEndpoints,
  scaledToZero,
];
