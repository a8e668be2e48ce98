import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { assets } from './e2e/control-plane.ts';

const folders = [assets, ...(process.env.PATH ?? '').split(delimiter)];

/** The real one, beside the API server or on PATH; null where there is none. */
export const kubectl = folders.map((folder) => join(folder, 'kubectl')).find(existsSync) ?? null;
