import { inject } from 'vitest';
import { type Feature, hasFeature } from './find-kubectl.ts';

const found = inject('kubectl') ?? null;

/** The path of the real one; null where there is none. */
export const kubectl = found?.path ?? null;

/** Whether there is one that can do this. */
export const kubectlHas = (feature: Feature) => found !== null && hasFeature(found, feature);
