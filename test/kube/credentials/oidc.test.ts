import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { setAuthProviderConfig } from '../../../src/kube/kubeconfig/edit-kubeconfig.ts';
import { GO_YAML } from '../../../src/text/go-yaml.ts';
import { connectWith, directoryWith, errorLineOf, kubeconfig } from '../../support/connections.ts';
import { fakeIO } from '../../support/fake-io.ts';
import { ok, serve } from '../../support/servers/api-server.ts';
import { authority } from '../../support/servers/authority.ts';
import { EXPIRED, identityProvider, jwt } from '../../support/servers/identity-provider.ts';

const { server: pair, data } = authority();

/** A hand-written kubeconfig, with comments and formatting to keep. */
const written = (server: string, issuer: string) => `# mine, do not touch
apiVersion: v1
kind: Config
current-context: a
contexts:
- {name: a, context: {cluster: a, user: a}}
clusters:
- name: a
  cluster:
    server: ${server}
    certificate-authority-data: ${data}
users:
- name: other   # the same tokens
  user:
    auth-provider:
      name: oidc
      config: {id-token: ${EXPIRED}, refresh-token: refresh-0, idp-issuer-url: ${issuer}, client-id: kubectl}
- name: a
  user:
    auth-provider:
      config:
        client-id: kubectl
        client-secret: s/t
        id-token: ${EXPIRED}
        idp-certificate-authority-data: ${data}
        idp-issuer-url: ${issuer}
        refresh-token: 'refresh-0' # rotates
      name: oidc
`;

async function setUp() {
  const provider = await identityProvider(pair, { rotates: true });
  const server = await serve(ok, pair);
  const text = written(server.url, provider.issuer);
  const directory = directoryWith({ config: text, empty: '' });
  const path = join(directory, 'config');
  chmodSync(path, 0o600);
  return { provider, server, text, directory, path };
}

const fresh = (issuer: string) => jwt({ iss: issuer, aud: 'kubectl', sub: 'me', exp: 4e9 });

describe('what the provider gives is written back', () => {
  test('and nothing else is touched', async () => {
    const { provider, server, text, directory, path } = await setUp();
    const io = fakeIO({ env: { KUBECONFIG: 'missing:empty:config' }, cwd: directory });
    const connection = await connectWith({}, { kubeconfig: '' }, io);
    await connection.request('GET', '/x');
    await connection.request('GET', '/y');
    const own = text.lastIndexOf('- name: a');
    const expected = text
      .slice(own)
      .replace(EXPIRED, fresh(provider.issuer))
      .replace("'refresh-0'", '"refresh-1"');
    expect(readFileSync(path, 'utf8')).toBe(text.slice(0, own) + expected);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(directory).sort()).toEqual(['config', 'empty']);
    expect(provider.asked).toEqual([
      `Basic ${btoa('kubectl:s%2Ft')}`,
      'grant_type=refresh_token&refresh_token=refresh-0&client_id=kubectl',
    ]);
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual(
      Array(2).fill(`Bearer ${fresh(provider.issuer)}`),
    );
    expect(io.errors).toEqual([]);
  });

  test('to the next run it is as good as new', async () => {
    const { provider, path } = await setUp();
    for (let i = 0; i < 2; i++)
      await connectWith({}, { kubeconfig: path }).then(({ request }) => request('GET', '/x'));
    expect(provider.asked.length).toBe(2);
  });

  test('while another program writes it, one line says that it was not', async () => {
    const { server, text, path } = await setUp();
    writeFileSync(`${path}.lock`, '');
    const io = fakeIO();
    const connection = await connectWith({}, { kubeconfig: path }, io);
    expect((await connection.request('GET', '/x')).status).toBe(200);
    expect(server.requests.length).toBe(1);
    expect(io.errors.join('')).toBe(
      `Warning: could not persist new tokens; if kubectl is refused, log in again: open ${path}.lock: file exists\n`,
    );
    expect(readFileSync(path, 'utf8')).toBe(text);
  });
});

test('a provider that refuses is named, the token is not', async () => {
  const { issuer } = await identityProvider(pair);
  const { url } = await serve(ok, pair);
  const config = { 'idp-issuer-url': issuer, 'idp-certificate-authority-data': data, 'client-id': 'c' };
  const user = { 'auth-provider': { name: 'oidc', config: { ...config, 'refresh-token': 'spent-secret' } } };
  const { request } = await connectWith(
    kubeconfig({ server: url, 'certificate-authority-data': data }, user),
  );
  expect(await errorLineOf(request('GET', '/x'))).toBe(
    `Unable to connect to the server: failed to refresh token: ${issuer}/token answered 400`,
  );
});

