import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { connectWith, directoryWith, errorLineOf, kubeconfig } from '../../support/connections.ts';
import { fakeIO } from '../../support/fake-io.ts';
import { ok, serve, status } from '../../support/servers/api-server.ts';
import { authority } from '../../support/servers/authority.ts';

const { server: pair, data, issue } = authority();
const v1 = 'client.authentication.k8s.io/v1';

/** A credential plugin that records its runs and its input, and prints a given output. */
const script = (body: string) => `#!/bin/sh
echo run >> "$(dirname "$0")/runs"
printf %s "$KUBERNETES_EXEC_INFO" > "$(dirname "$0")/info"
${body}`;
const printing = (result: object | string, apiVersion = v1) =>
  script(`cat <<'END'
${JSON.stringify({ kind: 'ExecCredential', apiVersion, ...(typeof result === 'string' ? { status: { token: result } } : result) })}
END`);

interface Setup {
  exec?: object;
  answer?: typeof ok;
  cluster?: object;
}

async function setUp(plugin: string, { exec = {}, answer = ok, cluster = {} }: Setup = {}) {
  const { url, requests } = await serve(answer, pair, { requestCert: true, rejectUnauthorized: false });
  const directory = directoryWith({ plugin });
  const command = join(directory, 'plugin');
  const config = kubeconfig(
    { server: url, 'certificate-authority-data': data, ...cluster },
    { exec: { apiVersion: v1, command, interactiveMode: 'Never', ...exec } },
  );
  const io = fakeIO({ env: { PATH: '/usr/bin:/bin' } });
  return { url, requests, directory, io, connection: () => connectWith(config, {}, io) };
}

const runs = (directory: string) => readFileSync(join(directory, 'runs'), 'utf8').trim().split('\n').length;

test('a token, from one run for requests at the same time', async () => {
  const { connection, requests, directory } = await setUp(printing('t'));
  const { request } = await connection();
  expect(existsSync(join(directory, 'runs'))).toBe(false);
  await Promise.all([request('GET', '/1'), request('GET', '/2'), request('GET', '/3')]);
  await request('GET', '/4');
  expect(requests.map(({ headers }) => headers.authorization)).toEqual(Array(4).fill('Bearer t'));
  expect(runs(directory)).toBe(1);
});

test('v1beta1 needs no interactiveMode', async () => {
  const apiVersion = 'client.authentication.k8s.io/v1beta1';
  const { connection } = await setUp(printing('t', apiVersion), {
    exec: { apiVersion, interactiveMode: undefined },
  });
  expect((await (await connection()).request('GET', '/x')).status).toBe(200);
});

test('a client certificate', async () => {
  const client = issue('plugin');
  const [clientCertificateData, clientKeyData] = [client.certificate, client.key].map((file) =>
    readFileSync(file, 'utf8'),
  );
  const { connection, requests } = await setUp(
    printing({ status: { clientCertificateData, clientKeyData } }),
  );
  await (await connection()).request('GET', '/x');
  const socket = requests[0]?.socket as import('node:tls').TLSSocket;
  expect(socket.getPeerCertificate().subject.CN).toBe('plugin');
});

test('runs again when what it gave has expired', async () => {
  const expirationTimestamp = new Date(Date.now() - 1000).toISOString();
  const { connection, directory } = await setUp(printing({ status: { token: 't', expirationTimestamp } }));
  const { request } = await connection();
  await request('GET', '/1');
  await request('GET', '/2');
  expect(runs(directory)).toBe(2);
});

test('runs again once when what it gave is refused', async () => {
  const refuse = status(401, { reason: 'Unauthorized', message: 'Unauthorized' });
  const { connection, requests, directory } = await setUp(printing('t'), { answer: refuse });
  expect(await errorLineOf((await connection()).request('GET', '/x'))).toBe(
    'error: You must be logged in to the server (Unauthorized)',
  );
  expect([requests.length, runs(directory)]).toEqual([2, 2]);
});

