import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { connect } from '../../../src/kube/connect.ts';
import { inClusterConfig } from '../../../src/kube/kubeconfig/in-cluster-config.ts';
import { directoryWith, errorLineOf, kubeconfig } from '../../support/connections.ts';
import { fakeIO } from '../../support/fake-io.ts';

const config = (name: string, server = `https://${name}.example`) =>
  kubeconfig({ server }, {}, { name, context: { namespace: `ns-${name}` } });

/** The files, and the paths in $KUBECONFIG; a `/` stands for a missing file. */
const files = {
  a: config('a'),
  c: config('c'),
  same: kubeconfig({ server: 'https://other.example' }),
  noCurrent: { ...config('a'), 'current-context': '' },
  empty: '',
  comment: '# nothing\n---\n',
  hash: '# nothing',
  two: `${JSON.stringify(config('a'))}\n---\n${JSON.stringify(config('c'))}`,
  twice: `${JSON.stringify(config('a'), null, 1).slice(0, -2)},\n "current-context": "c",\n "current-context": "a"}`,
  merged: `x: &x {server: 'https://a.example'}\nclusters: [{name: a, cluster: {<<: *x}}]\ncontexts: [{name: a, context: {cluster: a}}]\ncurrent-context: a`,
  nulls: { ...config('a'), users: null, clusters: [null, ...config('a').clusters] },
  broken: 'a: [',
  tab: '\ta: 1',
  scalar: 'hello',
  manifest: { kind: 'Pod', apiVersion: 'v1' },
  wrong: { clusters: 3 },
};
const local = 'http://localhost:8080';