describe('the text of a kubeconfig', () => {
  const user = (config: object) => ({
    users: [{ name: 'a', user: { 'auth-provider': { name: 'oidc', config } } }],
  });
  const block = (...lines: string[]) =>
    `users:\n- user:\n    auth-provider:\n      config:\n${lines.map((line) => `        ${line}\n`).join('')}      name: oidc\n  name: a\n`;

  test.each([
    ['plain', block('id-token: old', 'refresh-token: r'), block('id-token: new', 'refresh-token: r')],
    ['quoted', block("'id-token' : 'it''s'  # x"), block(`'id-token' : "new"  # x`)],
    [
      'a comment of the same words',
      block('# id-token: old', 'id-token: old'),
      block('# id-token: old', 'id-token: new'),
    ],
    ['absent', block('idp-issuer-url: i'), block('id-token: new', 'idp-issuer-url: i')],
    [
      'Windows line ends',
      block('id-token: old').replaceAll('\n', '\r\n'),
      block('id-token: new').replaceAll('\n', '\r\n'),
    ],
    ['JSON', JSON.stringify(user({ 'id-token': 'old' })), JSON.stringify(user({ 'id-token': 'new' }))],
    [
      'JSON, absent',
      JSON.stringify(user({ 'idp-issuer-url': 'i' })),
      JSON.stringify(user({ 'id-token': 'new', 'idp-issuer-url': 'i' }))
        .replace(':"new"', ': "new"')
        .replace(',"idp', ', "idp'),
    ],
  ])('%s', (_, text, expected) => {
    expect(setAuthProviderConfig(text, 'a', { 'id-token': 'new' })).toBe(expected);
  });

  test.each([
    ['a value of several lines', block('id-token: >-', '  old', '  er')],
    ['no settings', 'users:\n- name: a\n  user: {auth-provider: {name: oidc}}\n'],
    [
      'JSON without settings',
      JSON.stringify({ users: [{ name: 'a', user: { 'auth-provider': { name: 'oidc' } } }] }),
    ],
  ])('%s: written anew', (_, text) => {
    expect(load(setAuthProviderConfig(text, 'a', { 'id-token': 'new' }))).toEqual(
      user({ 'id-token': 'new' }),
    );
  });

  const config = (text: string) => `users:\n- name: a # me\n  user:\n    auth-provider:\n${text}`;

  test.each([
    [
      'a value of several lines',
      block('id-token: >-', '  old', '  er', 'client-id: k # kept'),
      block('id-token: "new"', 'client-id: k # kept'),
    ],
    [
      'no value',
      block('id-token:  # soon', "client-id: 'k'"),
      block('id-token: "new" # soon', "client-id: 'k'"),
    ],
    [
      'no settings',
      config('      name: oidc\n'),
      config('      name: oidc\n      config:\n        id-token: "new"\n'),
    ],
    [
      'an alias of a token',
      `x: &t old # kept\n${block('id-token: *t')}`,
      `x: &t old # kept\n${block('id-token: new')}`,
    ],
    [
      'an alias of the settings',
      `x: &c {id-token: old} # kept\n${config('      config: *c\n')}`,
      `x: &c {id-token: new} # kept\n${config('      config: *c\n')}`,
    ],
    [
      'settings that are merged',
      `x: &c {id-token: old} # kept\n${config('      config:\n        <<: *c\n')}`,
      `x: &c {id-token: old} # kept\n${config('      config:\n        <<: *c\n        id-token: "new"\n')}`,
    ],
    ['a key twice', block('id-token: a', 'id-token: b'), block('id-token: a', 'id-token: new')],
    [
      'a second document',
      `${block('id-token: old')}---\nother: document\n`,
      `${block('id-token: new')}---\nother: document\n`,
    ],
    ['a byte order mark', `\ufeff${block('id-token: old')}`, `\ufeff${block('id-token: new')}`],
  ])('%s: comments and all else stay', (_, text, expected) => {
    expect(setAuthProviderConfig(text, 'a', { 'id-token': 'new' })).toBe(expected);
  });

  test('a token that another user has as well stays theirs, and texts stay texts to Go', () => {
    const text = `no: "017"\nyes: no\n${block('id-token: &t old')}- {name: b, user: {token: *t}}\n`;
    expect(load(setAuthProviderConfig(text, 'a', { 'id-token': 'y' }), GO_YAML)).toEqual({
      false: '017',
      true: false,
      users: [...user({ 'id-token': 'y' }).users, { name: 'b', user: { token: 'old' } }],
    });
  });

  test('an error does not tell secrets', () => {
    const text = block('refresh-token: "hidden', 'x: [}');
    expect(() => setAuthProviderConfig(text, 'a', { 'id-token': 'x' })).toThrow(/^(?!.*hidden)/s);
  });

  test.each(['1', 'true', 'a: b', 'x # y', '"', '{', 'ü\u2028', '- a', '', 'no', '017'])(
    'a value such as %j',
    (value) => {
      const text = block('id-token: old', 'idp-issuer-url: i');
      expect(load(setAuthProviderConfig(text, 'a', { 'id-token': value }))).toEqual(
        user({ 'id-token': value, 'idp-issuer-url': 'i' }),
      );
    },
  );

  test('a user that is gone', () => {
    expect(() => setAuthProviderConfig('users: []', 'a', { 'id-token': 'x' })).toThrow('no longer');
  });
});
