/** Kubeconfigs and flags that kubectl accepts. */
import { type Authority, clientData } from '../servers/authority.ts';
import { type Case, exec, noData, plugin, read, v1, v1beta1 } from './case.ts';

const unexpired = `e30.${Buffer.from(JSON.stringify({ exp: 4e9 })).toString('base64url')}.eA`;
const list = (...files: string[]) => ({ KUBECONFIG: files.join(':') });

/** A credential plugin that returns the output of a command as token. */
const echo = (command: string) =>
  `#!/bin/sh\necho '{"kind":"ExecCredential","apiVersion":"${v1}","status":{"token":"'$(${command})'"}}'\n`;

export function accepted({
  data,
  issue,
  ca,
  server: { certificate: leaf },
}: Authority): Record<string, Case | ((url: string) => Case)> {
  const alice = issue('alice');
  const bob = issue('bob');
  const rsa = issue('rsa', [], { algorithm: 'rsa' });
  const cluster = (name: string, server: string) => ({
    name,
    cluster: { server, 'certificate-authority-data': data },
  });
  const user = (name: string, token = `t-${name}`) => ({ name, user: { token } });
  /** A kubeconfig with a context, a cluster and a user of one name. */
  const entry = (name: string, server: string, more: object = {}) => ({
    'current-context': name,
    contexts: [{ name, context: { cluster: name, user: name } }],
    clusters: [cluster(name, server)],
    users: [user(name)],
    ...more,
  });
  return {
    'a token': { user: { token: 't' } },
    'a token with white space around it': { user: { token: ' t ' } },
    basic: { user: { username: 'ü', password: 'p:q' } },
    'a user without password': { user: { username: 'u' } },
    'a token file': { files: { 'token.txt': 'from-file\n' }, user: { tokenFile: 'token.txt' } },
    'a token and a token file': { files: { token: 'from-file' }, user: { token: 't', tokenFile: 'token' } },
    '--token over a token file': {
      files: { token: 'f' },
      user: { tokenFile: 'token' },
      flags: ['--token=x'],
    },
    '--token over a token': { user: { token: 't' }, flags: ['--token', 'x'] },
    '--token over a plugin': { user: { exec: exec('nope') }, flags: ['--token', 'x'] },
    '--token and a client certificate': { user: clientData(alice), flags: ['--token', 'x'] },
    'a certificate in data': { user: clientData(alice) },
    'an RSA certificate': { user: clientData(rsa) },
    'certificate files': {
      files: { 'alice.crt': read(alice.certificate), 'alice.key': read(alice.key) },
      user: { 'client-certificate': 'alice.crt', 'client-key': 'alice.key' },
    },
    'a certificate by flags over data': {
      feature: '--client-certificate over client-certificate-data',
      files: { 'alice.crt': read(alice.certificate), 'alice.key': read(alice.key) },
      user: clientData(bob),
      flags: ['--client-certificate=alice.crt', '--client-key=alice.key'],
    },
    'a certificate by flags over files of another directory': {
      files: { 'alice.crt': read(alice.certificate), 'alice.key': read(alice.key) },
      user: { 'client-certificate': bob.certificate, 'client-key': bob.key },
      flags: ['--client-certificate=alice.crt', '--client-key=alice.key'],
    },
    'a certificate and a token': { user: { ...clientData(alice), token: 't' } },
    'a CA file': {
      files: { 'ca.crt': read(ca.certificate) },
      cluster: { ...noData, 'certificate-authority': 'ca.crt' },
      user: { token: 't' },
    },
    'a CA bundle': {
      files: { 'bundle.crt': `# two\n${read(bob.certificate)}\n${read(ca.certificate)}` },
      cluster: { ...noData, 'certificate-authority': 'bundle.crt' },
      user: { token: 't' },
    },
    '--certificate-authority': {
      files: { 'ca.crt': read(ca.certificate) },
      cluster: noData,
      user: { token: 't' },
      flags: ['--certificate-authority=ca.crt'],
    },
    '--insecure-skip-tls-verify': { flags: ['--insecure-skip-tls-verify'], user: { token: 't' } },
    'insecure-skip-tls-verify': {
      cluster: { ...noData, 'insecure-skip-tls-verify': true },
      user: { token: 't' },
    },
    'tls-server-name': { cluster: { 'tls-server-name': 'k.example' }, user: { token: 't' } },
    '--tls-server-name': { flags: ['--tls-server-name=k.example'], user: { token: 't' } },
    '--server clears tls-server-name': (url) => ({
      cluster: { server: 'https://127.0.0.1:1', 'tls-server-name': 'other.example' },
      flags: ['--server', url],
      user: { token: 't' },
    }),
    'a path in the server': (url) => ({ cluster: { server: `${url}/base/` }, user: { token: 't' } }),
    'as, uid, groups, extra': {
      user: {
        token: 't',
        as: 'me',
        'as-uid': '7',
        'as-groups': ['a', 'b'],
        'as-user-extra': { 'A b/%c': ['1', '2'], é: ['x'] },
      },
    },
    '--as over as': { user: { token: 't', as: 'me', 'as-groups': ['a'] }, flags: ['--as', 'you'] },
    '--as-group over as-groups': {
      user: { token: 't', as: 'me', 'as-groups': ['a'] },
      flags: ['--as-group=c', '--as-group=d', '--as-uid=9'],
    },
    '--as-user-extra over as-user-extra': {
      feature: '--as-user-extra',
      user: { token: 't', as: 'me', 'as-user-extra': { k: ['1'], l: ['2'] } },
      flags: ['--as-user-extra=k=v=w', '--as-user-extra=k=z'],
    },
    'names beyond ASCII': { user: { token: 'tökén✓', as: 'jürgen', 'as-groups': ['日本'] } },
    'a token beside a token file that is missing': { user: { token: 't', tokenFile: 'nope' } },
    'keys that are null': {
      user: { token: 't', exec: null, 'as-groups': null },
      cluster: { extensions: null },
    },
    "the server's own certificate as CA": {
      files: { 'leaf.crt': read(leaf) },
      cluster: { ...noData, 'certificate-authority': 'leaf.crt' },
      user: { token: 't' },
    },
    'a plugin that does not say what it prints': {
      files: { plugin: `#!/bin/sh\necho '{"apiVersion":"${v1}","status":{"token":"t"}}'\n` },
      user: { exec: exec('./plugin') },
    },
    'as with a client certificate': { user: { ...clientData(alice), as: 'me' } },
    'a plugin: v1, token': { files: { plugin: plugin({ token: 'p' }) }, user: { exec: exec('./plugin') } },
    'a plugin: v1beta1, token': {
      files: { plugin: plugin({ token: 'p' }, v1beta1) },
      user: { exec: { apiVersion: v1beta1, command: './plugin' } },
    },
    'a plugin: certificate': {
      files: {
        plugin: plugin({ clientCertificateData: read(alice.certificate), clientKeyData: read(alice.key) }),
      },
      user: { exec: exec('./plugin') },
    },
    'a plugin: arguments and variables': {
      files: {
        plugin:
          '#!/bin/sh\necho \'{"kind":"ExecCredential","apiVersion":"\'$1\'","status":{"token":"\'$WORD-$HOME_WORD\'"}}\'',
      },
      env: { HOME_WORD: 'outer', WORD: 'hidden' },
      user: { exec: { ...exec('./plugin'), args: [v1], env: [{ name: 'WORD', value: 'inner' }] } },
    },
    'a plugin that is told of the cluster': {
      files: { plugin: echo('printf %s "$KUBERNETES_EXEC_INFO" | tr -d "\\n" | base64 | tr -d "\\n"') },
      cluster: { extensions: [{ name: 'client.authentication.k8s.io/exec', extension: { audience: 'x' } }] },
      user: { exec: { ...exec('./plugin'), provideClusterInfo: true } },
    },
    'a plugin that is not told of it': {
      files: { plugin: echo('printf %s "$KUBERNETES_EXEC_INFO" | tr -d "\\n" | base64 | tr -d "\\n"') },
      user: { exec: { ...exec('./plugin'), interactiveMode: 'IfAvailable' } },
    },
    'a plugin beside a token': { user: { token: 't', exec: exec('nope') } },
    'a plugin beside a certificate': { user: { ...clientData(alice), exec: exec('nope') } },
    'a plugin beside basic': { user: { username: 'u', password: 'p', exec: exec('nope') } },
    'an oidc id-token': {
      user: {
        'auth-provider': {
          name: 'oidc',
          config: { 'id-token': unexpired, 'idp-issuer-url': 'https://127.0.0.1:1', 'client-id': 'c' },
        },
      },
    },
    'a context without user': { context: { user: '' }, flags: ['--token=x'] },
    'a context of a user that is none': { context: { user: 'nobody' }, flags: ['--token=x'] },
    '--user': (url) => ({
      files: { config: { ...entry('a', url), users: [user('a'), user('b')] } },
      flags: ['--user=b'],
    }),
    '--cluster': (url) => ({
      files: {
        config: {
          ...entry('a', 'https://127.0.0.1:1'),
          clusters: [cluster('a', 'https://127.0.0.1:1'), cluster('b', url)],
        },
      },
      flags: ['--cluster=b'],
    }),
    '--context': (url) => ({
      files: {
        config: {
          ...entry('a', url),
          users: [user('a'), user('b')],
          contexts: [
            { name: 'a', context: { cluster: 'a', user: 'a' } },
            { name: 'b', context: { cluster: 'a', user: 'b', namespace: 'of-b' } },
          ],
        },
      },
      flags: ['--context=b'],
    }),
    'the namespace of the context': { context: { namespace: 'ns' }, user: { token: 't' } },
    '-n over it': { context: { namespace: 'ns' }, user: { token: 't' }, flags: ['-n', 'other'] },
    'KUBECONFIG: a missing file': (url) => ({ files: { a: entry('a', url) }, env: list('missing', 'a') }),
    'KUBECONFIG: the first entry of a name': (url) => ({
      files: { a: entry('a', url), b: entry('a', 'https://127.0.0.1:1', { users: [user('a', 'other')] }) },
      env: list('a', 'b'),
    }),
    'KUBECONFIG: the first current-context': (url) => ({
      files: { a: entry('a', url), c: entry('c', url) },
      env: list('a', 'c'),
    }),
    'KUBECONFIG: the first that has a current-context': (url) => ({
      files: { a: entry('a', url, { 'current-context': '' }), c: entry('c', url) },
      env: list('a', 'c'),
    }),
    'KUBECONFIG: entries of one context in several files': (url) => ({
      files: {
        a: { 'current-context': 'x', contexts: [{ name: 'x', context: { cluster: 'y', user: 'z' } }] },
        y: { clusters: [cluster('y', url)] },
        z: { users: [user('z')] },
      },
      env: list('a', 'y', 'z'),
    }),
    'KUBECONFIG: an empty file': (url) => ({ files: { e: '', a: entry('a', url) }, env: list('e', 'a') }),
    'KUBECONFIG: an empty entry': (url) => ({ files: { a: entry('a', url) }, env: list('', 'a', '') }),
    '--kubeconfig over KUBECONFIG': (url) => ({
      files: { a: entry('a', 'https://127.0.0.1:1'), c: entry('c', url) },
      env: list('a'),
      flags: ['--kubeconfig=c'],
    }),
    'else HOME': (url) => ({ files: { '.kube/config': entry('home', url) }, env: { KUBECONFIG: '' } }),
    'a plain server gets nothing secret': { plain: true, user: { token: 't', as: 'me' } },
    'a plain server without scheme': (url) => ({
      plain: true,
      cluster: { server: url.replace('http://', '') },
      user: { token: 't', as: 'me' },
    }),
    '--server without any file': (url) => ({
      files: {},
      env: { KUBECONFIG: 'missing' },
      flags: ['-s', url, '--certificate-authority', ca.certificate, '--token=x'],
    }),
  };
}