describe('KUBECONFIG', () => {
  test.each([
    ['skips missing files', 'missing:a', 'https://a.example', 'a'],
    ['missing only', 'missing', local, ''],
    ['empty entries and duplicates', ':a::a', 'https://a.example', 'a'],
    ['first file wins whole entries', 'a:same', 'https://a.example', 'a'],
    ['first current-context wins', 'a:c', 'https://a.example', 'a'],
    ['first non-empty current-context', 'noCurrent:c', 'https://c.example', 'c'],
    ['empty file first', 'empty:a', 'https://a.example', 'a'],
    ['a file of comments', 'comment:a', 'https://a.example', 'a'],
    ['a file of one comment', 'hash:a', 'https://a.example', 'a'],
    ['the first document', 'two', 'https://a.example', 'a'],
    ['the last of equal keys', 'twice', 'https://a.example', 'a'],
    ['merge keys', 'merged', 'https://a.example', 'a'],
    ['null entries', 'nulls', 'https://a.example', 'a'],
    ['empty entries only', ':', local, ''],
  ])('%s', async (_, list, server, context) => {
    const cwd = directoryWith(files);
    const connection = await connect({ verbosity: 0 }, fakeIO({ env: { KUBECONFIG: list }, cwd }));
    expect([connection.server, connection.context]).toEqual([server, context]);
  });

  test('is separated by ; on Windows', async () => {
    const cwd = directoryWith(files);
    const io = fakeIO({ env: { KUBECONFIG: 'missing;c' }, cwd, platform: 'win32' });
    expect((await connect({ verbosity: 0 }, io)).server).toBe('https://c.example');
  });

  test.each([
    ['broken', 'error: error loading config file "broken": yaml: line 1: '],
    ['tab', 'error: error loading config file "tab": yaml: line 1: '],
    ['scalar', 'error: error loading config file "scalar": it is not a mapping'],
    ['manifest', 'error: error loading config file "manifest": no kind "Pod" is registered'],
    [
      'wrong',
      'error: error loading config file "wrong": json: cannot unmarshal number into Go struct field Config.clusters of type []v1.NamedCluster',
    ],
    ['.', 'error: error loading config file ".": read .: is a directory'],
  ])('that cannot be used: %s', async (path, line) => {
    const io = fakeIO({ env: { KUBECONFIG: path }, cwd: directoryWith(files) });
    expect(await errorLineOf(connect({ verbosity: 0 }, io))).toContain(line);
  });

  test.each([
    ['UTF-8 with a mark', (text: string) => Buffer.from(`\ufeff${text}`)],
    ['UTF-16, little end first', (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['UTF-16, big end first', (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
  ])('in %s', async (_, encode) => {
    const cwd = directoryWith({});
    writeFileSync(join(cwd, 'config'), encode(JSON.stringify(config('a'))));
    const io = fakeIO({ env: { KUBECONFIG: 'config' }, cwd });
    expect((await connect({ verbosity: 0 }, io)).context).toBe('a');
  });

  test.each([
    ['Latin-1', Buffer.from('clusters: [] # f\xfcr', 'latin1')],
    ['no text', Buffer.from([0xfe, 0xff, 0x00])],
  ])('in %s: refused', async (_, bytes) => {
    const cwd = directoryWith({});
    writeFileSync(join(cwd, 'config'), bytes);
    const io = fakeIO({ env: { KUBECONFIG: 'config' }, cwd });
    expect(await errorLineOf(connect({ verbosity: 0 }, io))).toBe(
      'error: error loading config file "config": yaml: it is neither UTF-8 nor UTF-16',
    );
  });

  test('--kubeconfig replaces it and has to exist', async () => {
    const cwd = directoryWith(files);
    const io = fakeIO({ env: { KUBECONFIG: 'a' }, cwd });
    expect((await connect({ verbosity: 0, kubeconfig: join(cwd, 'c') }, io)).context).toBe('c');
    expect(await errorLineOf(connect({ verbosity: 0, kubeconfig: '/x' }, io))).toBe(
      'error: stat /x: no such file or directory',
    );
  });

  test('else $HOME/.kube/config', async () => {
    const home = directoryWith({});
    mkdirSync(join(home, '.kube'));
    writeFileSync(join(home, '.kube', 'config'), JSON.stringify(config('home')));
    expect((await connect({ verbosity: 0 }, fakeIO({ home }))).context).toBe('home');
  });
});

describe('types are those of kubectl', () => {
  const server = 'https://a.example';
  const bool = 'insecure-skip-tls-verify';
  const field = (owner: string, of: string) => `into Go struct field ${owner} of type ${of}`;

  test.each([
    [{ [bool]: 'false' }, {}, `string ${field(`Cluster.clusters.cluster.${bool}`, 'bool')}`],
    [{ [bool]: 1 }, {}, `number ${field(`Cluster.clusters.cluster.${bool}`, 'bool')}`],
    [{ [bool]: [] }, {}, `array ${field(`Cluster.clusters.cluster.${bool}`, 'bool')}`],
    [{ 'tls-server-name': 5 }, {}, `number ${field('Cluster.clusters.cluster.tls-server-name', 'string')}`],
    [{ 'proxy-url': 80 }, {}, `number ${field('Cluster.clusters.cluster.proxy-url', 'string')}`],
    [{ extensions: {} }, {}, `object ${field('Cluster.clusters.cluster.extensions', '[]v1.NamedExtension')}`],
    [{}, { token: 7 }, `number ${field('AuthInfo.users.user.token', 'string')}`],
    [{}, { 'as-groups': 'g' }, `string ${field('AuthInfo.users.user.as-groups', '[]string')}`],
    [{}, { 'as-user-extra': { k: 'v' } }, `string ${field('AuthInfo.users.user.as-user-extra', '[]string')}`],
    [{}, { exec: { env: {} } }, `object ${field('ExecConfig.users.user.exec.env', '[]v1.ExecEnvVar')}`],
    [{}, { exec: { args: [1] } }, `number ${field('ExecConfig.users.user.exec.args', 'string')}`],
    [{}, { exec: 'x' }, `string ${field('AuthInfo.users.user.exec', 'v1.ExecConfig')}`],
  ])('%o %o', async (cluster, user, fault) => {
    const cwd = directoryWith({ config: kubeconfig({ server, ...cluster }, user) });
    const io = fakeIO({ env: { KUBECONFIG: 'config' }, cwd });
    expect(await errorLineOf(connect({ verbosity: 0 }, io))).toBe(
      `error: error loading config file "config": json: cannot unmarshal ${fault}`,
    );
  });

  test.each([
    ['a namespace', kubeconfig({}, {}, { context: { namespace: 1 } }), 'Context.contexts.context.namespace'],
    ['a context', { 'current-context': ['a'] }, 'Config.current-context'],
    ['a name', { contexts: [{ name: 1 }] }, 'NamedContext.contexts.name'],
    ['a kind', { kind: 7 }, 'Config.kind'],
  ])('%s', async (_, content, path) => {
    const io = fakeIO({ env: { KUBECONFIG: 'config' }, cwd: directoryWith({ config: content }) });
    expect(await errorLineOf(connect({ verbosity: 0 }, io))).toMatch(
      new RegExp(`: json: cannot unmarshal \\w+ ${field(path, 'string')}$`),
    );
  });

  test.each([
    ['no', ''],
    ['off', ''],
    ['~', ''],
    ['yes', 'Warning: the certificate of https://a.example is not verified: insecure-skip-tls-verify\n'],
  ])('insecure-skip-tls-verify: %s', async (value, warning) => {
    const config = `clusters: [{name: a, cluster: {server: '${server}', ${bool}: ${value}}}]\n`;
    const io = fakeIO({ env: { KUBECONFIG: 'config' }, cwd: directoryWith({ config }) });
    await connect({ verbosity: 0, cluster: 'a' }, io);
    expect(io.errors.join('')).toBe(warning);
  });

  test.each([
    [{ apiVersion: 'v2', kind: 'Config' }, 'no kind "Config" is registered for version "v2"'],
    [
      { users: [{ name: 'u' }, { name: 'u' }] },
      'error converting *[]NamedAuthInfo into *map[string]*api.AuthInfo: duplicate name "u" in list',
    ],
    [kubeconfig({ 'certificate-authority-data': 'YWJj ZGVm' }), 'illegal base64 data at input byte 4'],
    [kubeconfig({ 'certificate-authority-data': 'YWJjZ===' }), 'illegal base64 data at input byte 5'],
    [kubeconfig({ 'certificate-authority-data': 'YWJ' }), 'illegal base64 data at input byte 3'],
  ])('%o', async (content, fault) => {
    const io = fakeIO({ env: { KUBECONFIG: 'config' }, cwd: directoryWith({ config: content }) });
    expect(await errorLineOf(connect({ verbosity: 0 }, io))).toBe(
      `error: error loading config file "config": ${fault}`,
    );
  });
});

describe('names', () => {
  const env = { KUBECONFIG: 'a:c' };

  test.each([
    [{ context: 'nope' }, 'Error in configuration: context was not found for specified context: nope'],
    [{ cluster: 'nope' }, 'error: no server found for cluster "nope"'],
    [{ user: 'nope' }, 'error: auth info "nope" does not exist'],
  ])('%o', async (flags, line) => {
    const io = fakeIO({ env, cwd: directoryWith(files) });
    expect(await errorLineOf(connect({ verbosity: 0, ...flags }, io))).toBe(line);
  });

  test.each([
    [{}, 'a', 'https://a.example', 'ns-a'],
    [{ context: 'c' }, 'c', 'https://c.example', 'ns-c'],
    [{ cluster: 'c' }, 'a', 'https://c.example', 'ns-a'],
    [{ namespace: 'n' }, 'a', 'https://a.example', 'n'],
    [{ server: 'https://s.example/base/' }, 'a', 'https://s.example/base', 'ns-a'],
    [{ server: 'https://u:secret@s.example?q#f' }, 'a', 'https://s.example', 'ns-a'],
    [{ server: '127.0.0.1:8001' }, 'a', 'http://127.0.0.1:8001', 'ns-a'],
  ])('%o is %s, %s, %s', async (flags, context, server, namespace) => {
    const io = fakeIO({ env, cwd: directoryWith(files) });
    expect(await connect({ verbosity: 0, ...flags }, io)).toMatchObject({ context, server, namespace });
  });
});

test('without any configuration: $KUBERNETES_MASTER, else localhost', async () => {
  const env = { KUBERNETES_MASTER: 'http://master:1' };
  expect((await connect({ verbosity: 0 }, fakeIO({ env }))).server).toBe('http://master:1');
  expect(await connect({ verbosity: 0 }, fakeIO())).toMatchObject({ server: local, namespace: 'default' });
});

describe('in a Pod', () => {
  const mounted = { token: 'secret\n', 'ca.crt': 'CA', namespace: 'mounted\n' };
  const env = { KUBERNETES_SERVICE_HOST: 'fd00::1', KUBERNETES_SERVICE_PORT: '443' };

  test('its service account is used', async () => {
    const directory = directoryWith(mounted);
    expect(await inClusterConfig(fakeIO({ env }), directory)).toMatchObject({
      namespace: 'mounted',
      cluster: { server: 'https://[fd00::1]:443', 'certificate-authority': join(directory, 'ca.crt') },
      user: { tokenFile: join(directory, 'token') },
    });
  });

  test.each([
    [{ POD_NAMESPACE: 'pod' }, mounted, 'pod'],
    [{}, { token: 'secret' }, 'default'],
  ])('namespace with %o', async (more, directory, namespace) => {
    const io = fakeIO({ env: { ...env, ...more } });
    expect((await inClusterConfig(io, directoryWith(directory)))?.namespace).toBe(namespace);
  });

  test('not without a token, nor outside', async () => {
    expect(await inClusterConfig(fakeIO({ env }), directoryWith({}))).toBeNull();
    expect(await inClusterConfig(fakeIO(), directoryWith(mounted))).toBeNull();
  });
});
