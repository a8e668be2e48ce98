/** Kubeconfigs and flags that kubectl refuses. */
import { type Authority, clientData } from '../servers/authority.ts';
import { type Case, exec, noData, plugin, read, v1, v1beta1 } from './case.ts';

export function refused({ issue, ca }: Authority): Record<string, Case> {
  const one = clientData(issue('one'));
  const two = clientData(issue('two'));
  return {
    'a context that is none': { flags: ['--context=nope'] },
    'a cluster that is none': { flags: ['--cluster=nope'] },
    'a user that is none': { flags: ['--user=nope'] },
    'a file that is none': { flags: ['--kubeconfig=/nope'] },
    'a directory': { files: { 'folder/x': '' }, env: { KUBECONFIG: 'folder' } },
    'two ways to log in': { user: { token: 't', username: 'u' } },
    '--token over basic': { user: { username: 'u', password: 'p' }, flags: ['--token', 'x'] },
    '--as-group without --as': { user: { token: 't' }, flags: ['--as-group=g'] },
    'as-uid without as': { user: { token: 't', 'as-uid': '1' } },
    'a certificate without key': { user: { 'client-certificate-data': one['client-certificate-data'] } },
    'a certificate file without key': { user: { 'client-certificate': '/nope', 'client-key-data': 'eA==' } },
    'a key of another type': {
      user: {
        ...one,
        'client-key-data': clientData(issue('rsa', [], { algorithm: 'rsa' }))['client-key-data'],
      },
    },
    'a verification switched off by a text': { cluster: { 'insecure-skip-tls-verify': 'false' } },
    'a port that is no text': { cluster: { 'proxy-url': 8080 } },
    'a CA that is cut': {
      user: { token: 't' },
      cluster: {
        'certificate-authority-data': Buffer.from(read(ca.certificate).slice(0, 200)).toString('base64'),
      },
    },
    'a key of another certificate': { user: { ...one, 'client-key-data': two['client-key-data'] } },
    'a certificate that is none': {
      user: { 'client-certificate-data': 'aGVsbG8=', 'client-key-data': 'aGVsbG8=' },
    },
    'a certificate file that is missing': { user: { 'client-certificate': '/nope', 'client-key': '/nope' } },
    'a CA that is missing': {
      cluster: { ...noData, 'certificate-authority': '/nope' },
      user: { token: 't' },
    },
    'a CA that is none': { cluster: { 'certificate-authority-data': 'aGVsbG8=' }, user: { token: 't' } },
    'a CA twice': { cluster: { 'certificate-authority': ca.certificate }, user: { token: 't' } },
    'a CA and no verification': { cluster: { 'insecure-skip-tls-verify': true }, user: { token: 't' } },
    'a token file that is missing': { user: { tokenFile: '/nope' } },
    'a token of two lines': { user: { token: 'a\nb' } },
    'a proxy of another kind': { cluster: { 'proxy-url': 'ftp://x' }, user: { token: 't' } },
    'a proxy that is none': { cluster: { 'proxy-url': '://x' }, user: { token: 't' } },
    'a time that is none': { user: { token: 't' }, flags: ['--request-timeout=abc'] },
    'a server that nobody is': { user: { token: 't' } },
    'a plugin without interactiveMode': { user: { exec: { apiVersion: v1, command: 'x' } } },
    'a plugin without command': { user: { exec: { apiVersion: v1, interactiveMode: 'Never' } } },
    'a plugin without apiVersion': { user: { exec: { command: 'x', interactiveMode: 'Never' } } },
    'a plugin of an old version': {
      user: { exec: { ...exec('x'), apiVersion: 'client.authentication.k8s.io/v1alpha1' } },
    },
    'a plugin that fails': { files: { plugin: '#!/bin/sh\nexit 3' }, user: { exec: exec('./plugin') } },
    'a plugin without a status': {
      files: { plugin: `#!/bin/sh\necho '{"kind":"ExecCredential","apiVersion":"${v1}"}'` },
      user: { exec: exec('./plugin') },
    },
    'a plugin that gives nothing': { files: { plugin: plugin({}) }, user: { exec: exec('./plugin') } },
    'a plugin that answers in another version': {
      files: { plugin: plugin({ token: 't' }, v1beta1) },
      user: { exec: exec('./plugin') },
    },
    'a plugin that is not there': { user: { exec: { ...exec('nope-login'), installHint: 'Get it.' } } },
    'a plugin whose path is not there': { user: { exec: exec('./nope') } },
    'a plugin that may not be run': { files: { 'd/x': '' }, user: { exec: exec('./d') } },
    'a plugin that wants a terminal': {
      files: { plugin: plugin({ token: 't' }) },
      user: { exec: { ...exec('./plugin'), interactiveMode: 'Always' } },
    },
    'a provider that is gone': { user: { 'auth-provider': { name: 'gcp' } } },
    'a provider that is unknown': { user: { 'auth-provider': { name: 'x' } } },
    'a plugin and a provider': { user: { exec: exec('x'), 'auth-provider': { name: 'oidc' } } },
    'oidc without a token': oidc({}),
    'oidc with an expired token': oidc({ 'id-token': `e30.${btoa('{"exp":1}')}.eA` }),
    'oidc with a token that is none': oidc({ 'id-token': 'x' }),
    'oidc without an issuer': oidc({ 'idp-issuer-url': '' }),
    'oidc without a client': oidc({ 'client-id': '' }),
  };
}

function oidc(config: object): Case {
  const settings = { 'idp-issuer-url': 'https://127.0.0.1:1', 'client-id': 'c', ...config };
  return { user: { 'auth-provider': { name: 'oidc', config: settings } } };
}