describe('what it is told', () => {
  const info = (directory: string) => JSON.parse(readFileSync(join(directory, 'info'), 'utf8'));

  test('without the cluster', async () => {
    const { connection, directory } = await setUp(printing('t'));
    await (await connection()).request('GET', '/x');
    expect(info(directory)).toEqual({ kind: 'ExecCredential', apiVersion: v1, spec: { interactive: false } });
  });

  test.each([
    ['Never', true, false],
    ['IfAvailable', true, true],
    ['IfAvailable', false, false],
    ['Always', true, true],
  ])('%s, with a terminal: %s, it may ask: %s', async (interactiveMode, isTTY, interactive) => {
    const { connection, directory, io } = await setUp(printing('t'), { exec: { interactiveMode } });
    Object.assign(io.stdin, { isTTY });
    await (await connection()).request('GET', '/x');
    expect(info(directory).spec).toEqual({ interactive });
  });

  test('with the cluster, its CA and its extension', async () => {
    const extensions = [{ name: 'client.authentication.k8s.io/exec', extension: { audience: 'x' } }];
    const setup = { exec: { provideClusterInfo: true }, cluster: { extensions } };
    const { connection, directory, url } = await setUp(printing('t'), setup);
    await (await connection()).request('GET', '/x');
    const cluster = { server: url, 'certificate-authority-data': data, config: { audience: 'x' } };
    expect(info(directory).spec).toEqual({ cluster, interactive: false });
  });

  test('its own variables and arguments; its stderr is shown', async () => {
    const plugin = script('echo "go to https://login.example $1 $VARIABLE" >&2; exit 3');
    const exec = { args: ['one'], env: [{ name: 'VARIABLE', value: 'two' }] };
    const { connection, io, directory } = await setUp(plugin, { exec });
    expect(await errorLineOf((await connection()).request('GET', '/x'))).toBe(
      `Unable to connect to the server: getting credentials: exec: executable ${directory}/plugin failed with exit code 3`,
    );
    expect(io.errors.join('')).toBe('go to https://login.example one two\n');
  });
});

describe('what goes wrong', () => {
  const failure = async (plugin: string, exec: object = {}) => {
    const { connection } = await setUp(plugin, { exec });
    const line = await errorLineOf((await connection()).request('GET', '/x'));
    return line.replace('Unable to connect to the server: getting credentials: ', '');
  };

  test.each([
    [
      'a token that is no text',
      printing({ status: { token: 7 } }),
      'decoding stdout: token in the status of its ExecCredential is not a string',
    ],
    [
      'a time that is none',
      printing({ status: { token: 't', expirationTimestamp: 'soon' } }),
      'decoding stdout: expirationTimestamp in the status of its ExecCredential is not a time',
    ],
    ['no JSON', script('echo hello secret'), 'decoding stdout: it is not an ExecCredential in JSON'],
    [
      'another version',
      printing('t', 'client.authentication.k8s.io/v1beta1'),
      `exec plugin is configured to use API version ${v1}, plugin returned version client.authentication.k8s.io/v1beta1`,
    ],
    ['no status', printing({}), "exec plugin didn't return a status field"],
    ['an empty status', printing({ status: {} }), "exec plugin didn't return a token or cert/key pair"],
    [
      'no key',
      printing({ status: { clientCertificateData: 'x' } }),
      'exec plugin returned only certificate or key, not both',
    ],
  ])('%s', async (_, plugin, line) => {
    expect(await failure(plugin)).toBe(line);
  });

  test('it does not stop', { timeout: 15_000 }, async () => {
    expect(await failure(script('exec yes secret'))).toBe(
      'decoding stdout: it is not an ExecCredential in JSON',
    );
  });

  test('it needs a terminal', async () => {
    expect(await failure(printing('t'), { interactiveMode: 'Always' })).toBe(
      'exec plugin cannot support interactive mode: standard input is not a terminal',
    );
  });

  test('it is not installed', async () => {
    const line = await failure('', { command: 'nope-login', installHint: 'Get it at https://get.example' });
    expect(line).toMatch(/^exec: executable nope-login not found. It looks like /);
    expect(line).toMatch(/ Get it at https:\/\/get.example$/);
  });

  test('its path does not exist', async () => {
    expect(await failure('', { command: '/nope/login' })).toBe(
      'exec: fork/exec /nope/login: no such file or directory',
    );
  });
});

test('a relative path is that of the kubeconfig', async () => {
  const { url } = await serve(ok, pair);
  const user = { exec: { apiVersion: v1, command: './plugin', interactiveMode: 'Never' } };
  const config = kubeconfig({ server: url, 'certificate-authority-data': data }, user);
  const directory = directoryWith({ plugin: printing('t'), config });
  const io = fakeIO({ env: { PATH: '/usr/bin:/bin' } });
  const connection = await connectWith({}, { kubeconfig: join(directory, 'config') }, io);
  expect((await connection.request('GET', '/x')).status).toBe(200);
});
