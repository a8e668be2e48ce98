import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { describe, expect, test } from 'vitest';
import { connectWith, directoryWith, kubeconfig } from '../../support/connections.ts';
import { fakeIO } from '../../support/fake-io.ts';
import { ok, serve, status } from '../../support/servers/api-server.ts';
import { authority, clientData } from '../../support/servers/authority.ts';

const { server: pair, data, issue, directory, ca } = authority();
const secure = async (answer = ok) => {
  const server = await serve(answer, pair, { requestCert: true, rejectUnauthorized: false });
  return { ...server, cluster: { server: server.url, 'certificate-authority-data': data } };
};

describe('Authorization', () => {
  const files = { 'token.txt': 'from-file\n' };

  test.each([
    ['nobody', {}, {}, undefined],
    ['token', { token: 't' }, {}, 'Bearer t'],
    ['basic', { username: 'u', password: 'p' }, {}, `Basic ${btoa('u:p')}`],
    ['tokenFile, trimmed', { token: 't', tokenFile: 'token.txt' }, {}, 'Bearer from-file'],
    ['tokenFile over --token', { tokenFile: 'token.txt' }, { token: 'flag' }, 'Bearer from-file'],
    [
      '--token over a plugin',
      { exec: { apiVersion: 'client.authentication.k8s.io/v1', command: 'false', interactiveMode: 'Never' } },
      { token: 'flag' },
      'Bearer flag',
    ],
  ])('%s', async (_, user, flags, header) => {
    const { cluster, requests } = await secure();
    const home = directoryWith({ ...files, config: kubeconfig(cluster, user) });
    await connectWith({}, { ...flags, kubeconfig: join(home, 'config') }).then((c) => c.request('GET', '/x'));
    expect(requests[0]?.headers.authorization).toBe(header);
  });

  test('is not sent over plain HTTP', async () => {
    const { url, requests } = await serve(ok);
    const connection = await connectWith(kubeconfig({ server: url }, { token: 't', as: 'me' }));
    await connection.request('GET', '/x');
    expect(requests[0]?.headers.authorization).toBeUndefined();
    expect(requests[0]?.headers['impersonate-user']).toBe('me');
  });

  test('a new token in the file is sent at once after the old one is refused', async () => {
    const home = directoryWith({ token: 'old' });
    const { cluster, requests } = await secure((request, response) => {
      if (request.headers.authorization === 'Bearer new') return ok(request, response);
      writeFileSync(join(home, 'token'), 'new');
      status(401, { reason: 'Unauthorized', message: 'Unauthorized' })(request, response);
    });
    const connection = await connectWith(kubeconfig(cluster, { tokenFile: join(home, 'token') }));
    expect((await connection.request('GET', '/x')).status).toBe(200);
    expect(requests.map(({ headers }) => headers.authorization)).toEqual(['Bearer old', 'Bearer new']);
  });
});

describe('client certificates', () => {
  const commonName = (socket: unknown) => (socket as TLSSocket).getPeerCertificate().subject?.CN;
  const alice = issue('alice');

  test.each([
    ['data', clientData(alice), {}, 'alice'],
    ['relative files', { 'client-certificate': 'alice.crt', 'client-key': 'alice.key' }, {}, 'alice'],
    [
      'flags',
      clientData(issue('bob')),
      { clientCertificate: alice.certificate, clientKey: alice.key },
      'alice',
    ],
  ])('from %s', async (_, user, flags, name) => {
    const { cluster, requests } = await secure();
    writeFileSync(join(directory, 'config'), JSON.stringify(kubeconfig(cluster, user)));
    const connection = await connectWith({}, { ...flags, kubeconfig: join(directory, 'config') });
    await connection.request('GET', '/x');
    expect(commonName(requests[0]?.socket)).toBe(name);
  });
});

describe('verification', () => {
  const withoutUser = (cluster: object) => ({
    ...kubeconfig(cluster),
    contexts: [{ name: 'a', context: { cluster: 'a' } }],
  });

  test('a context without user still has the CA', async () => {
    const { cluster } = await secure();
    const connection = await connectWith(withoutUser(cluster));
    expect((await connection.request('GET', '/x')).status).toBe(200);
  });

  test.each([
    [
      '--insecure-skip-tls-verify drops the CA',
      issue('stranger').certificate,
      {},
      { insecureSkipTlsVerify: true },
    ],
    [
      '--certificate-authority replaces the data',
      '/nope',
      { 'insecure-skip-tls-verify': true },
      { certificateAuthority: ca.certificate },
    ],
    ['--tls-server-name', ca.certificate, {}, { tlsServerName: '127.0.0.1' }],
    ['--server clears tls-server-name', ca.certificate, { 'tls-server-name': 'other.example' }, {}],
  ])('%s', async (_, file, more, flags) => {
    const { url } = await secure();
    const config = kubeconfig({ server: 'https://127.0.0.1:1', 'certificate-authority': file, ...more });
    const connection = await connectWith(config, { server: url, ...flags });
    expect((await connection.request('GET', '/x')).status).toBe(200);
  });
});

test('impersonation: all of it, groups a line each', async () => {
  const { cluster, requests } = await secure();
  const user = {
    as: 'me',
    'as-uid': '7',
    'as-groups': ['a', 'b'],
    'as-user-extra': { 'A b/%c': ['1', '2'] },
  };
  const connection = await connectWith(kubeconfig(cluster, user));
  await connection.request('GET', '/x');
  const flags = { as: 'you', asGroup: ['c'], asUserExtra: ['k=v=w'] };
  await connectWith(kubeconfig(cluster, user), flags).then((c) => c.request('GET', '/x'));
  const sent = requests.map(({ headersDistinct }) =>
    Object.fromEntries(Object.entries(headersDistinct).filter(([name]) => name.startsWith('impersonate-'))),
  );
  expect(sent).toEqual([
    {
      'impersonate-user': ['me'],
      'impersonate-uid': ['7'],
      'impersonate-group': ['a', 'b'],
      'impersonate-extra-a%20b%2f%25c': ['1', '2'],
    },
    {
      'impersonate-user': ['you'],
      'impersonate-uid': ['7'],
      'impersonate-group': ['c'],
      'impersonate-extra-a%20b%2f%25c': ['1', '2'],
      'impersonate-extra-k': ['v=w'],
    },
  ]);
});

test('an oidc id-token that has not expired is used, an expired one is not', async () => {
  const { cluster, requests } = await secure();
  const jwt = (exp: number) => `e30.${Buffer.from(JSON.stringify({ exp })).toString('base64url')}.x`;
  const request = (token: string) => {
    const provider = {
      name: 'oidc',
      config: { 'id-token': token, 'idp-issuer-url': 'https://127.0.0.1:1', 'client-id': 'c' },
    };
    return connectWith(kubeconfig(cluster, { 'auth-provider': provider }), {}, fakeIO()).then((c) =>
      c.request('GET', '/x'),
    );
  };
  const valid = jwt(Date.now() / 1000 + 60);
  await request(valid);
  expect(requests[0]?.headers.authorization).toBe(`Bearer ${valid}`);
  await expect(request(jwt(1))).rejects.toThrow(
    'Unable to connect to the server: No valid id-token, and cannot refresh without refresh-token',
  );
});
