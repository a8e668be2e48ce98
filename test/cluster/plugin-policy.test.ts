import { describe, expect, test } from 'vitest';
import { kubectl } from '../support/kubectl.ts';
import { runKubectl, runTool } from '../support/programs.ts';
import { authority } from '../support/servers/authority.ts';
import { recorder } from '../support/servers/recorder.ts';
import { directoryWith, kubeconfig } from '../support/world.ts';

const { server: pair, data } = authority();
const v1 = 'client.authentication.k8s.io/v1';
const credential = { kind: 'ExecCredential', apiVersion: v1, status: { token: 't' } };
const plugin = `#!/bin/sh\necho '${JSON.stringify(credential)}'`;
const preference = (fields: object, version = 'v1beta1') => ({
  apiVersion: `kubectl.config.k8s.io/${version}`,
  kind: 'Preference',
  ...fields,
});
const policy = (name: string, ...commands: string[]) =>
  preference({
    credentialPluginPolicy: name,
    ...(commands.length > 0 && { credentialPluginAllowlist: commands.map((command) => ({ command })) }),
  });

/** With kubectl beside us, where there is one: `HERE` is the folder of the plugin, which is on PATH. */
async function both(
  kuberc: object | string,
  command: string,
  env: Record<string, string> = {},
  flags: readonly string[] = [],
) {
  const server = await recorder(pair);
  const exec = { apiVersion: v1, command, interactiveMode: 'Never' };
  const config = kubeconfig({ server: server.url, 'certificate-authority-data': data }, { exec });
  const cwd = directoryWith({ config, 'bin/login': plugin, ...FILES });
  const text = (typeof kuberc === 'string' ? kuberc : JSON.stringify(kuberc)).replaceAll(
    'HERE',
    `${cwd}/bin`,
  );
  const home = directoryWith({ '.kube/kuberc': text });
  const PATH = `${cwd}/bin:/usr/bin:/bin`;
  const around = { cwd, env: { HOME: home, KUBECONFIG: 'config', PATH, ...env } };
  const ours = await runTool(['describe', 'svc', 'web', ...flags], around);
  const theirs = kubectl ? await runKubectl(['get', 'service', 'web', ...flags], around) : ours;
  const shown = ({ code, stderr }: typeof ours) => ({
    code,
    stderr: stderr.replace(/^E\d{4} .*\n/gm, '').replaceAll(cwd, 'CWD'),
  });
  expect(shown(ours)).toEqual(shown(theirs));
  return shown(ours);
}

/** Beside the kubeconfig. */
const FILES = {
  allow: policy('AllowAll'),
  deny: policy('DenyAll'),
  broken: 'a: [',
  other: 'kind: Other',
  typed: preference({ credentialPluginPolicy: 5 }),
};

const credentials = 'Unable to connect to the server: getting credentials: ';

describe('kubectl and we let a plugin run alike:', () => {
  test.each([
    ['no policy', preference({}), 'login'],
    ['AllowAll', policy('AllowAll'), 'login'],
    ['its name', policy('Allowlist', 'login'), 'login'],
    ['its path', policy('Allowlist', 'HERE/login'), 'login'],
    ['its name for its path', policy('Allowlist', 'login'), './bin/login'],
    ['one of several documents', `kind: Other\n---\n${JSON.stringify(policy('AllowAll'))}`, 'login'],
    ['an old version', preference({}, 'v1alpha1'), 'login'],
  ])('%s', async (_, kuberc, command) => {
    expect(await both(kuberc, command)).toEqual({ code: 0, stderr: '' });
  });

  test.each([
    ['DenyAll', policy('DenyAll'), `${credentials}plugin "login" not allowed: policy set to "DenyAll"\n`],
    [
      'another name',
      policy('Allowlist', 'other'),
      `${credentials}plugin path "CWD/bin/login" is not permitted by the credential plugin allowlist\n`,
    ],
    [
      'another path of that name',
      policy('Allowlist', '/opt/login'),
      `${credentials}plugin path "CWD/bin/login" is not permitted by the credential plugin allowlist\n`,
    ],
    [
      'an unknown policy',
      policy('Deny'),
      'error occurred while applying preferences unknown plugin policy: "Deny"\n',
    ],
    [
      'no list',
      policy('Allowlist'),
      'error occurred while applying preferences credential plugin policy set to "Allowlist", but allowlist is unspecified\n',
    ],
    [
      'a list without that policy',
      policy('DenyAll', 'login'),
      'error occurred while applying preferences misconfigured credential plugin allowlist: plugin policy is "DenyAll" but allowlist is non-nil\n',
    ],
    [
      'an empty entry',
      policy('Allowlist', ''),
      'error occurred while applying preferences misconfigured credential plugin allowlist: empty allowlist entry #1\n',
    ],
    [
      'a path that is not plain',
      policy('Allowlist', '/a/../b'),
      'error occurred while applying preferences non-normalized file path: "/a/../b" vs "/b"\n',
    ],
  ])('not with %s', async (_, kuberc, line) => {
    expect(await both(kuberc, 'login')).toEqual({ code: 1, stderr: line });
  });

  test.each([{ KUBERC: 'off' }, { KUBECTL_KUBERC: 'false' }, { KUBECTL_KUBERC: 'FALSE' }])(
    'not asked with %o',
    async (env) => {
      expect(await both(policy('DenyAll'), 'login', env)).toEqual({ code: 0, stderr: '' });
    },
  );

  const denied = `${credentials}plugin "login" not allowed: policy set to "DenyAll"\n`;
  const useless = 'error occurred while applying preferences kuberc ';

  test.each([
    ['allow', {}, ''],
    ['deny', {}, denied],
    ['allow', { KUBERC: 'deny' }, ''],
    ['deny', { KUBERC: 'allow' }, denied],
    ['missing', {}, `${useless}error kuberc: open missing: no such file or directory\n`],
    ['off', {}, `${useless}error kuberc: open off: no such file or directory\n`],
    ['.', {}, `${useless}error kuberc: read .: is a directory\n`],
    ['', { KUBERC: 'allow' }, `${useless}file is not found\n`],
    [
      'broken',
      {},
      `${useless}error kuberc: no valid preferences found in broken, use --v=5 to see details\n`,
    ],
    ['other', {}, `${useless}error kuberc: no valid preferences found in other, use --v=5 to see details\n`],
    ['typed', {}, `${useless}error kuberc: no valid preferences found in typed, use --v=5 to see details\n`],
    [
      'deny',
      { KUBERC: 'off' },
      `${useless}error disabling kuberc via KUBERC=off and passing kuberc flag are mutually exclusive\n`,
    ],
  ])('--kuberc=%s with %o', async (path, env, stderr) => {
    const run = await both(policy('AllowAll'), 'login', env, [`--kuberc=${path}`]);
    expect(run).toEqual({ code: stderr === '' ? 0 : 1, stderr });
  });

  test('a file that $KUBERC names, and that is not there, matters without a plugin, too', async () => {
    const around = { cwd: '/', env: { KUBERC: 'missing' } };
    const { stderr } = await runTool(['describe', 'svc', 'web', '-s', 'http://127.0.0.1:1'], around);
    expect(stderr).toBe(`${useless}error kuberc: open missing: no such file or directory\n`);
  });

  test('where kuberc is switched off, there is no such flag', async () => {
    const around = { cwd: '/', env: { KUBECTL_KUBERC: 'false' } };
    const { stderr } = await runTool(['describe', 'svc', 'web', '--kuberc=x'], around);
    expect(stderr).toBe('error: unknown flag: --kuberc\n');
  });
});
