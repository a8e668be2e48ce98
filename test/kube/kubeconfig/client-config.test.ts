import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { listPath, objectPath, RESOURCES } from '../../../src/cluster/resources.ts';
import { connectWith, errorLineOf, kubeconfig } from '../../support/connections.ts';
import { authority, clientData } from '../../support/servers/authority.ts';

const { issue, data } = authority();
const server = 'https://127.0.0.1:1';
const exec = { apiVersion: 'client.authentication.k8s.io/v1', command: 'x', interactiveMode: 'Never' };

const cut = (data = '') => Buffer.from(Buffer.from(data, 'base64').subarray(0, 200)).toString('base64');

describe('kubectl refuses', () => {
  test.each([
    [
      'groups without a user',
      {},
      { 'as-groups': ['g'] },
      'error: requesting uid, groups or user-extra for a without impersonating a user',
    ],
    [
      'two ways to log in',
      {},
      { token: 't', username: 'u' },
      'error: more than one authentication method found for a; found [token basicAuth], only one is allowed',
    ],
    [
      'a certificate without key',
      {},
      { 'client-certificate-data': 'eA==' },
      'error: client-key-data or client-key must be specified for a to use the clientCert authentication method.',
    ],
    [
      'a certificate file that is missing',
      {},
      { 'client-certificate': '/nope', 'client-key-data': 'eA==' },
      'error: unable to read client-cert /nope for a due to open /nope: no such file or directory',
    ],
    [
      'a CA file that is missing',
      { 'certificate-authority': '/nope' },
      {},
      'error: unable to read certificate-authority /nope for a due to open /nope: no such file or directory',
    ],
    [
      'CA twice',
      { 'certificate-authority': '/nope', 'certificate-authority-data': 'eA==' },
      {},
      'error: certificate-authority-data and certificate-authority are both specified for a. certificate-authority-data will override.',
    ],
    [
      'a proxy of another kind',
      { 'proxy-url': 'ftp://x' },
      {},
      `error: invalid 'proxy-url' "ftp://x" for cluster "a": unsupported scheme "ftp", must be http, https, or socks5`,
    ],
    [
      'a CA that is none',
      { 'certificate-authority-data': 'aGVsbG8=' },
      {},
      'error: unable to load root certificates: unable to parse bytes as PEM block',
    ],
    [
      'a CA that is not to be used',
      { 'certificate-authority-data': data, 'insecure-skip-tls-verify': true },
      {},
      'error: specifying a root certificates file with the insecure flag is not allowed',
    ],
    [
      'a certificate that is none',
      {},
      { 'client-certificate-data': 'aGVsbG8=', 'client-key-data': 'aGVsbG8=' },
      'error: tls: failed to find any PEM data in certificate input',
    ],
    [
      'a plugin without interactiveMode',
      {},
      { exec: { ...exec, interactiveMode: '' } },
      'error: interactiveMode must be specified for a to use exec authentication plugin',
    ],
    [
      'a plugin of an old version',
      {},
      { exec: { ...exec, apiVersion: 'client.authentication.k8s.io/v1alpha1' } },
      'error: exec plugin: invalid apiVersion "client.authentication.k8s.io/v1alpha1"',
    ],
    [
      'a provider that is unknown',
      {},
      { 'auth-provider': { name: 'x' } },
      'error: no Auth Provider found for name "x"',
    ],
    [
      'several',
      {},
      { exec: { ...exec, command: '', interactiveMode: 'Maybe' } },
      'Error in configuration: \n* command must be specified for a to use exec authentication plugin\n* invalid interactiveMode for a: "Maybe"',
    ],
  ])('%s', async (_, cluster, user, line) => {
    const attempt = connectWith(kubeconfig({ server, ...cluster }, user)).then((c) => c.request('GET', '/'));
    expect(await errorLineOf(attempt)).toBe(line);
  });

  test.each([
    ['PKCS #8', 'pkcs8'],
    ['the old form', 'sec1'],
  ] as const)('an encrypted key: %s', async (_, type) => {
    const pair = issue('locked');
    const locked = { format: 'pem', cipher: 'aes-128-cbc', passphrase: 'x' } as const;
    const key = createPrivateKey(readFileSync(pair.key)).export({ type, ...locked });
    const user = { ...clientData(pair), 'client-key-data': btoa(key.toString()) };
    const attempt = connectWith(kubeconfig({ server }, user)).then((c) => c.request('GET', '/'));
    expect(await errorLineOf(attempt)).toMatch(/^error: tls: encrypted private keys are not supported, /);
  });

  test.each([
    [
      "certificate and key in each other's place",
      (data: Record<string, string>) => ({
        'client-certificate-data': data['client-key-data'],
        'client-key-data': data['client-certificate-data'],
      }),
      'failed to find certificate PEM data in certificate input, but did find a private key; PEM inputs may have been switched',
    ],
    [
      'a certificate that is cut',
      (data: Record<string, string>) => ({
        ...data,
        'client-certificate-data': cut(data['client-certificate-data']),
      }),
      /^error: tls: [^:]+(: [a-z ]+)?$/,
    ],
  ])('%s', async (_, change, fault) => {
    const user = change(clientData(issue('one')));
    const line = await errorLineOf(
      connectWith(kubeconfig({ server }, user)).then((c) => c.request('GET', '/')),
    );
    if (typeof fault === 'string') expect(line).toBe(`error: tls: ${fault}`);
    else expect(line).toMatch(fault);
  });

  test('a key of another certificate', async () => {
    const user = {
      ...clientData(issue('one')),
      'client-key-data': clientData(issue('two'))['client-key-data'],
    };
    const attempt = connectWith(kubeconfig({ server }, user)).then((c) => c.request('GET', '/'));
    expect(await errorLineOf(attempt)).toBe('error: tls: private key does not match public key');
  });

  test.each([
    [{ asGroup: ['g'] }, 'error: requesting uid, groups or user-extra for a without impersonating a user'],
    [{ as: 'u', asUserExtra: ['x'] }, 'error: invalid --as-user-extra "x": must be KEY=VALUE'],
    [{ server: 'ftp://x' }, 'Unable to connect to the server: unsupported protocol scheme "ftp"'],
    [
      { server: 'https://127.0.0.1\n:6443' },
      'error: host must be a URL or a host:port pair: "https://127.0.0.1\\n:6443"',
    ],
    [{ server: 'a b' }, 'error: host must be a URL or a host:port pair: "a b"'],
    [
      { requestTimeout: 'abc' },
      'error: Invalid timeout value. Timeout must be a single integer in seconds, or an integer followed by a corresponding time unit (e.g. 1s | 2m | 3h)',
    ],
  ])('%o', async (flags, line) => {
    expect(await errorLineOf(connectWith(kubeconfig({ server }), flags))).toBe(line);
  });
});

test.each([
  ['..', `may not be '..'`],
  ['.', `may not be '.'`],
  ['a/b', `may not contain '/'`],
  ['%2e%2e', `may not contain '%'`],
])('the namespace %s leads elsewhere', (namespace, fault) => {
  const line = `error: invalid namespace ${JSON.stringify(namespace)}: [${fault}]`;
  expect(() => listPath(RESOURCES.Service, namespace)).toThrow(
    expect.objectContaining({ fullMessage: line }),
  );
  expect(() => objectPath(RESOURCES.Node, null, namespace)).toThrow(
    expect.objectContaining({ fullMessage: line.replace('namespace', 'resource name') }),
  );
});
