/** krew-manifest.yaml and plugins/ are rendered from the template for the last release. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { archiveName } from '../../scripts/package/archive.ts';
import { manifest, NAMES } from '../../scripts/package/manifest.ts';
import { TARGETS } from '../../scripts/package/targets.ts';

interface Plugin {
  metadata: { name: string };
  spec: {
    version: string;
    homepage: string;
    shortDescription: string;
    description: string;
    caveats: string;
    platforms: { selector: { matchLabels: { os: string; arch: string } }; sha256: string; bin: string }[];
  };
}

const root = join(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const withoutComment = (text: string) => text.replace(/^#.*\n/gm, '');

const archives = TARGETS.map((target, index) => ({
  target,
  file: archiveName(target, '1.2.3'),
  sha256: String(index).repeat(64),
}));

describe.each(['krew-manifest.yaml', 'plugins/endpoints.yaml'])('%s', (file) => {
  const { spec } = load(read(file)) as Plugin;
  const version = spec.version.slice(1);
  const repository = spec.homepage.replace('https://github.com/', '');

  test('is the template with the version and the sums of a release', () => {
    const released = TARGETS.flatMap((target) => {
      const { sha256 = '' } =
        spec.platforms.find(
          ({ selector: { matchLabels } }) => matchLabels.os === target.os && matchLabels.arch === target.arch,
        ) ?? {};
      return { target, file: archiveName(target, version), sha256 };
    });
    const rendered = manifest({ name: 'endpoints', version, repository, archives: released });
    expect(withoutComment(read(file))).toBe(rendered);
  });

  test('has the sum of every archive', () => {
    expect(spec.platforms).toHaveLength(TARGETS.length);
    const sums = spec.platforms.map(({ sha256 }) => sha256);
    expect(sums.every((sum) => /^[0-9a-f]{64}$/.test(sum))).toBe(true);
    expect(new Set(sums).size).toBe(TARGETS.length);
  });
});

test('both are the same, and not of a version that is still to come', () => {
  expect(withoutComment(read('plugins/endpoints.yaml'))).toBe(withoutComment(read('krew-manifest.yaml')));
  const { spec } = load(read('krew-manifest.yaml')) as Plugin;
  const order = spec.version.slice(1).localeCompare(packageJson.version, 'en', { numeric: true });
  expect(order).toBeLessThanOrEqual(0);
});

describe.each(NAMES)('the manifest of %s', (name) => {
  const plugin = load(manifest({ name, version: '1.2.3', repository: 'o/r', archives })) as Plugin;
  const { spec } = plugin;

  test('has the texts that krew-index asks for', () => {
    expect(plugin.metadata.name).toBe(name);
    expect(spec.version).toBe('v1.2.3');
    expect(spec.shortDescription.length).toBeLessThanOrEqual(50);
    expect(spec.shortDescription).not.toMatch(/kubectl|kubernetes|plugin/i);
    for (const line of spec.description.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  test('links what kubectl calls for completion of this name', () => {
    const command = name.replace('-', '_');
    expect(spec.caveats).toContain(
      `ln -s kubectl-${command} "\${KREW_ROOT:-$HOME/.krew}/bin/kubectl_complete-${command}"`,
    );
  });

  test('has one archive for each platform', () => {
    const labels = spec.platforms.map(({ selector }) => selector.matchLabels);
    expect(labels.map(({ os, arch }) => `${os}/${arch}`)).toEqual([
      'darwin/amd64',
      'darwin/arm64',
      'linux/amd64',
      'linux/arm64',
      'windows/amd64',
      'windows/arm64',
    ]);
    expect(spec.platforms.map(({ bin }) => bin.endsWith('.exe'))).toEqual(
      labels.map(({ os }) => os === 'windows'),
    );
  });
});
