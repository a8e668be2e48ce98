import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type FileQuery, readFiles } from '../../src/files/read-files.ts';
import { indexCluster } from '../../src/join/cluster-index.ts';
import type { Kind } from '../../src/model/objects/kinds.ts';
import { snapshotOf } from '../support/evaluate.ts';
import { ioWithStdin } from '../support/fake-io.ts';
import {
  endpoint,
  manifest,
  node,
  pod,
  type Raw,
  selectorless,
  service,
  slice,
  workload,
} from '../support/objects.ts';
import { run } from '../support/run-main.ts';

const query: FileQuery = {
  namespace: null,
  names: [],
  selector: '',
  files: ['-'],
  recursive: false,
  defaultNamespace: 'default',
};

const read = (stdin: string, more: Partial<FileQuery> = {}) =>
  readFiles({ ...query, ...more }, ioWithStdin(stdin));
const json = (...objects: Raw[]) => JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects });
const named = (name: string, metadata: object = {}) => service({}, { name, ...metadata });

/** Creates a directory with these files until the end of the test. */
function directory(files: Record<string, string>): string {
  const root = mkdtempSync(join(tmpdir(), 'kubectl-endpoints-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  return root;
}

describe('what is read', () => {
  const yaml = 'apiVersion: v1\nkind: Service\nmetadata:\n  name: ';
  test.each([
    ['one object of JSON', JSON.stringify(named('a')), ['a']],
    ['a List', json(named('a'), named('b')), ['a', 'b']],
    [
      'a typed list, whose items do not say what they are',
      JSON.stringify({ apiVersion: 'v1', kind: 'ServiceList', items: [{ metadata: { name: 'a' } }] }),
      ['a'],
    ],
    ['an empty typed list beside', `${yaml}a\n---\napiVersion: v1\nkind: PodList\nitems: null`, ['a']],
    ['YAML', `${yaml}a\n`, ['a']],
    [
      'several documents, some of them empty',
      `---\n# nothing\n---\n${yaml}a\n---\n---\n${yaml}b\n`,
      ['a', 'b'],
    ],
    ['Windows line ends', `${yaml}a\n---\n${yaml}b\n`.replaceAll('\n', '\r\n'), ['a', 'b']],
    ['flow style', '{apiVersion: v1, kind: Service, metadata: {name: a}}', ['a']],
    ['a byte order mark', `\ufeff${JSON.stringify(named('a'))}`, ['a']],
    ['anchors', `${yaml}&x a\n  labels: {app: *x}\n`, ['a']],
    ['the same object twice: the last', json(named('a', { uid: '1' }), named('a', { uid: '2' })), ['a']],
  ])('%s', async (_, text, names) => {
    expect((await read(text)).objects.Service.map(({ name }) => name)).toEqual(names);
  });

  test('the last of two equal names stands', async () => {
    const { objects } = await read(json(named('a', { uid: '1' }), named('a', { uid: '2' })));
    expect(objects.Service[0]?.uid).toBe('2');
  });

  test('names that YAML 1.1 would read as something else', async () => {
    const { objects } = await read(
      'apiVersion: v1\nkind: Service\nmetadata: {name: "007", labels: {a: "yes", b: "1e3"}}',
    );
    expect(objects.Service[0]).toMatchObject({ name: '007', labels: { a: 'yes', b: '1e3' } });
  });

  test('files, directories and standard input, in order', async () => {
    const cwd = directory({
      'a.yaml': JSON.stringify(named('a')),
      'd/c.json': JSON.stringify(named('c')),
      'd/b.yml': JSON.stringify(named('b')),
      'd/deep/e.yaml': JSON.stringify(named('e')),
      'd/note.txt': 'no',
    });
    const files = ['d', '-', 'a.yaml'];
    const at = { ...ioWithStdin(JSON.stringify(named('s'))), cwd };
    const shallow = await readFiles({ ...query, files }, at);
    expect(shallow.objects.Service.map(({ name }) => name)).toEqual(['b', 'c', 's', 'a']);
    expect(shallow.source).toEqual({ files: ['d/b.yml', 'd/c.json', 'standard input', 'a.yaml'] });
    const deep = await readFiles({ ...query, files: ['d'], recursive: true }, { ...ioWithStdin(''), cwd });
    expect(deep.objects.Service.map(({ name }) => name)).toEqual(['b', 'c', 'e']);
  });

  test('what is for others than the API, in a directory', async () => {
    const root = directory({
      'base/kustomization.yaml': 'resources: [shop.yaml]\n',
      'base/kustomization.yml': 'resources: [shop.yaml]\n',
      'base/patch.yaml': '- op: remove\n  path: /spec\n',
      'base/shop.yaml': json(named('shop')),
      'base/values.yaml': 'replicas: 2\n',
    });
    const io = ioWithStdin('');
    let said = '';
    io.stderr.write = (text: string) => {
      said += text;
      return true;
    };
    const { objects, source } = await readFiles({ ...query, files: [join(root, 'base')] }, io);
    expect(objects.Service.map(({ name }) => name)).toEqual(['shop']);
    expect('files' in source && source.files.length).toBe(3);
    expect(said.replaceAll(root, '').split('\n')).toEqual([
      'Warning: /base/kustomization.yaml and 1 other were not built: the files were read as they are; to check its output: kubectl endpoints check -k DIR',
      'Warning: left out 2 files without a Kubernetes object: /base/patch.yaml, /base/values.yaml',
      '',
    ]);
    const given = await read('', { files: [join(root, 'base/values.yaml')] });
    expect(given.invalid.map(({ message }) => message)).toEqual([
      `Object 'Kind' is missing in '${join(root, 'base/values.yaml')}'`,
    ]);
  });

  test('manifests of one object: that only the last one is judged is told', async () => {
    const yaml = (name: string, uid = '') =>
      `apiVersion: v1\nkind: Service\nmetadata: {name: ${name}${uid && `, uid: ${uid}`}}\n`;
    const cwd = directory({
      'dev/a.yaml': yaml('a'),
      'dev/b.yaml': yaml('b'),
      'dev/c.yaml': yaml('c'),
      'dev/d.yaml': yaml('d', 'd1'),
      'prod/all.yaml': [yaml('z'), yaml('a'), yaml('b'), yaml('d', 'd1')].join('---\n'),
    });
    const said = async (...files: string[]) =>
      (await run(['get', '-R', ...files.flatMap((file) => ['-f', file])], { cwd })).stderr;
    expect(await said('dev', 'prod')).toBe(
      'Warning: Service default/a is defined in dev/a.yaml:1 and in prod/all.yaml:5: the last one is used, as for 1 other object\n',
    );
    expect(await said('dev/c.yaml', 'dev/d.yaml', 'prod')).toBe('');
  });

  test('kinds of others that are called like those of Kubernetes', async () => {
    const { spec } = workload('Deployment', 'web');
    const other = { apiVersion: 'serving.knative.dev/v1', kind: 'Service', metadata: { name: 'web' }, spec };
    const { objects } = await read(json(named('web'), other as Raw));
    expect(objects.Service.map(({ name }) => name)).toEqual(['web']);
    expect(objects.Pod.map(({ name }) => name)).toEqual(['Service/web']);
  });

  test('kinds of others with one name', async () => {
    const of = (kind: string) => ({
      apiVersion: 'monitoring.coreos.com/v1',
      kind,
      metadata: { name: 'k8s' },
    });
    const { objects } = await read(json(of('Prometheus'), of('ServiceMonitor')));
    expect(objects.CustomResource.map(({ type }) => type)).toEqual(['Prometheus', 'ServiceMonitor']);
  });

  test('in chunks that cut a character', async () => {
    const bytes = new TextEncoder().encode(JSON.stringify(named('a', { annotations: { note: 'ä' } })));
    const stdin = (async function* () {
      for (const byte of bytes) yield Uint8Array.of(byte);
    })();
    const { objects } = await readFiles(query, { ...ioWithStdin(''), stdin });
    expect(objects.Service).toHaveLength(1);
  });
});

describe('scope', () => {
  const all = json(
    named('a', { labels: { t: '1' } }),
    named('b', { namespace: 'x' }),
    named('c', { namespace: undefined }),
  );
  test.each<[string, Partial<FileQuery>, string[]]>([
    ['everything', {}, ['default/a', 'x/b', 'default/c']],
    ['a namespace', { namespace: 'x' }, ['x/b']],
    ['the namespace of what names none', { namespace: 'y', defaultNamespace: 'y' }, ['y/c']],
    ['names', { names: ['c', 'b', 'z'] }, ['x/b', 'default/c']],
    ['labels', { selector: 't=1' }, ['default/a']],
  ])('%s', async (_, more, scope) => {
    expect([...(await read(all, more)).inScope]).toEqual(scope);
  });
});

describe('what the input proves to be unread', () => {
  const unread = async (kind: Kind, namespace: string, ...objects: Raw[]) =>
    indexCluster(await snapshotOf(...objects)).unread(kind, namespace);

  test.each<[string, Kind, Raw[], string | null]>([
    [
      'a recorded Service with a selector, no slice',
      'EndpointSlice',
      [service()],
      'the input has no EndpointSlices',
    ],
    ['likewise Endpoints', 'Endpoints', [service()], 'the input has no Endpoints'],
    [
      'a slice of whatever Service',
      'EndpointSlice',
      [service(), slice([endpoint('10.0.0.1')], { service: 'x' })],
      null,
    ],
    ['a manifest', 'EndpointSlice', [manifest(service())], null],
    ['no selector', 'EndpointSlice', [selectorless()], null],
    ['ExternalName with a selector', 'EndpointSlice', [service({ type: 'ExternalName' })], null],
    ['a scheduled Pod, no Node', 'Node', [pod()], 'the input has no Nodes'],
    ['a Pod that is not scheduled', 'Node', [pod('a1', { node: '' })], null],
    ['a scheduled Pod and a Node', 'Node', [pod(), node('n2')], null],
    ['no Pods: there are none', 'Pod', [service()], null],
  ])('%s', async (_, kind, objects, reason) => {
    expect(await unread(kind, kind === 'Node' ? '' : 'default', ...objects)).toBe(reason);
  });

  test('a namespace of which it has no object', async () => {
    expect(await unread('Pod', 'other', service())).toBe('the input has no objects in that namespace');
    expect(await unread('Pod', 'other', service(), pod('a1', { namespace: 'other' }))).toBeNull();
  });
});

test('Pod templates of manifests stand for Pods, those of recorded workloads do not', async () => {
  const kinds = [
    'Deployment',
    'StatefulSet',
    'DaemonSet',
    'ReplicaSet',
    'ReplicationController',
    'Job',
    'CronJob',
  ];
  const written = kinds.map((kind) => manifest(workload(kind, 'w')));
  const idle = manifest(workload('Deployment', 'idle', { replicas: 0 }));
  const { objects } = await snapshotOf(...written, idle, workload('Deployment', 'recorded'));
  expect(objects.Pod.map(({ name }) => name)).toEqual(kinds.map((kind) => `${kind}/w`));
});

test('a link in a directory is what it leads to, as with kubectl', async () => {
  const root = directory({ 'a/a.json': JSON.stringify(named('a')), 'b/c.txt': JSON.stringify(named('b')) });
  symlinkSync('../b/c.txt', join(root, 'a/b.json'));
  const { objects } = await read('', { files: [join(root, 'a')] });
  expect(objects.Service.map(({ name }) => name)).toEqual(['a', 'b']);
});
