/** Installation by krew; needs `krew` and `kubectl`, on PATH or in KREW and KUBECTL. */
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { delimiter, dirname, join } from 'node:path';
import { expect } from 'vitest';
import { findProgram } from '../support/binaries.ts';
import { directoryWith } from '../support/connections.ts';
import { kubectl } from '../support/kubectl.ts';
import { archive, dist, root, run, test } from '../support/package/built.ts';
import { listen } from '../support/servers/api-server.ts';

const krew = findProgram(['krew', 'kubectl-krew'], { variable: 'KREW' });
const validate =
  krew &&
  findProgram(['validate-krew-manifest'], { variable: 'VALIDATE_KREW_MANIFEST', folders: [dirname(krew)] });
if (!krew) process.stderr.write('krew skipped: no krew on PATH, and KREW does not name one\n');

const krewTest = krew && kubectl ? test : test.skip;
const validateTest = validate ? test : test.skip;
const manifest = join(dist, 'endpoints.yaml');
const recorded = ['endpoints', 'describe', 'svc', 'nginx-svc', '-f', join(root, 'demo/cluster.json')];

const folders = [kubectl ? dirname(kubectl) : '', ...(process.env.PATH ?? '').split(delimiter)].filter(
  (folder) => existsSync(folder),
);

/** An empty KREW_ROOT, with its bin/ on PATH. */
function fresh(environment: Record<string, string> = {}) {
  const home = directoryWith({});
  const env = {
    ...environment,
    HOME: home,
    KREW_ROOT: join(home, 'krew'),
    // kubectl warns of folders on PATH that do not exist.
    PATH: [join(home, 'krew/bin'), ...folders].join(delimiter),
    GIT_CONFIG_GLOBAL: '/dev/null',
    KREW_NO_UPGRADE_CHECK: '1',
  };
  return {
    bin: join(home, 'krew/bin'),
    store: join(home, 'krew/store/endpoints'),
    krew: (...args: string[]) => run(krew ?? '', args, { env }),
    kubectl: (...args: string[]) => run(kubectl ?? '', args, { env }),
  };
}

/** A git repository with plugins/endpoints.yaml, as any krew index. */
function indexWith(text: string) {
  const directory = directoryWith({});
  const git = (...args: string[]) =>
    execFileSync('git', ['-C', directory, '-c', 'user.name=x', '-c', 'user.email=x@example.com', ...args]);
  git('init', '-q', '-b', 'main');
  mkdirSync(join(directory, 'plugins'));
  const publish = (content: string) => {
    writeFileSync(join(directory, 'plugins/endpoints.yaml'), content);
    git('add', '.');
    git('commit', '-q', '-m', 'x');
  };
  publish(text);
  return { directory, publish };
}

/** The manifest with the address of an archive. */
async function downloadable(): Promise<string> {
  const server = createServer((_, response) => response.end(readFileSync(archive)));
  const { port } = await listen(server);
  return readFileSync(manifest, 'utf8').replace(/uri: \S*\//g, `uri: http://127.0.0.1:${port}/`);
}

validateTest('the manifests are valid', async () => {
  const directory = directoryWith({ 'endpoints.yaml': '' });
  const copy = join(directory, 'endpoints.yaml');
  for (const [from, to] of [
    [manifest, copy],
    [join(root, 'krew-manifest.yaml'), copy],
    [join(root, 'plugins/endpoints.yaml'), copy],
    [join(dist, 'service-endpoints.yaml'), join(directory, 'service-endpoints.yaml')],
  ] as const) {
    copyFileSync(from, to);
    expect(await run(validate ?? '', ['-manifest', to, '-skip-install'])).toMatchObject({ code: 0 });
  }
});

krewTest('installs from a manifest and an archive', async () => {
  const { krew, kubectl, bin, store } = fresh();
  const installed = await krew('install', '--manifest', manifest, '--archive', archive);
  expect(installed).toMatchObject({ code: 0 });
  expect(installed.stderr).toContain('bin/kubectl_complete-endpoints');
  expect(readdirSync(bin)).toEqual(['kubectl-endpoints']);
  const [version = ''] = readdirSync(store);
  expect(readdirSync(join(store, version)).sort()).toEqual([
    'LICENSE',
    'THIRD-PARTY-NOTICES.txt',
    'kubectl-endpoints',
  ]);
  const list = await kubectl('plugin', 'list');
  expect(list).toMatchObject({ code: 0, stderr: '' });
  expect(list.stdout).toContain(join(bin, 'kubectl-endpoints'));
  expect(await kubectl(...recorded)).toMatchObject({ code: 0, stderr: '' });
});

krewTest('the line of the caveats gives kubectl what it runs for completion', async () => {
  const { krew, kubectl, bin } = fresh();
  const { stderr } = await krew('install', '--manifest', manifest, '--archive', archive);
  const line = /ln -s .*/.exec(stderr)?.[0] ?? '';
  expect(await run('sh', ['-c', line], { env: { KREW_ROOT: dirname(bin) } })).toMatchObject({ code: 0 });
  expect(readdirSync(bin)).toEqual(['kubectl-endpoints', 'kubectl_complete-endpoints']);
  expect(await kubectl('plugin', 'list')).toMatchObject({ code: 0, stderr: '' });
});

krewTest('refuses another archive', async () => {
  const { krew } = fresh();
  const other = join(directoryWith({ 'x.tar.gz': 'x' }), 'x.tar.gz');
  const { code, stderr } = await krew('install', '--manifest', manifest, '--archive', other);
  expect(code).toBe(1);
  expect(stderr).toContain('checksum does not match');
});

krewTest('installs from the central index, upgrades and uninstalls', async () => {
  const text = await downloadable();
  const { directory, publish } = indexWith(text);
  const { krew, kubectl, store, bin } = fresh({ KREW_DEFAULT_INDEX_URI: directory });
  expect(await krew('update')).toMatchObject({ code: 0 });
  expect(await krew('install', 'endpoints')).toMatchObject({ code: 0 });
  expect((await krew('search', 'endpoints')).stdout).toContain(
    "Explain services' endpoints; add external ones",
  );
  publish(text.replace(/version: v.*/, 'version: v9.0.0'));
  expect(await krew('upgrade', 'endpoints')).toMatchObject({ code: 0 });
  expect(readdirSync(store)).toEqual(['v9.0.0']);
  expect(await kubectl(...recorded)).toMatchObject({ code: 0, stderr: '' });
  expect(await krew('uninstall', 'endpoints')).toMatchObject({ code: 0 });
  expect(existsSync(join(bin, 'kubectl-endpoints'))).toBe(false);
});

krewTest('installs from an index of its own, and from a URL', async () => {
  const text = await downloadable();
  const { krew, kubectl } = fresh();
  expect(await krew('index', 'add', 'own', indexWith(text).directory)).toMatchObject({ code: 0 });
  expect(await krew('install', 'own/endpoints')).toMatchObject({ code: 0 });
  expect(await kubectl(...recorded)).toMatchObject({ code: 0, stderr: '' });
  const other = fresh({ KREW_DEFAULT_INDEX_URI: indexWith(text).directory });
  const { port } = await listen(createServer((_, response) => response.end(text)));
  const url = `http://127.0.0.1:${port}/krew-manifest.yaml`;
  expect(await other.krew('install', '--manifest-url', url)).toMatchObject({ code: 0 });
  expect(await other.kubectl(...recorded)).toMatchObject({ code: 0, stderr: '' });
});
