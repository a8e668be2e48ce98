import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { IO } from '../model/io.ts';
import { readYaml } from './parse/yaml-documents.ts';

interface Kustomization {
  patches?: unknown;
  patchesStrategicMerge?: unknown;
  patchesJson6902?: unknown;
}

/** The files that kustomizations name as patches. One that cannot be read names none. */
export async function patchFiles(
  kustomizations: readonly string[],
  { cwd }: Pick<IO, 'cwd'>,
): Promise<ReadonlySet<string>> {
  const files = await Promise.all(
    kustomizations.map(async (file) => {
      const text = await readFile(resolve(cwd, file), 'utf8').catch(() => '');
      return patchesIn(text).map((path) => join(dirname(file), path));
    }),
  );
  return new Set(files.flat());
}

function patchesIn(text: string): string[] {
  const [document] = readYaml(text);
  const value = document && 'value' in document ? document.value : null;
  if (value === null || typeof value !== 'object') return [];
  const { patches, patchesStrategicMerge, patchesJson6902 } = value as Kustomization;
  return [patches, patchesStrategicMerge, patchesJson6902].flat().flatMap((entry) => {
    const path = typeof entry === 'string' ? entry : (entry as { path?: unknown } | null | undefined)?.path;
    // Strategic merge patches may be written in the place of their path.
    return typeof path === 'string' && !path.includes('\n') ? path : [];
  });
}
