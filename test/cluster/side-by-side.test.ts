/** The same kubeconfig and flags, once with kubectl and once with us: what arrives at the server is the same. */
import { describe, expect, test } from 'vitest';
import { kubeconfigs, refused } from '../support/kubeconfigs.ts';
import { kubectl } from '../support/kubectl.ts';
import { runKubectl, runTool, type Surroundings } from '../support/programs.ts';
import type { ApiServer } from '../support/servers/api-server.ts';
import { authority } from '../support/servers/authority.ts';
import { httpProxy, socksProxy } from '../support/servers/proxies.ts';
import { type Recorded, recorder } from '../support/servers/recorder.ts';
import { directoryWith, kubeconfig } from '../support/world.ts';

if (!kubectl) process.stderr.write('side by side skipped: there is no kubectl\n');

const own = authority();
const { data } = own;
const pair = own.issue('both', ['127.0.0.1'], { hosts: ['k.example'] });
/** kubectl tells of each try of its discovery. */
const LOGGED = /^E\d{4} (?:.*err=<\n(?:.*\n)*? >\n|.*\n)/gm;
const PATH = '/usr/bin:/bin';

/** One line of arguments with both. */
async function both(flags: readonly string[], around: Surroundings, take: () => unknown) {
  const theirs = { ...(await runKubectl(['get', 'service', 'web', ...flags], around)), asked: take() };
  const ours = { ...(await runTool(['describe', 'svc', 'web', ...flags], around)), asked: take() };
  return { theirs, ours };
}

describe.skipIf(!kubectl)('kubectl and we ask alike:', () => {
  test.each(Object.entries(kubeconfigs({ ...own, server: pair })))('%s', async (_, given) => {
    const plain = typeof given === 'object' && given.plain;
    const server = await recorder(plain ? undefined : pair);
    const one = typeof given === 'function' ? given(server.url) : given;
    const { files, cluster, user, context, flags = [], env } = one;
    const own = { server: server.url, ...(!plain && { 'certificate-authority-data': data }), ...cluster };
    const cwd = directoryWith({ config: kubeconfig(own, user, { context }), ...files });
    const around = { cwd, env: { PATH, HOME: cwd, KUBECONFIG: 'config', ...env } };
    const { theirs, ours } = await both(flags, around, server.take);
    expect(theirs).toMatchObject({ code: 0, asked: [{}] });
    expect(ours.asked).toEqual(theirs.asked);
    expect(ours.code).toBe(0);
  });
});

describe.skipIf(!kubectl)('kubectl and we refuse alike:', () => {
  test.each(Object.entries(refused(own)))('%s', async (_, { files, cluster, user, flags = [], env }) => {
    const own = { server: 'https://127.0.0.1:1', 'certificate-authority-data': data, ...cluster };
    const cwd = directoryWith({ config: kubeconfig(own, user), ...files });
    const around = { cwd, env: { PATH, HOME: cwd, KUBECONFIG: 'config', ...env } };
    const { theirs, ours } = await both(flags, around, () => null);
    // Where kubectl writes paragraphs, we write one line.
    const words = (text: string) =>
      text
        .replace(LOGGED, '')
        .replace(/\.?\s+/g, ' ')
        .trim();
    expect({ ...ours, stderr: words(ours.stderr) }).toEqual({ ...theirs, stderr: words(theirs.stderr) });
    expect(theirs.code).toBe(1);
  });
});

describe.skipIf(!kubectl)('kubectl and we go the same way:', () => {
  const proxies = {
    http: (port: number, asked: string[]) => httpProxy(port, asked),
    https: (port: number, asked: string[]) => httpProxy(port, asked, pair),
    socks5: socksProxy,
  };
  const far = (plain: boolean) => `${plain ? 'http' : 'https'}://k.example:6443`;

  /** Both towards a server that only the proxy can reach; what the proxy was asked, and what arrived. */
  async function viaProxy(
    kind: keyof typeof proxies,
    plain: boolean,
    how: (
      proxy: string,
      server: ApiServer,
    ) => { cluster?: object; env?: Record<string, string>; server?: string },
  ) {
    const server = await recorder(plain ? undefined : pair);
    const asked: string[] = [];
    const { cluster, env, server: near } = how(await proxies[kind](server.port, asked), server);
    const own = {
      server: near ?? far(plain),
      ...(!plain && { 'certificate-authority-data': data }),
      ...cluster,
    };
    const cwd = directoryWith({ config: kubeconfig(own, { token: 't' }) });
    const around = { cwd, env: { PATH, HOME: cwd, KUBECONFIG: 'config', ...env } };
    const take = () => ({
      proxy: [...new Set(asked.splice(0))].filter(isAboutService),
      arrived: server.take(),
    });
    const { theirs, ours } = await both([], around, take);
    expect(ours.asked).toEqual(theirs.asked);
    return { theirs, asked: theirs.asked as { proxy: string[]; arrived: Recorded[] } };
  }
  /** Discovery is kubectl's own. */
  const isAboutService = (line: string) => !line.startsWith('GET ') || line.includes('/services/web');

  test.each([
    ['http', false],
    ['http', true],
    ['https', false],
    ['socks5', false],
    ['socks5', true],
  ] as const)('proxy-url %s, plain server: %s', async (kind, plain) => {
    const { theirs, asked } = await viaProxy(kind, plain, (proxy) => ({ cluster: { 'proxy-url': proxy } }));
    expect(theirs.code).toBe(0);
    expect(asked).toMatchObject({ proxy: [expect.stringContaining('k.example:6443')], arrived: [{}] });
  });

  test.each([
    ['HTTPS_PROXY', false, {}],
    ['https_proxy', false, {}],
    ['HTTP_PROXY', true, {}],
    ['http_proxy', true, {}],
    ['HTTPS_PROXY', false, { NO_PROXY: '10.0.0.0/8,other.example' }],
  ])('%s, plain server: %s, %o', async (name, plain, more) => {
    const { theirs, asked } = await viaProxy('http', plain, (proxy) => ({ env: { [name]: proxy, ...more } }));
    expect(theirs.code).toBe(0);
    expect(asked).toMatchObject({ proxy: [expect.stringContaining('k.example:6443')], arrived: [{}] });
  });

  test('HTTPS_PROXY is not for what is on this machine', async () => {
    const { theirs, asked } = await viaProxy('http', false, (proxy, { url }) => ({
      server: url,
      env: { HTTPS_PROXY: proxy },
    }));
    expect(theirs.code).toBe(0);
    expect(asked).toMatchObject({ proxy: [], arrived: [{}] });
  });

  test.each(['k.example', '.example', 'k.example:6443', '*'])('NO_PROXY=%s', async (exceptions) => {
    const { theirs, asked } = await viaProxy('http', false, (proxy) => ({
      env: { HTTPS_PROXY: proxy, NO_PROXY: exceptions },
    }));
    expect(theirs.code).toBe(1);
    expect(asked).toEqual({ proxy: [], arrived: [] });
  });
});
