/** Behavior on Windows, as far as other systems can test it. */
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { lookPath } from '../../../src/kube/credentials/look-path.ts';
import { windowsCommand } from '../../../src/kube/credentials/windows-command.ts';
import { homeDir } from '../../../src/kube/kubeconfig/home-dir.ts';
import { directoryWith } from '../../support/connections.ts';
import { fakeIO } from '../../support/fake-io.ts';

const windows = (env: Record<string, string>) => fakeIO({ platform: 'win32', home: 'profile', env });

describe('home', () => {
  const all = directoryOf('a', 'b', 'c');

  function directoryOf(...names: string[]) {
    return () => directoryWith(Object.fromEntries(names.map((name) => [`${name}/.kube/config`, ''])));
  }

  test.each([
    [['a', 'b', 'c'], 'a'],
    [['b', 'c'], 'b'],
    [['c'], 'c'],
    [[], 'a'],
  ])('with a kubeconfig in %j it is %s', async (having, expected) => {
    const folder = having.length === 3 ? all() : directoryOf(...having)();
    const [HOME = '', HOMEPATH = '', USERPROFILE = ''] = ['a', 'b', 'c'].map((name) => `${folder}/${name}`);
    const io = windows({ HOME, HOMEDRIVE: folder, HOMEPATH: HOMEPATH.slice(folder.length), USERPROFILE });
    expect(await homeDir(io)).toBe(join(folder, expected));
  });

  test('without any of them it is what the system says', async () => {
    expect(await homeDir(windows({}))).toBe('profile');
    expect(await homeDir(fakeIO({ home: '/root', env: { HOME: '/other' } }))).toBe('/root');
  });
});

describe('a plugin', () => {
  test.each([
    ['login', undefined, 'login.exe'],
    ['login', '.CMD;.EXE', 'login.cmd'],
    ['login.cmd', undefined, 'login.cmd'],
    ['login.ps1', undefined, null],
    ['nope', undefined, null],
  ])('%s with PATHEXT %s is %s', async (name, extensions, expected) => {
    const folder = directoryWith({ 'login.exe': '', 'login.cmd': '', 'login.ps1': '' });
    const found = await lookPath(`${folder}/${name}`, windows(extensions ? { PATHEXT: extensions } : {}));
    expect(found).toBe(expected && `${folder}/${expected}`);
  });

  test('elsewhere is found on PATH where it may be run', async () => {
    const folder = directoryWith({ 'one/login': '', 'two/login': '', 'three/login/x': '' });
    chmodSync(`${folder}/one/login`, 0o644);
    const PATH = ['three', 'one', 'two'].map((name) => `${folder}/${name}`).join(':');
    expect(await lookPath('login', fakeIO({ env: { PATH } }))).toBe(`${folder}/two/login`);
  });

  test('that is a program is run itself', async () => {
    const folder = directoryWith({ 'login.exe': '' });
    expect(await windowsCommand(`${folder}/login`, ['a b'], windows({}))).toEqual({
      file: `${folder}/login.exe`,
      args: ['a b'],
      verbatim: false,
    });
  });

  test('that is a batch file is run by cmd.exe, which takes nothing in its arguments for its own', async () => {
    const folder = directoryWith({ 'az.cmd': '' });
    const { file, args, verbatim } = await windowsCommand(
      `${folder}/az`,
      ['get', 'a b', 'say "(hi)" & calc.exe', '%PATH%', 'end\\'],
      windows({ ComSpec: 'C:\\Windows\\cmd.exe' }),
    );
    expect([file, verbatim]).toEqual(['C:\\Windows\\cmd.exe', true]);
    expect(args.slice(0, 3)).toEqual(['/d', '/s', '/c']);
    const path = `${folder}/az.cmd`.replaceAll('/', '\\');
    expect(args[3]).toBe(
      `"${path} ^"get^" ^"a^ b^" ^"say^ \\^"^(hi^)\\^"^ ^&^ calc.exe^" ^"^%PATH^%^" ^"end\\\\^""`,
    );
  });
});
