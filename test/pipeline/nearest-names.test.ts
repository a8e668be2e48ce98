/** Errors about Services that do not exist name the one that was probably meant. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { run } from '../support/run-main.ts';
import { serve } from '../support/servers/api-server.ts';

const SERVICES = [
  ['shop', 'web'],
  ['shop', 'checkout'],
  ['team-01', 'billing'],
  ['team-02', 'billing'],
].map(([namespace, name]) => ({ metadata: { namespace, name, uid: `${namespace}-${name}` } }));

/** A server with the Services. @param forbidden paths that it refuses */
async function server(forbidden: RegExp = /^$/) {
  return serve((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://x');
    const answer = (code: number, body: object) =>
      response.writeHead(code, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    const failed = (code: number, reason: string, name?: string) =>
      answer(code, { kind: 'Status', code, reason, message: reason, details: { name } });
    if (forbidden.test(pathname)) return failed(403, 'Forbidden');
    const [, namespace, resource, name] =
      /^\/api\/v1(?:\/namespaces\/([^/]+))?\/([a-z]+)(?:\/([^/]+))?$/.exec(pathname) ?? [];
    const all = resource === 'services' ? SERVICES : [];
    const wanted = name ?? /^metadata\.name=(.*)$/.exec(searchParams.get('fieldSelector') ?? '')?.[1];
    const found = all
      .filter(({ metadata }) => namespace === undefined || metadata.namespace === namespace)
      .filter(({ metadata }) => wanted === undefined || metadata.name === wanted);
    if (name === undefined) return answer(200, { metadata: {}, items: found });
    return found[0]
      ? answer(200, { apiVersion: 'v1', kind: 'Service', ...found[0] })
      : failed(404, 'NotFound', name);
  });
}

const NOT_FOUND = 'Error from server (NotFound): services';

describe('in a cluster, in the words of kubectl', () => {
  test.each([
    [['describe', 'svc', 'chekcout'], `${NOT_FOUND} "chekcout" not found; did you mean "checkout"?`],
    [['get', 'svc', 'weeb'], `${NOT_FOUND} "weeb" not found; did you mean "web"?`],
    [['check', 'svc', 'zzz'], `${NOT_FOUND} "zzz" not found`],
    [
      ['describe', 'svc', 'billing'],
      `${NOT_FOUND} "billing" not found; it is in namespaces team-01, team-02`,
    ],
  ])('%j', async (words, line) => {
    const { url } = await server();
    const { stderr } = await run([...words, '-n', 'shop', '-s', url]);
    expect(stderr).toBe(`${line}\n`);
  });

  test('a Service that exists costs no request more', async () => {
    const { url, requests } = await server();
    expect((await run(['describe', 'svc', 'web', '-n', 'shop', '-s', url])).code).toBe(0);
    expect(requests.filter((one) => /fieldSelector|\/services\?/.test(one.url ?? ''))).toEqual([]);
  });

  test('without permission for other namespaces, the nearest name alone', async () => {
    const { url } = await server(/^\/api\/v1\/services$/);
    const { stderr } = await run(['get', 'svc', 'billing', 'weeb', '-n', 'shop', '-s', url]);
    expect(stderr).toBe(
      `${NOT_FOUND} "billing" not found\n${NOT_FOUND} "weeb" not found; did you mean "web"?\n`,
    );
  });

  test('without permission to list, as it is', async () => {
    const { url } = await server(/services$/);
    const { stderr } = await run(['get', 'svc', 'weeb', '-n', 'shop', '-s', url]);
    expect(stderr).toBe(`${NOT_FOUND} "weeb" not found\n`);
  });
});

describe('from files no error speaks of a server', () => {
  const stdin = JSON.stringify({
    apiVersion: 'v1',
    kind: 'List',
    items: SERVICES.map((service) => ({ apiVersion: 'v1', kind: 'Service', ...service })),
  });
  test.each([
    [['svc', 'chekcout'], 'no Service chekcout in standard input; did you mean "checkout"?'],
    [
      ['svc', 'web', '-n', 'team-01'],
      'no Service web in namespace team-01 in standard input; it is in namespace shop',
    ],
    [['pod', 'web-1'], 'no Pod web-1 in standard input'],
    [['ingress', 'shop'], 'no Ingress shop in standard input'],
  ])('%j', async (words, line) => {
    const { code, stderr } = await run(['describe', ...words, '-f', '-'], { stdin });
    expect({ code, stderr }).toEqual({ code: 1, stderr: `error: ${line}\n` });
  });
});

describe('-k', () => {
  /** A directory with a kubectl that does this. */
  function kubectl(script: string): string {
    const directory = mkdtempSync(join(tmpdir(), 'kubectl-'));
    writeFileSync(join(directory, 'kubectl'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    return `${directory}:/usr/bin:/bin`;
  }
  const check = (script: string) =>
    run(['check', '-k', 'overlays/prod', '-o', 'json'], { env: { PATH: kubectl(script) } });

  test('checks what kubectl kustomize builds', async () => {
    const { code, stdout, stderr } = await check(
      'echo "{apiVersion: v1, kind: Service, metadata: {name: $1-$(basename $2)}, spec: {type: ExternalName, externalName: a.example.com}}"',
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '1 Service in kubectl kustomize overlays/prod\n' });
    expect(JSON.parse(stdout).services).toMatchObject([{ name: 'kustomize-prod' }]);
  });

  test.each([
    [
      'error: must build at directory: not a valid directory',
      'must build at directory: not a valid directory',
    ],
    ['E1128 1 run.go:72] "command failed" err="no such file"', 'no such file'],
    [
      'E1128 1 run.go:72] "command failed" err=<\n\tfailed to run git fetch: fatal: no host\n\t: exit status 128\n >',
      'failed to run git fetch: fatal: no host: exit status 128',
    ],
  ])('fails in its words: %s', async (said, line) => {
    const { code, stdout, stderr } = await check(`echo '${said}' >&2; exit 1`);
    expect({ code, stdout, stderr }).toEqual({
      code: 2,
      stdout: '',
      stderr: `error: kubectl kustomize overlays/prod: ${line}\n`,
    });
  });
});

test('--fail-if-empty makes a check of nothing fail, and only that', async () => {
  const check = (namespace: string, ...more: string[]) =>
    run(['check', '-f', 'clusters/seed-nginx.json', '-n', namespace, ...more]);
  expect(await check('nowhere')).toMatchObject({
    code: 0,
    stderr: '0 Services of namespace nowhere in 1 file\n',
  });
  expect((await check('nowhere', '--fail-if-empty')).code).toBe(2);
  expect((await check('seed-nginx', '--fail-if-empty')).code).toBe(0);
});
