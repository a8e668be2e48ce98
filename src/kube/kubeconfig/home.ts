import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { IO } from '../../model/io.ts';

/** Whose `.kube` it is. On Windows the first of these that has a kubeconfig (client-go, util/homedir). */
export async function homeOf({
  env,
  home,
  platform,
}: Pick<IO, 'env' | 'home' | 'platform'>): Promise<string> {
  if (platform !== 'win32') return home;
  const { HOME, HOMEDRIVE, HOMEPATH, USERPROFILE } = env;
  for (const place of [HOME, HOMEDRIVE && HOMEPATH && HOMEDRIVE + HOMEPATH, USERPROFILE])
    if (place && (await hasKubeconfig(place))) return place;
  return HOME || home;
}

const hasKubeconfig = (place: string) =>
  access(join(place, '.kube', 'config')).then(
    () => true,
    () => false,
  );
