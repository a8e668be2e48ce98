/** The home directory in which kubectl looks for `.kube`. */
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { IO } from '../../model/io.ts';

/** On Windows, the first candidate with a kubeconfig (client-go, util/homedir). */
export async function homeDir({
  env,
  home,
  platform,
}: Pick<IO, 'env' | 'home' | 'platform'>): Promise<string> {
  if (platform !== 'win32') return home;
  const { HOME, HOMEDRIVE, HOMEPATH, USERPROFILE } = env;
  for (const directory of [HOME, HOMEDRIVE && HOMEPATH && HOMEDRIVE + HOMEPATH, USERPROFILE])
    if (directory && (await hasKubeconfig(directory))) return directory;
  return HOME || home;
}

const hasKubeconfig = (directory: string) =>
  access(join(directory, '.kube', 'config')).then(
    () => true,
    () => false,
  );
