import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The path of a program: what a variable names, else the first of these names on PATH or in these folders. */
export function programOf(
  variable: string,
  names: readonly string[],
  folders: readonly string[] = [],
): string | null {
  const named = process.env[variable];
  if (named) return named;
  const places = [...folders, ...(process.env.PATH ?? '').split(delimiter)];
  const paths = names.flatMap((name) => places.map((folder) => join(folder, name)));
  return paths.find((path) => existsSync(path)) ?? null;
}
