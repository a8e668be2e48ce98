/** Input that kubectl or an API server rejects: one error line says where and why, and no rule runs. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { run } from '../../support/run-main.ts';

const SERVICE = `apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector:
    app: a
  ports:
  - name: http
    port: 80
`;
const DEPLOYMENT = `---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 1
  template:
    metadata:
      labels:
        app: a
    spec:
      hostNetwork: false
      containers:
      - ports:
        - containerPort: 80
`;
const INGRESS = `---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web
spec:
  rules:
  - http:
      paths:
      - backend:
          service:
            name: web
            port:
              number: 80
`;
const POLICY = `---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: np
spec:
  podSelector:
    matchLabels:
      app: a
  ingress:
  - ports:
    - port: 80
`;
const EXTERNAL = `---
apiVersion: v1
kind: Service
metadata:
  name: db
spec:
  ports:
  - port: 80
---
apiVersion: v1
kind: Endpoints
metadata:
  name: db
subsets:
- addresses:
  - ip: 192.0.2.1
  ports:
  - port: 80 # db
`;
const SLICE = `---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata:
  name: s
addressType: IPv4
endpoints:
- addresses:
  - 192.0.2.1
ports: []
`;
const ALL = SERVICE + DEPLOYMENT + INGRESS + POLICY + EXTERNAL + SLICE;

async function checked(stdin: string) {
  const { code, stdout, stderr } = await run(['check', '-f', '-', '-o', 'json'], { stdin });
  // The last line says how many Services were looked at.
  const errors = stderr.replace(/(?<=^|\n)\d+ Services? in standard input\n$/, '');
  return { code, stderr: errors, report: stdout === '' ? null : JSON.parse(stdout) };
}

test('as it is, all of it is taken', async () => {
  expect(await checked(ALL)).toMatchObject({ code: 0, stderr: '', report: { findings: [] } });
});

describe('a field of another type, or none', () => {
  test.each<[string, string, string]>([
    [
      '    port: 80\n',
      '    port: 80\n    targetport: http\n',
      'Service web: spec.ports[0].targetport is not a field: write targetPort',
    ],
    [
      '    port: 80\n',
      '    port: 80\n    protocol: tcp\n',
      'Service web: spec.ports[0].protocol must be TCP, UDP or SCTP, not the string "tcp"',
    ],
    ['  rules:\n', '  Rules:\n', 'Ingress web: spec.Rules is not a field: write rules'],
    [
      '        - containerPort: 80',
      '        - containerport: 80',
      'Deployment web: spec.template.spec.containers[0].ports[0].containerport is not a field: write containerPort',
    ],
    [
      '    app: a\n  ports',
      '    app: 2\n  ports',
      'Service web: spec.selector.app must be a string: write "2"',
    ],
    [
      '    app: a\n  ports',
      '    app: yes\n  ports',
      'Service web: spec.selector.app must be a string: write "true"',
    ],
    [
      '    port: 80\n',
      '    port: "80"\n',
      'Service web: spec.ports[0].port must be a number, not the string "80"',
    ],
    ['  - name: http', '  - name: 8080', 'Service web: spec.ports[0].name must be a string: write "8080"'],
    ['  - name: http\n    port: 80', '    http: 80', 'Service web: spec.ports must be a list, not a mapping'],
    [
      '        app: a\n',
      '        app: true\n',
      'Deployment web: spec.template.metadata.labels.app must be a string: write "true"',
    ],
    [
      '        app: a\n',
      '        app.kubernetes.io/version: 1.10\n',
      'Deployment web: spec.template.metadata.labels[app.kubernetes.io/version] must be a string: write "1.1"',
    ],
    ['replicas: 1', 'replicas: "1"', 'Deployment web: spec.replicas must be a number, not the string "1"'],
    [
      'hostNetwork: false',
      'hostNetwork: "false"',
      'Deployment web: spec.template.spec.hostNetwork must be a boolean, not the string "false"',
    ],
    [
      'containerPort: 80',
      'containerPort: http',
      'Deployment web: spec.template.spec.containers[0].ports[0].containerPort must be a number, not the string "http"',
    ],
    [
      'number: 80',
      'number: "80"',
      'Ingress web: spec.rules[0].http.paths[0].backend.service.port.number must be a number, not the string "80"',
    ],
    [
      '            name: web',
      '            name: [web]',
      'Ingress web: spec.rules[0].http.paths[0].backend.service.name must be a string, not a list',
    ],
    [
      '      app: a\n  ingress',
      '      app: 1\n  ingress',
      'NetworkPolicy np: spec.podSelector.matchLabels.app must be a string: write "1"',
    ],
    [
      'port: 80 # db',
      'port: "80" # db',
      'Endpoints db: subsets[0].ports[0].port must be a number, not the string "80"',
    ],
    [
      '  - 192.0.2.1\nports',
      '  - 192\nports',
      'EndpointSlice s: endpoints[0].addresses[0] must be a string: write "192"',
    ],
    [
      'kind: NetworkPolicy\nmetadata:\n  name: np',
      'kind: NetworkPolicy\nmetadata: {} #',
      'NetworkPolicy: metadata.name is missing',
    ],
  ])('%j: %j', async (from, to, said) => {
    expect(ALL.split(from)).toHaveLength(2);
    const text = ALL.replace(from, to);
    const { code, stderr, report } = await checked(text);
    const [, line, rest] = /^error: standard input:(\d+): (.*)\n$/.exec(stderr) ?? [];
    expect(rest).toBe(said);
    const at = to
      .split('\n')
      .findLast((part) => part.trim() !== '' && !/^ *(ports|ingress)$/.test(part)) as string;
    const lines = text.split('\n').flatMap((one, index) => (one.includes(at.trimEnd()) ? [index + 1] : []));
    if (!at.startsWith('    http')) expect(lines).toContain(Number(line));
    expect({ code, findings: report?.findings }).toEqual({ code: 2, findings: [] });
    expect(report.services.map(({ status }: { status: string }) => status)).not.toContain('Unavailable');
  });

  test('what is null is absent, and other kinds and fields may hold anything', async () => {
    const text = `${ALL.replace('  - name: http', '  - name:').replace('replicas: 1', 'replicas: null')}---
apiVersion: example.com/v1
kind: Service
metadata: {name: 1}
---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
spec: [1]
`;
    expect(await checked(text)).toMatchObject({ code: 0, stderr: '' });
  });

  test('of what a cluster has recorded nothing is said', async () => {
    const text = ALL.replace('name: web\n', 'name: web\n  uid: "1"\n').replace('app: a', 'app: 2');
    expect((await checked(text)).stderr).toBe('');
  });

  test('the rest is judged: a finding still fails the check', async () => {
    const other = `${SERVICE.replace('name: web', 'name: other\n  namespace: b')}${DEPLOYMENT.replace('name: web', 'name: c\n  namespace: b').replace('app: a', 'app: c')}`;
    const { code, stderr, report } = await checked(
      `${ALL.replace('replicas: 1', 'replicas: a')}---\n${other}`,
    );
    expect({ code, findings: report.findings.map(({ name }: { name: string }) => name) }).toEqual({
      code: 1,
      findings: ['selector-matches-no-pods'],
    });
    expect(stderr.split('\n')).toHaveLength(2);
    expect(report.services).toMatchObject([{ status: 'Unavailable' }, { name: 'db' }, { status: 'Unknown' }]);
    expect(report.skipped).toContainEqual({
      name: 'selector-matches-no-pods',
      reason: stderr.replace(/^error: |\n/g, ''),
    });
  });

  test('describe and get fail, and print what they have', async () => {
    for (const command of ['describe', 'get']) {
      const { code, stdout } = await run([command, '-f', '-', '-o', 'name'], {
        stdin: ALL.replace('replicas: 1', 'replicas: a'),
      });
      expect({ code, stdout }).toEqual({ code: 1, stdout: 'service/db\nservice/web\n' });
    }
  });
});

describe('what was not rendered', () => {
  test.each([
    ['name: web', 'name: {{ .Values.name }}', 4],
    ['name: web', 'name: "{{ .Values.name }}"', 4],
    ['    port: 80', '    port: {{ .Values.port }}', 10],
    ['  selector:', '  {{- if .Values.selector }}\n  selector:', 6],
    ['  selector:\n    app: a', '  selector: {{- include "labels" . | nindent 4 }}', 6],
    ['apiVersion: v1', '{{- if .Values.enabled }}\napiVersion: v1', 1],
  ])('%j: %j', async (from, to, line) => {
    const { code, stderr } = await checked(SERVICE.replace(from, to));
    expect(code).toBe(2);
    expect(stderr.split('\n')).toHaveLength(2);
    expect(stderr).toMatch(/standard input/);
    expect(stderr).toMatch(new RegExp(`line ${line} is a template|:${line}: .* (template|not a mapping)`));
    expect(stderr).toMatch(/\{\{|mapping/);
  });

  test('templates in texts of others are no templates of ours', async () => {
    const text =
      SERVICE.replace('name: web', 'name: web\n  annotations: {note: "{{ $labels.pod }}"}') + DEPLOYMENT;
    expect(await checked(text)).toMatchObject({ code: 0, stderr: '' });
  });
});

describe('other encodings', () => {
  test.each<[string, Buffer, RegExp]>([
    ['UTF-16 without a mark', Buffer.from(SERVICE, 'utf16le'), /NUL byte/],
    [
      'a character that is cut off',
      Buffer.concat([Buffer.from(SERVICE), Buffer.from([0xe2, 0x82])]),
      /expected ':' after a mapping key/,
    ],
    ['a NUL byte', Buffer.from(`${SERVICE}\0`), /NUL byte/],
    [
      'a NUL byte in JSON',
      Buffer.from('{"apiVersion":"v1","kind":"Pod","metadata":{"name":"\0"}}'),
      /NUL byte/,
    ],
  ])('%s', async (_, bytes, said) => {
    const cwd = mkdtempSync(join(tmpdir(), 'kubectl-endpoints-'));
    onTestFinished(() => rmSync(cwd, { recursive: true }));
    writeFileSync(join(cwd, 'x.yaml'), bytes);
    const { code, stdout, stderr } = await run(['check', '-f', 'x.yaml'], { cwd });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^error: x\.yaml:\d+: .*\n0 Services in 1 file\n$/);
    expect(stderr).toMatch(said);
  });

  test.each<[string, Buffer]>([
    ['UTF-16 with a mark, little-endian', Buffer.from(`\ufeff${SERVICE}${DEPLOYMENT}`, 'utf16le')],
    ['UTF-16 with a mark, big-endian', Buffer.from(`\ufeff${SERVICE}${DEPLOYMENT}`, 'utf16le').swap16()],
    [
      'JSON of UTF-16',
      Buffer.from(
        `\ufeff${JSON.stringify({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' } })}`,
        'utf16le',
      ),
    ],
    [
      'Latin-1, of which other bytes are replaced',
      Buffer.from(`# \u00e9\n${SERVICE}${DEPLOYMENT}`, 'latin1'),
    ],
  ])('as kubectl reads it: %s', async (_, bytes) => {
    const cwd = mkdtempSync(join(tmpdir(), 'kubectl-endpoints-'));
    onTestFinished(() => rmSync(cwd, { recursive: true }));
    writeFileSync(join(cwd, 'x.yaml'), bytes);
    const { stdout, stderr } = await run(['get', '-f', 'x.yaml', '-o', 'name'], { cwd });
    expect({ stdout, stderr }).toEqual({ stdout: 'service/web\n', stderr: '' });
  });

  test('characters of any length, cut anywhere', async () => {
    const text = SERVICE.replace('name: web', 'name: web\n  annotations: {note: "a\u00e9\u20ac\u{1f600}"}');
    const bytes = Buffer.from(text);
    for (const size of [1, 2, 3, 5]) {
      const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
        bytes.subarray(i * size, (i + 1) * size),
      );
      const { utf8Chunks } = await import('../../../src/files/parse/utf8.ts');
      const out: Buffer[] = [];
      for await (const chunk of utf8Chunks(
        (async function* () {
          yield* chunks;
        })(),
      ))
        out.push(chunk);
      expect(Buffer.concat(out).equals(bytes)).toBe(true);
    }
  });
});

test('Pods that a server is to name are all there', async () => {
  const job = (app: string) => `---
apiVersion: batch/v1
kind: Job
metadata: {generateName: job-}
spec: {template: {metadata: {labels: {app: ${app}}}, spec: {containers: []}}}
`;
  const { code, stderr } = await checked(SERVICE + job('a') + job('b'));
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});
