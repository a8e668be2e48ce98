// Bundles the code for Node into dist/bundle/, one chunk per command, so that a run loads only what its command needs.
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';
import { buildInfo, defines } from './build-info.ts';
import { NOTICES, notices, packagesOf } from './package/notices.ts';

mkdirSync('dist', { recursive: true });
// The bundle is replaced by renaming, so that a run meanwhile never sees half of it.
const aside = mkdtempSync('dist/.build-');
const { metafile } = await build({
  entryPoints: { main: 'src/cli/main.ts' },
  outdir: `${aside}/new`,
  bundle: true,
  splitting: true,
  minify: true,
  // The notices are in a file of their own.
  legalComments: 'none',
  format: 'esm',
  platform: 'node',
  target: 'node22.19',
  chunkNames: 'chunks/[hash]',
  // Its modules for browsers do the same; unlike those for Node, what is unused of them can be left out.
  alias: {
    yaml: './node_modules/yaml/browser/dist/index.js',
    'ip-address': './scripts/ip-address.ts',
  },
  // CommonJS packages inside an ESM bundle need require for Node's own modules.
  banner: {
    js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);",
  },
  define: defines(buildInfo()),
  metafile: true,
  logLevel: 'warning',
});
writeFileSync(`${aside}/new/${NOTICES}`, notices(packagesOf(Object.keys(metafile.inputs))));
try {
  renameSync('dist/bundle', `${aside}/old`);
} catch (error) {
  if (error.code !== 'ENOENT') throw error;
}
renameSync(`${aside}/new`, 'dist/bundle');
rmSync(aside, { recursive: true });
