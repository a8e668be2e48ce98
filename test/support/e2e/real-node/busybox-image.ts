import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { type Pack, pack } from 'tar-stream';

/** The commands of the images; BusyBox is linked to these names. */
const COMMANDS = ['hostname', 'httpd', 'sh', 'sleep', 'touch', 'rm', 'test', 'true'];

interface Image {
  name: string;
  /** The path of a BusyBox that is linked statically. */
  busybox: string;
  entrypoint?: readonly string[];
}

/** Writes an image in the format of `docker save`, which `ctr images import` reads. It works in /www. */
export async function writeImage(file: string, { name, busybox, entrypoint = [] }: Image): Promise<void> {
  const layer = await layerOf(readFileSync(busybox));
  const config = Buffer.from(
    JSON.stringify({
      os: 'linux',
      architecture: process.arch === 'x64' ? 'amd64' : process.arch,
      config: { Entrypoint: entrypoint, Env: ['PATH=/bin'], WorkingDir: '/www' },
      rootfs: { type: 'layers', diff_ids: [`sha256:${sha256(layer)}`] },
    }),
  );
  const [configName, layerName] = [`${sha256(config)}.json`, `${sha256(layer)}/layer.tar`];
  const manifest = [{ Config: configName, RepoTags: [name], Layers: [layerName] }];
  const tar = pack();
  tar.entry({ name: configName }, config);
  tar.entry({ name: layerName }, layer);
  tar.entry({ name: 'manifest.json' }, JSON.stringify(manifest));
  writeFileSync(file, await finish(tar));
}

function layerOf(busybox: Buffer): Promise<Buffer> {
  const tar = pack();
  const mode = 0o755;
  for (const name of ['bin', 'dev', 'etc', 'proc', 'sys', 'tmp', 'www'])
    tar.entry({ name, mode, type: 'directory' });
  tar.entry({ name: 'bin/busybox', mode }, busybox);
  for (const command of COMMANDS)
    tar.entry({ name: `bin/${command}`, mode, type: 'symlink', linkname: 'busybox' });
  return finish(tar);
}

function finish(tar: Pack): Promise<Buffer> {
  tar.finalize();
  return buffer(tar);
}

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
