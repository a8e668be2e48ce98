/** The archive, as krew and users unpack it; it is reproducible. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { gunzipSync, inflateRawSync } from 'node:zlib';
import { load } from 'js-yaml';
import { describe, expect, test as plainTest } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { sha256 } from '../../scripts/package/archive.ts';
import { NOTICES } from '../../scripts/package/notices.ts';
import { verify } from '../../scripts/package/runtime.ts';
import { seal } from '../../scripts/package/seal.ts';
import { fileInTar, tarOf } from '../../scripts/package/tar.ts';
import { executableOf, nameOf, ownTarget } from '../../scripts/package/targets.ts';
import { zipOf } from '../../scripts/package/zip.ts';
import { findProgramOrSkip } from '../support/binaries.ts';
import { archive, dist, root, test } from '../support/package/built.ts';

const target = ownTarget();
const tar = findProgramOrSkip('the archive as tar lists it', 'tar');

describe('the archive', () => {
  (tar ? test : test.skip)('has the executable and the licenses, and nothing else', () => {
    const listed = execFileSync(tar ?? '', ['-tvf', archive], { encoding: 'utf8' })
      .trimEnd()
      .split('\n');
    const entries = listed.map((line) => `${line.split(/\s+/)[0]} ${line.split(/\s+/).at(-1)}`);
    expect(entries).toEqual([
      '-rwxr-xr-x kubectl-endpoints',
      '-rw-r--r-- LICENSE',
      '-rw-r--r-- THIRD-PARTY-NOTICES.txt',
    ]);
    expect(listed.every((line) => /\s0[/ ]\s*0\s/.test(line))).toBe(true);
  });

  test('has the notices of what is bundled, and of the runtime', async () => {
    const notices = (await fileInTar(gunzipSync(readFileSync(archive)), NOTICES)).toString();
    for (const name of [
      'Bun (https://bun.com) 1',
      'js-yaml 5',
      'yaml 2',
      'yargs 18',
      'yargs-parser 22',
      'socks 2',
    ])
      expect(notices).toContain(`\n${name}`);
    expect(notices).toContain('JavaScriptCore');
    expect(notices).not.toContain('vitest');
  });

  test('is the same once more', () => {
    const again = mkdtempSync(join(tmpdir(), 'kubectl-endpoints-again-'));
    const words = ['scripts/package.ts', '--only', target ? nameOf(target) : '', '--out', again];
    execFileSync(process.execPath, ['--disable-warning=ExperimentalWarning', ...words], { cwd: root });
    const sums = (folder: string) => readFileSync(join(folder, 'checksums.txt'), 'utf8');
    expect(sums(again)).toBe(sums(dist));
    rmSync(again, { recursive: true });
  });

  test('is that of the checksums and the manifest', () => {
    const sum = sha256(readFileSync(archive));
    const { spec } = load(readFileSync(join(dist, 'endpoints.yaml'), 'utf8')) as {
      spec: { version: string; platforms: { uri: string; sha256: string; bin: string }[] };
    };
    expect(readFileSync(join(dist, 'checksums.txt'), 'utf8')).toContain(`${sum}  ${basename(archive)}\n`);
    expect(spec.version).toBe(`v${packageJson.version}`);
    expect(spec.platforms).toMatchObject([{ sha256: sum, bin: target && executableOf(target) }]);
    expect(basename(spec.platforms[0]?.uri ?? '')).toBe(basename(archive));
  });

  test('has at most 55 MB', () => {
    expect(statSync(archive).size).toBeLessThan(55e6);
  });
});

plainTest('a zip archive keeps names, modes and bytes', () => {
  const bytes = Buffer.from('text '.repeat(1000));
  const zip = zipOf([{ name: 'a.exe', bytes, mode: 0o755 }], Date.UTC(2026, 10, 21, 12) / 1000);
  const directory = zip.readUInt32LE(zip.length - 6);
  expect(zip.readUInt32LE(directory)).toBe(0x02014b50);
  expect((zip.readUInt32LE(directory + 38) >>> 16).toString(8)).toBe('100755');
  const packed = zip.subarray(35, 35 + zip.readUInt32LE(18));
  expect(zip.toString('latin1', 30, 35)).toBe('a.exe');
  expect(inflateRawSync(packed)).toEqual(bytes);
});

plainTest('a tar archive is read as it was written', async () => {
  const entries = ['a', 'b'].map((name) => ({ name, bytes: Buffer.from(name.repeat(700)), mode: 0o755 }));
  const tar = await tarOf(entries, 1);
  expect((await fileInTar(tar, 'b')).toString()).toBe('b'.repeat(700));
  await expect(fileInTar(tar, 'c')).rejects.toThrow('no c in the archive');
  await expect(fileInTar(tar.subarray(0, 700), 'a')).rejects.toThrow('Unexpected end of data');
  expect(await tarOf(entries, 1)).toEqual(tar);
});

plainTest('what is not the pinned package is refused', () => {
  const integrity =
    'sha512-z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg==';
  verify(Buffer.alloc(0), integrity, 'nothing');
  expect(() => verify(Buffer.from('x'), integrity, 'x')).toThrow('of package-lock.json');
});

plainTest('a runtime that reads other variables is refused', () => {
  expect(() => seal(Buffer.from('BUN_OPTIONS'))).toThrow('this runtime does not know BUN_BE_BUN');
});
