import { inject } from 'vitest';
import { type Feature, hasFeature } from './find-kubectl.ts';

const found = inject('kubectl') ?? null;

/** The path of kubectl; null if there is none. */
export const kubectl = found?.path ?? null;

/** True if there is a kubectl with this feature. */
export const kubectlHas = (feature: Feature) => found !== null && hasFeature(found, feature);
