/**
 * Writes dist/sbom.cdx.json: the packages in an executable, in CycloneDX format. To npm they are development
 * dependencies.
 */
import { writeFileSync } from 'node:fs';
import { build } from 'esbuild';
import packageJson from '../package.json' with { type: 'json' };
import lock from '../package-lock.json' with { type: 'json' };
import { buildInfo } from './build-info.ts';
import { type Package, packagesOf, runtimePackage } from './package/notices.ts';

const { metafile } = await build({
  entryPoints: ['src/cli/main.ts'],
  bundle: true,
  write: false,
  format: 'esm',
  platform: 'node',
  metafile: true,
});

const own = { type: 'application', name: 'kubectl-endpoints', version: packageJson.version };
const packages = packagesOf(Object.keys(metafile.inputs));
const sbom = {
  bomFormat: 'CycloneDX',
  specVersion: '1.6',
  version: 1,
  metadata: {
    ...(buildInfo() && { timestamp: buildInfo()?.date }),
    component: { ...own, 'bom-ref': purl(own), licenses: [{ license: { id: packageJson.license } }] },
  },
  components: [...packages.map(component), runtime()],
};
writeFileSync('dist/sbom.cdx.json', `${JSON.stringify(sbom, null, 2)}\n`);

function component({ folder, name, version, license }: Package) {
  const { integrity } = (lock.packages as Record<string, { integrity?: string }>)[folder] ?? {};
  return {
    type: 'library',
    'bom-ref': purl({ name, version }),
    name,
    version,
    purl: purl({ name, version }),
    licenses: [{ expression: license }],
    ...(integrity && { hashes: [{ alg: 'SHA-512', content: hex(integrity) }] }),
  };
}

function runtime() {
  const { version } = runtimePackage();
  return {
    type: 'platform',
    'bom-ref': `pkg:npm/bun@${version}`,
    name: 'bun',
    version,
    purl: `pkg:npm/bun@${version}`,
    licenses: [{ license: { id: 'MIT' } }],
  };
}

function purl({ name, version }: { name: string; version: string }): string {
  return `pkg:npm/${name.replace('@', '%40')}@${version}`;
}

function hex(integrity: string): string {
  return Buffer.from(integrity.replace('sha512-', ''), 'base64').toString('hex');
}
