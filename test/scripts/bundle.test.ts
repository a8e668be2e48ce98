/** Packages that few runs need are in chunks of their own, so that no other run loads them. */
import { join } from 'node:path';
import { build } from 'esbuild';
import { expect, test } from 'vitest';

const { outputs = {} } = (
  await build({
    absWorkingDir: join(import.meta.dirname, '../..'),
    entryPoints: ['src/cli/main.ts'],
    outdir: 'dist',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    write: false,
    metafile: true,
  })
).metafile;

/** A chunk and the chunks that it imports statically. */
function loadedWith(output: string, seen = new Set<string>()): Set<string> {
  if (seen.has(output)) return seen;
  seen.add(output);
  for (const { path, kind } of outputs[output]?.imports ?? [])
    if (kind === 'import-statement') loadedWith(path, seen);
  return seen;
}

/** The entry points, without folders, that load a package statically. */
function loadersOf(name: string): string[] {
  const has = (output: string) =>
    Object.keys(outputs[output]?.inputs ?? {}).some((input) => input.startsWith(`node_modules/${name}/`));
  const entries = Object.entries(outputs).flatMap(([output, { entryPoint }]) =>
    entryPoint && [...loadedWith(output)].some(has) ? [entryPoint] : [],
  );
  return entries.map((entry) => entry.replace(/^.*\//, '')).sort();
}

test.each([
  ['yaml', ['persist-auth-config.ts']],
  ['socks', ['socks-agent.ts']],
])('%s is loaded by %j', (name, entries) => {
  expect(loadersOf(name)).toEqual(entries);
});
