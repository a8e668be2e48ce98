/** Directories as they are found: with what does not parse, is for other tools, or is a part of what is applied. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { run } from '../support/run-main.ts';

const service = (name: string, app = name, more = '') => `apiVersion: v1
kind: Service
metadata: {name: ${name}${more}}
spec: {selector: {app: ${app}}, ports: [{port: 80}]}
`;
const deployment = (name: string, app = name, more = '') => `apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}${more}}
spec:
  selector: {matchLabels: {app: ${app}}}
  template:
    metadata: {labels: {app: ${app}}}
    spec: {containers: [{name: c, image: i}]}
`;
const documents = (...all: string[]) => all.join('---\n');

async function check(files: Record<string, string>, ...args: string[]) {
  const cwd = mkdtempSync(join(tmpdir(), 'kubectl-endpoints-'));
  onTestFinished(() => rmSync(cwd, { recursive: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(cwd, name)), { recursive: true });
    writeFileSync(join(cwd, name), text);
  }
  const { code, stdout, stderr } = await run(['check', '-R', '-f', '.', '-o', 'json', ...args], { cwd });
  const report = stdout.startsWith('{') ? JSON.parse(stdout) : null;
  const found: string[] = report?.findings.map(
    ({ severity, name, subject }: { severity: string; name: string; subject: { name: string } }) =>
      `${severity} ${name} ${subject.name}`,
  );
  return { code, report, found, stdout, said: stderr.trimEnd().split('\n') };
}

const good = documents(service('web'), deployment('web'), service('typo'));
const typo = ['error selector-matches-no-pods typo'];

describe('a file that cannot be read hides nothing', () => {
  test('each is named with its line, and the code is 2', async () => {
    const { code, found, said } = await check({
      'a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ x }}\n',
      'b.json': '{"apiVersion": "v1",\n "kind": "ConfigMap" x\n}',
      'c.yaml': documents(service('db'), 'apiVersion: v1\nkind: Secret\n a: b: c\n', deployment('db')),
      'd.yaml': documents(service('web'), deployment('web')),
    });
    expect({ code, found }).toEqual({ code: 2, found: [] });
    expect(said).toEqual([
      'error: a.yaml:4: a template that was not rendered: name: {{ x }}',
      expect.stringMatching(/^error: b\.json:\d: /),
      expect.stringMatching(/^error: c\.yaml:8: /),
      '2 Services in 4 files',
    ]);
  });

  test('a finding elsewhere still fails the check', async () => {
    const { code, found } = await check({
      'x/bad.yaml': 'apiVersion: v1\nkind: Deployment\n a: [\n',
      'good.yaml': good,
    });
    expect({ code, found }).toEqual({ code: 1, found: typo });
  });

  test('a workload beside the Service may be the one that is meant', async () => {
    const { code, report, found } = await check({
      'bad.yaml': 'apiVersion: apps/v1\nkind: Deployment\n{{ if x }}\nmetadata: {name: typo}\n',
      'good.yaml': good,
    });
    expect({ code, found }).toEqual({ code: 2, found: [] });
    expect(report.skipped).toEqual([
      { name: 'selector-matches-no-pods', reason: expect.stringMatching(/^bad\.yaml:3: a template/) },
    ]);
  });

  test('each is an annotation on GitHub', async () => {
    const { stdout } = await check(
      { 'bad.yaml': 'apiVersion: v1\nkind: X\n a: b: c\n', 'good.yaml': good },
      '-o',
      'github',
    );
    expect(stdout).toMatch(/^::error file=bad\.yaml,line=3,/m);
  });

  test('half of a list of JSON is not read', async () => {
    const list = {
      apiVersion: 'v1',
      kind: 'List',
      items: [{ apiVersion: 'v1', kind: 'Service', metadata: { name: 'half' } }, {}],
    };
    const { report } = await check({ 'bad.json': JSON.stringify(list).slice(0, -3), 'good.yaml': good });
    expect(report.services.map(({ name }: { name: string }) => name)).toEqual(['typo', 'web']);
  });

  test('hundreds of them are told in a few lines', async () => {
    const files = Array.from({ length: 200 }, (_, i): [string, string] => [
      `${i}.yaml`,
      i % 2 ? `apiVersion: v1\nkind: X\n a: b${i}: c\n` : 'apiVersion: v1\nkind: X\na: {{ b }}\n',
    ]);
    const { said } = await check({ ...Object.fromEntries(files), 'good.yaml': good });
    expect(said.length).toBeLessThanOrEqual(20);
    expect(said).toContainEqual(
      expect.stringMatching(
        /^error: 100 manifests: a template that was not rendered: 0\.yaml:3, .* and 92 more$/,
      ),
    );
    expect(said).toContainEqual(expect.stringMatching(/^error: 90 more: .* and 82 more$/));
  });
});

test('a Pod that no server takes leaves the others read', async () => {
  const pod =
    'apiVersion: v1\nkind: Pod\nmetadata: {name: p, labels: {app: APP}}\nspec: {containers: [{name: c, ports: [{containerPort: 80, protocol: tcp}]}]}\n';
  const at = async (app: string) => check({ 'good.yaml': good, 'pod.yaml': pod.replace('APP', app) });
  expect(await at('other')).toMatchObject({ code: 1, found: typo });
  expect(await at('typo')).toMatchObject({ code: 2, found: [] });
});

test('findings are told by file', async () => {
  const { stdout } = await check(
    { 'b.yaml': documents(service('a'), deployment('x')), 'a.yaml': documents(service('c'), service('b')) },
    '-o',
    'table',
  );
  expect(stdout.match(/[ab]\.yaml:\d+/g)).toEqual(['a.yaml:9', 'a.yaml:4', 'b.yaml:4']);
});

describe('what is no object of Kubernetes is left out with one line', () => {
  test.each([
    ['settings with tags of their own', 'x.yml', 'a: !env_var X\nb: !vault |\n  x\n'],
    ['JSON with comments', '.vscode/extensions.json', '{\n  // comment\n  "recommendations": []\n}'],
    ['a pipeline of GitLab', '.gitlab-ci.yml', 'a:\n  script: !reference [b, script]\n'],
    ['a template of something else', 'x.yaml', '{{ if x }}\na: b\n{{ end }}\n'],
    ['YAML that is broken', 'x.yaml', 'a: b: c\n'],
    ['a list', 'x.yaml', '- a\n- b\n'],
  ])('%s', async (_, name, text) => {
    const { code, found, said } = await check({
      [name]: text,
      'good.yaml': documents(service('web'), deployment('web')),
    });
    expect({ code, found }).toEqual({ code: 0, found: [] });
    expect(said).toEqual([
      `Warning: left out 1 file without a Kubernetes object: ${name}`,
      '1 Service in 2 files',
    ]);
  });

  test('the templates of a chart', async () => {
    const { code, said } = await check({
      'shop/Chart.yaml': 'apiVersion: v2\nname: shop\n',
      'shop/values.yaml': 'a: 1\n',
      'shop/templates/web.yaml': '{{ if x }}\napiVersion: v1\nkind: Service\n{{ end }}\n',
      'shop/templates/static.yaml': service('static'),
      'templates/good.yaml': documents(service('web'), deployment('web')),
    });
    expect(code).toBe(0);
    expect(said).toEqual([
      'Warning: left out 2 files of a Helm chart (to check its output: helm template CHART | kubectl endpoints check -f -): shop/templates/static.yaml, shop/templates/web.yaml',
      'Warning: left out 2 files without a Kubernetes object: shop/Chart.yaml, shop/values.yaml',
      '1 Service in 3 files',
    ]);
  });
});

describe('apiVersions that no server has', () => {
  test.each([
    ['extensions/v1beta1', 'apps/v1'],
    ['apps/v1beta2', 'apps/v1'],
    ['v1', 'apps/v1'],
  ])('a Deployment of %s', async (version, served) => {
    const old = deployment('typo').replace('apps/v1', version);
    const { code, found, said } = await check({ 'old.yaml': `# old\n${old}`, 'good.yaml': good });
    expect({ code, found }).toEqual({ code: 2, found: [] });
    expect(said[0]).toBe(
      `error: old.yaml:2: Deployment typo: apiVersion ${version} is not served by any supported version of Kubernetes: write ${served}`,
    );
  });

  test('many of them are one line; what others say of Pods is judged', async () => {
    const old = Array.from({ length: 5 }, (_, i) =>
      deployment(`old-${i}`).replace('apps/v1', 'extensions/v1beta1'),
    );
    const { code, found, said } = await check({ 'old.yaml': documents(...old), 'good.yaml': good });
    expect({ code, found }).toEqual({ code: 1, found: typo });
    expect(said[0]).toMatch(
      /^error: 5 manifests: apiVersion extensions\/v1beta1 is not served .*: old\.yaml:1$/,
    );
  });

  test('kinds of other groups have versions of their own', async () => {
    const { code } = await check({
      'x.yaml': documents(
        'apiVersion: serving.knative.dev/v1beta1\nkind: Service\nmetadata: {name: x}\n',
        'apiVersion: networking.k8s.io/v1beta1\nkind: IPAddress\nmetadata: {name: x}\n',
        'apiVersion: events.k8s.io/v1\nkind: Event\nmetadata: {name: x}\n',
        service('web'),
        deployment('web'),
      ),
    });
    expect(code).toBe(0);
  });
});

describe('what is no object that a server takes', () => {
  const patch = 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {replicas: 5}\n';
  const web = documents(service('web'), deployment('web'));
  test('patches: one line for all, and they replace nothing', async () => {
    const { code, found, said } = await check({
      'base/kustomization.yaml': 'resources: [web.yaml]\n',
      'base/web.yaml': web,
      'prod/replicas.yaml': patch,
      'prod/ports.yaml': 'apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {type: NodePort}\n',
      'prod/delete.yaml': '$patch: delete\napiVersion: v1\nkind: Service\nmetadata: {name: web}\n',
      'prod/image.yaml': `${patch.replace('{replicas: 5}', '{template: {spec: {containers: [{name: c, image: j}]}}}')}`,
    });
    expect({ code, found }).toEqual({ code: 0, found: [] });
    expect(said).toEqual([
      'Warning: base/kustomization.yaml was not built: the files were read as they are; to check its output: kubectl endpoints check -k DIR',
      'Warning: left out 4 patches, because a patch is not an object: prod/delete.yaml:1, prod/image.yaml:1, prod/ports.yaml:1 and 1 more',
      '1 Service in 5 files',
    ]);
  });

  test('a file that a kustomization names as a patch, however complete it is', async () => {
    const { code, found, said } = await check({
      'kustomization.yaml':
        'resources: [web.yaml]\npatches: [{path: a/port.yaml}, {path: a/x.yaml, target: {kind: Service}}]\npatchesStrategicMerge: [b.yaml]\n',
      'web.yaml': web,
      'a/port.yaml': service('web').replace('app: web', 'app: other'),
      'a/x.yaml': '- {op: remove, path: /spec}\n',
      'b.yaml': deployment('web', 'other'),
    });
    expect({ code, found }).toEqual({ code: 0, found: [] });
    expect(said[1]).toMatch(/^Warning: left out 2 patches, .*: a\/port\.yaml:1, b\.yaml:1$/);
  });

  test('ports and containers that a patch adds are there', async () => {
    const port = (text: string) => text.replace('[{port: 80}]', '[{port: 80, targetPort: http}]');
    const patched = patch.replace(
      '{replicas: 5}',
      '{template: {spec: {containers: [{name: proxy, ports: [{name: http, containerPort: 80}]}]}}}',
    );
    const files = { 'kustomization.yaml': 'resources: [web.yaml]\n', 'web.yaml': port(web) };
    expect((await check(files)).found).toEqual(['error target-port-unresolved web']);
    expect((await check({ ...files, 'patch.yaml': patched })).found).toEqual([]);
  });

  test('a Service beside a kustomization may get its selector from it', async () => {
    const bare = service('web').replace('selector: {app: web}, ', '');
    const files = { 'a/web.yaml': bare, 'b/web.yaml': deployment('web') };
    expect((await check(files)).found).toEqual(['error endpoints-missing web']);
    const { found, report } = await check({ ...files, 'a/kustomization.yaml': 'commonLabels: {app: web}\n' });
    expect(found).toEqual(['info endpoints-not-in-input web']);
    expect(report.findings[0].evidence).toEqual([
      'a/kustomization.yaml, which was not built, may give it a selector',
    ]);
  });

  test('a label that a patch may add is not missed', async () => {
    const labels = `${patch.replace('{replicas: 5}', '{template: {metadata: {labels: {app: typo}}}}')}`;
    const { code, found, report } = await check({ 'good.yaml': good, 'patch.yaml': labels });
    expect({ code, found }).toEqual({ code: 0, found: ['info selected-pods-not-in-input typo'] });
    expect(report.findings[0].evidence).toEqual([
      'Deployment web (patch.yaml:1) has one of these labels, but is a patch or is invalid: it was left out',
    ]);
  });

  test('matchLabels that the template lacks', async () => {
    const { code, found, said } = await check({
      'good.yaml': good,
      'bad.yaml': deployment('other', 'typo').replace(
        'matchLabels: {app: typo}',
        'matchLabels: {app: typo, tier: x}',
      ),
    });
    expect({ code, found }).toEqual({ code: 0, found: ['info selected-pods-not-in-input typo'] });
    expect(said[0]).toMatch(
      /^Warning: left out 1 workload without the labels of matchLabels in the Pod template: bad\.yaml:1$/,
    );
  });
});

test('of two manifests of one object the last counts, and a finding that the earlier would avoid says so', async () => {
  const { report, found } = await check({
    '1.yaml': documents(deployment('app', 'typo'), deployment('other', 'x')),
    '2.yaml': deployment('app', 'z'),
    'good.yaml': good,
  });
  expect(found).toEqual(typo);
  expect(report.findings[0].evidence).toContain(
    'the earlier manifest of Deployment app (1.yaml:1), which the one in 2.yaml:1 replaced, does not cause this',
  );
});

describe('a namespace that stands on one side only', () => {
  const inNamespace = ', namespace: shop';
  test.each([
    [
      'the Service names it',
      service('web', 'web', inNamespace),
      deployment('web'),
      'namespace: shop is set here only',
    ],
    [
      'the workload names it',
      service('web'),
      deployment('web', 'web', inNamespace),
      'set namespace: shop, or',
    ],
  ])('%s', async (_, one, other, remedy) => {
    const { code, report } = await check({ 'a/b/web.yaml': one, 'a/other.yaml': other });
    expect(code).toBe(1);
    expect(report.findings).toMatchObject([
      {
        name: 'selector-matches-no-pods',
        remedy: { kind: 'next', text: expect.stringContaining(remedy) },
        evidence: expect.arrayContaining([
          expect.stringMatching(/^Pods with these labels are in namespace /),
        ]),
      },
    ]);
    expect(report.findings[0].remedy.text).toMatch(/-n shop$/);
    expect((await check({ 'a.yaml': documents(one, other) }, '-n', 'shop')).code).toBe(0);
  });

  test('of another directory it is another application', async () => {
    const { found } = await check({
      'a/web.yaml': service('web', 'web', inNamespace),
      'b/web.yaml': deployment('web'),
    });
    expect(found).toEqual(['info selected-pods-not-in-input web']);
  });
});

test('a recorded workload whose Pods the input lacks leaves them unread', async () => {
  const metadata = (name: string) => ({ name, namespace: 'default', uid: name });
  const { spec } = { spec: { selector: { app: 'db' }, ports: [{ port: 80 }], clusterIP: '10.96.0.9' } };
  const set = {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: metadata('db'),
    spec: { replicas: 3, template: { metadata: { labels: { app: 'db' } } } },
    status: { replicas: 3 },
  };
  const web = { apiVersion: 'v1', kind: 'Service', metadata: metadata('db'), spec };
  const at = async (replicas: number) =>
    check({
      'x.json': JSON.stringify({
        apiVersion: 'v1',
        kind: 'List',
        items: [{ ...set, status: { replicas } }, web],
      }),
    });
  const { code, report } = await at(3);
  expect({ code, findings: report.findings }).toEqual({ code: 2, findings: [] });
  expect(report.skipped).toContainEqual({
    name: 'selector-matches-no-pods',
    reason: 'the input has no Pods of StatefulSet db',
  });
  expect((await at(0)).found).toEqual(['error selector-matches-no-pods db']);
});
