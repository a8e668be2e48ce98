/** No output shows a secret, at any verbosity and after any failure. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { describe, expect, test } from 'vitest';
import { directoryWith, kubeconfig } from '../support/connections.ts';
import { startTool, waitForExit } from '../support/programs.ts';
import { listen, ok, serve, status, text } from '../support/servers/api-server.ts';
import { authority, clientData } from '../support/servers/authority.ts';
import { EXPIRED, identityProvider } from '../support/servers/identity-provider.ts';
import { httpProxy } from '../support/servers/proxies.ts';

const { server: pair, data, issue } = authority();
const v1 = 'client.authentication.k8s.io/v1';
const alice = issue('alice');
const keyLine = readFileSync(alice.key, 'utf8').split('\n')[1] ?? '';

/** All contain the word `secret`, except the private key, whose text is known. */
const users: Record<string, object> = {
  token: { token: 'secret-token' },
  'token of two lines': { token: 'secret\ntoken' },
  basic: { username: 'me', password: 'secret-password' },
  'token file': { tokenFile: 'token' },
  'client certificate': clientData(alice),
  plugin: {
    exec: exec(JSON.stringify({ kind: 'ExecCredential', apiVersion: v1, status: { token: 'secret' } })),
  },
  'plugin that says nonsense': { exec: exec('secret nonsense') },
  'plugin of another version': { exec: exec(JSON.stringify({ kind: 'x', status: { token: 'secret' } })) },
};

function exec(output: string): object {
  const env = [{ name: 'SECRET', value: 'secret-variable' }];
  return { apiVersion: v1, command: '/bin/echo', args: [output], env, interactiveMode: 'Never' };
}

const answers = {
  'all is well': ok,
  '401': status(401, { reason: 'Unauthorized', message: 'Unauthorized' }),
  '500': text(500, 'broken'),
  'no JSON': text(200, 'hello'),
  'a redirect': text(200, ''),
};
answers['a redirect'] = (_, response) =>
  void response.writeHead(302, { location: 'https://me:secret@login.example/?code=secret' }).end();

async function shown(cluster: object, user: object, args: readonly string[] = []): Promise<string> {
  const files = { config: kubeconfig(cluster, user), token: 'secret-from-file' };
  const cwd = directoryWith(files);
  const env = { HOME: cwd, KUBECONFIG: 'config', PATH: '/usr/bin:/bin' };
  const { stdout, stderr } = await waitForExit(
    startTool(['describe', 'svc', 'web', '-v', '9', ...args], { cwd, env }),
  );
  return stdout + stderr;
}

function expectNoSecret(output: string): void {
  expect(output).not.toBe('');
  expect(output).not.toMatch(/secret|c2Vjcm/i);
  expect(output).not.toContain(keyLine);
}

describe('as', { timeout: 30_000 }, () => {
  test.each(Object.entries(users))('%s', async (_, user) => {
    for (const answer of Object.values(answers)) {
      const { url } = await serve(answer, pair);
      expectNoSecret(await shown({ server: url, 'certificate-authority-data': data }, user));
    }
    expectNoSecret(await shown({ server: 'https://127.0.0.1:1' }, user));
    const { url } = await serve(ok, pair);
    expectNoSecret(await shown({ server: url }, user));
  });

  test('--token', async () => {
    const { url } = await serve(answers['500'], pair);
    const cluster = { server: url, 'certificate-authority-data': data };
    expectNoSecret(await shown(cluster, {}, ['--token=secret-flag']));
  });

  test.each([false, true])('oidc, which is refused: %s', async (refused) => {
    const { issuer } = await identityProvider(pair);
    const { url } = await serve(ok, pair);
    const config = {
      'id-token': EXPIRED,
      'refresh-token': refused ? 'secret-refresh' : 'refresh-0',
      'client-secret': 'secret-client',
      'client-id': 'c',
      'idp-issuer-url': issuer,
      'idp-certificate-authority-data': data,
    };
    const user = { 'auth-provider': { name: 'oidc', config } };
    const output = await shown({ server: url, 'certificate-authority-data': data }, user);
    expectNoSecret(output);
    expect(output).not.toContain('eyJ');
    expect(output).not.toContain('refresh-0');
  });
});

describe('a proxy with a password', { timeout: 30_000 }, () => {
  const cluster = (proxy: string, server = 'https://k.example') => ({
    server,
    'certificate-authority-data': data,
    'proxy-url': proxy,
  });

  test.each(['http', 'https', 'socks5'])('%s, that is not there, or nonsense', async (scheme) => {
    const { port } = await listen(createServer((socket) => socket.end('nonsense\r\n\r\n')));
    for (const at of ['127.0.0.1:1', `127.0.0.1:${port}`, 'nosuchhost.invalid'])
      expectNoSecret(await shown(cluster(`${scheme}://me:secret@${at}`), { token: 'secret' }));
  });

  test('that works', async () => {
    const { port } = await serve(ok);
    const proxy = (await httpProxy(port, [])).replace('user:pass', 'me:secret');
    expectNoSecret(await shown(cluster(proxy, 'http://k.example'), { token: 'secret' }));
  });

  test.each(['ftp://me:secret@x', 'http://me:secret@x:y'])('that kubectl refuses: %s', async (proxy) => {
    expectNoSecret(await shown(cluster(proxy), { token: 'secret' }));
  });
});

test('a password in the address of the server', async () => {
  expectNoSecret(await shown({ server: 'https://me:secret@127.0.0.1:1/?token=secret' }, {}));
  expectNoSecret(await shown({ server: 'https://me:secret@x:y' }, {}));
});

test('a broken kubeconfig is not quoted', async () => {
  const cwd = directoryWith({ config: 'users:\n- name: a\n  user: {token: secret-token\n  x: [' });
  const env = { HOME: cwd, KUBECONFIG: 'config' };
  const { stderr } = await waitForExit(startTool(['describe', 'svc', 'web', '-v=9'], { cwd, env }));
  expectNoSecret(stderr);
});
