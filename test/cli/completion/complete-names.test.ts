/** Completion of names from the API server, and of servers and plugins that fail. */
import { existsSync, readFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { completionsOf, words } from '../../support/completions.ts';
import { directoryWith, kubeconfig } from '../../support/connections.ts';
import { listen, serve, status } from '../../support/servers/api-server.ts';

const PLUGIN = { apiVersion: 'client.authentication.k8s.io/v1', interactiveMode: 'IfAvailable' };

const OBJECTS: Readonly<Record<string, readonly string[]>> = {
  '/api/v1/namespaces': ['default', 'shop', 'shop-2'],
  '/api/v1/namespaces/default/services': ['db', 'web', 'web-api'],
  '/api/v1/namespaces/shop/services': ['cart'],
  '/api/v1/namespaces/default/pods': ['web-0'],
  '/apis/networking.k8s.io/v1/namespaces/default/ingresses': ['shop'],
};

/** Pages of a list. */
const cluster =
  (lists: Readonly<Record<string, readonly string[]>>): RequestListener =>
  ({ url = '' }, response) => {
    const { pathname, searchParams } = new URL(url, 'http://x');
    const names = lists[pathname];
    const start = Number(searchParams.get('continue') ?? 0);
    const end = start + Number(searchParams.get('limit'));
    const items = names?.slice(start, end).map((name) => ({ metadata: { name } }));
    const metadata = names && end < names.length ? { continue: String(end) } : {};
    response.writeHead(names ? 200 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ items, metadata }));
  };

describe('of the cluster', () => {
  test.each([
    ['describe ', ['svc', 'pod', 'ingress', 'ip']],
    ['describe s', ['svc']],
    ['describe se', ['service', 'services']],
    ['describe we', ['web', 'web-api']],
    ['describe svc ', ['db', 'web', 'web-api']],
    ['describe services web', ['web', 'web-api']],
    ['describe svc web ', ['db', 'web-api']],
    ['describe svc/', ['svc/db', 'svc/web', 'svc/web-api']],
    ['describe service/w', ['service/web', 'service/web-api']],
    ['describe svc/web ', ['svc/db', 'svc/web-api']],
    ['describe svc/web s', ['svc/db', 'svc/web-api']],
    ['describe svc/web we', []],
    ['describe svc web svc/', []],
    ['describe web ', []],
    ['describe po', ['pod']],
    ['describe pod ', ['web-0']],
    ['describe po/', ['po/web-0']],
    ['describe ing ', ['shop']],
    ['describe ip ', []],
    ['get po', []],
    ['get pod ', []],
    ['check svc d', ['db']],
    ['describe svc -n shop ', ['cart']],
    ['-nshop describe svc ', ['cart']],
    ['describe --namespace=shop svc -v 9 ', ['cart']],
    ['describe svc -n empty ', []],
    ['describe -n ', ['default', 'shop', 'shop-2']],
    ['create-external x --namespace=s', ['shop', 'shop-2']],
    ['-n s', ['shop', 'shop-2']],
    ['describe -A svc ', []],
    ['describe -l a=b svc ', []],
    ['describe -f x.yaml svc ', []],
    ['describe --no-such-flag svc ', []],
    ['describe --color pink svc ', []],
  ])('%j: %j', async (line, expected) => {
    const { url } = await serve(cluster(OBJECTS));
    const answer = await completionsOf(['--server', url, ...words(line)]);
    expect(answer).toMatchObject({ candidates: expected, directive: ':4' });
  });

  test('of the context on the line', async () => {
    const [here, there] = [await serve(cluster({})), await serve(cluster(OBJECTS))];
    const {
      contexts: [context],
      ...rest
    } = kubeconfig({ server: here.url });
    const config = {
      ...rest,
      contexts: [context, { name: 'b', context: { cluster: 'b', namespace: 'shop' } }],
      clusters: [...rest.clusters, { name: 'b', cluster: { server: there.url } }],
    };
    const env = { KUBECONFIG: join(directoryWith({ config }), 'config') };
    expect((await completionsOf(words('describe svc --context b '), { env })).candidates).toEqual(['cart']);
    expect((await completionsOf(words('describe svc '), { env })).candidates).toEqual([]);
    expect(here.requests.map(({ url }) => url)).toEqual(['/api/v1/namespaces/default/services?limit=500']);
  });

  test('nothing is asked where no name can follow', async () => {
    const server = await serve(cluster(OBJECTS));
    for (const line of ['', 'describe ', 'describe --', 'explain ', 'describe -A svc ', 'describe -o '])
      await completionsOf(['--server', server.url, ...words(line)]);
    expect(server.requests).toEqual([]);
  });

  test('in pages, as far as names can begin so', async () => {
    const names = Array.from({ length: 1600 }, (_, i) => `web-${String(i).padStart(4, '0')}`);
    const server = await serve(cluster({ '/api/v1/namespaces/default/services': names }));
    const ask = (typed: string) => completionsOf(['--server', server.url, 'describe', 'svc', typed]);
    expect((await ask('')).candidates).toEqual(names);
    expect(server.requests).toHaveLength(4);
    expect((await ask('web-049')).candidates).toEqual(names.slice(490, 500));
    expect(server.requests).toHaveLength(6);
    expect((await ask('web-048')).candidates).toEqual(names.slice(480, 490));
    expect(server.requests).toHaveLength(7);
  });

  test('a server that lies commands neither the shell nor the terminal', async () => {
    const names = ['$(reboot)', 'a b', '-A', 'x\ny', ':0', '=ls', '\u001b[2J', '_activeHelp_ call me', 'web'];
    const server = await serve(cluster({ '/api/v1/namespaces/default/services': names }));
    const { lines } = await completionsOf(['--server', server.url, 'describe', 'svc', '']);
    expect(lines).toEqual(['web']);
  });

  test.each([
    ['a refusal', status(403, { reason: 'Forbidden', message: 'no' })],
    ['no list', ((_, response) => response.end('"x"')) satisfies RequestListener],
    ['null', ((_, response) => response.end('{"items":[null,{"metadata":null}]}')) satisfies RequestListener],
    [
      'a warning',
      ((_, response) => response.setHeader('warning', '299 - "old"').end('{}')) satisfies RequestListener,
    ],
  ])('%s: nothing, in silence', async (_, answer) => {
    const { url } = await serve(answer);
    expect(await completionsOf(['--server', url, 'describe', 'svc', ''])).toMatchObject({
      lines: [],
      directive: ':4',
    });
  });
});

describe('two seconds at most', () => {
  const limited = async (...line: string[]) => {
    const start = performance.now();
    const { candidates, directive } = await completionsOf([...line, 'describe', 'svc', '']);
    expect({ candidates, directive }).toEqual({ candidates: [], directive: ':4' });
    const time = performance.now() - start;
    expect(time).toBeGreaterThan(1_000);
    expect(time).toBeLessThan(2_000);
  };

  test('a server that never answers', async () => {
    const { url, requests } = await serve(() => {});
    await limited('--server', url, '--request-timeout', '1m');
    expect(requests).toHaveLength(1);
  });

  test('one that gives page after page', async () => {
    let page = 0;
    const { url } = await serve((_, response) => {
      page += 1;
      setTimeout(
        () => response.end(`{"items":[{"metadata":{"name":"a"}}],"metadata":{"continue":"${page}"}}`),
        20,
      );
    });
    await limited('--server', url);
  });

  test('one that does not even begin to speak TLS', async () => {
    const { port } = await listen(createServer());
    await limited('--server', `https://127.0.0.1:${port}`);
  });

  test('one that asks to wait', async () => {
    const { url } = await serve((_, response) => response.writeHead(429, { 'retry-after': '10' }).end());
    await limited('--server', url);
  });

  test('a credential plugin that does not end', async () => {
    const directory = directoryWith({ plugin: '#!/bin/sh\nexec sleep 60\n' });
    const exec = { ...PLUGIN, command: join(directory, 'plugin') };
    const config = join(
      directoryWith({ config: kubeconfig({ server: 'https://127.0.0.1:1' }, { exec }) }),
      'config',
    );
    await limited('--kubeconfig', config);
  });
});

test.each(['Never', 'IfAvailable', 'Always'])(
  'a credential plugin cannot ask: %s',
  async (interactiveMode) => {
    const directory = directoryWith({
      plugin:
        '#!/bin/sh\necho "Password:" >&2; echo "$KUBERNETES_EXEC_INFO" > "$0.info"; read -r line && echo "$line"; exit 1\n',
    });
    const command = join(directory, 'plugin');
    const exec = { ...PLUGIN, interactiveMode, command };
    const config = join(
      directoryWith({ config: kubeconfig({ server: 'https://127.0.0.1:1' }, { exec }) }),
      'config',
    );
    const stdin = Object.assign((async function* () {})(), { isTTY: true });
    const { lines } = await completionsOf(['--kubeconfig', config, 'describe', 'svc', ''], {
      stdin,
      env: process.env,
    });
    expect(lines).toEqual([]);
    if (interactiveMode === 'Always') expect(existsSync(`${command}.info`)).toBe(false);
    else expect(JSON.parse(readFileSync(`${command}.info`, 'utf8')).spec.interactive).toBe(false);
  },
);
