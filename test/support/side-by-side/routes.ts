/** Proxies, by `proxy-url` and by the environment. */

import { directoryWith, kubeconfig } from '../connections.ts';
import type { ApiServer } from '../servers/api-server.ts';
import type { Authority } from '../servers/authority.ts';
import { httpProxy, socksProxy } from '../servers/proxies.ts';
import { recorder } from '../servers/recorder.ts';
import { PATH, type Scenario, stable } from './scenario.ts';

type ProxySettings = { cluster?: object; env?: Record<string, string>; server?: string };

/** Requests to a server that only the proxy reaches; records the targets of the proxy and the requests that arrive. */
export function routes({ server: pair, data }: Authority): Scenario[] {
  const proxies = {
    http: (port: number, asked: string[]) => httpProxy(port, asked),
    https: (port: number, asked: string[]) => httpProxy(port, asked, pair),
    socks5: socksProxy,
  };
  const route = (
    name: string,
    kind: keyof typeof proxies,
    plain: boolean,
    settingsOf: (proxy: string, server: ApiServer) => ProxySettings,
  ): Scenario => ({
    name: `goes: ${name}`,
    async outcome(run) {
      const server = await recorder(plain ? undefined : pair);
      const asked: string[] = [];
      const { cluster, env, server: override } = settingsOf(await proxies[kind](server.port, asked), server);
      const address = override ?? `${plain ? 'http' : 'https'}://k.example:6443`;
      const settings = { server: address, ...(!plain && { 'certificate-authority-data': data }), ...cluster };
      const cwd = directoryWith({ config: kubeconfig(settings, { token: 't' }) });
      const { code } = await run([], { cwd, env: { PATH, HOME: cwd, KUBECONFIG: 'config', ...env } });
      const arrived = stable(server.take(), { [`:${server.port}`]: ':PORT' });
      return { code, proxy: [...new Set(asked)].filter(isAboutService), arrived };
    },
  });
  const byUrl = (proxy: string) => ({ cluster: { 'proxy-url': proxy } });
  const by =
    (name: string, more = {}) =>
    (proxy: string) => ({ env: { [name]: proxy, ...more } });
  return [
    route('proxy-url http', 'http', false, byUrl),
    route('proxy-url http, plain server', 'http', true, byUrl),
    route('proxy-url https', 'https', false, byUrl),
    route('proxy-url socks5', 'socks5', false, byUrl),
    route('proxy-url socks5, plain server', 'socks5', true, byUrl),
    route('HTTPS_PROXY', 'http', false, by('HTTPS_PROXY')),
    route('https_proxy', 'http', false, by('https_proxy')),
    route('HTTP_PROXY, plain server', 'http', true, by('HTTP_PROXY')),
    route('http_proxy, plain server', 'http', true, by('http_proxy')),
    route('NO_PROXY of others', 'http', false, by('HTTPS_PROXY', { NO_PROXY: '10.0.0.0/8,other.example' })),
    route('HTTPS_PROXY is not for what is on this machine', 'http', false, (proxy, { url }) => ({
      server: url,
      env: { HTTPS_PROXY: proxy },
    })),
    ...['k.example', '.example', 'k.example:6443', '*'].map((exceptions) =>
      route(`NO_PROXY=${exceptions}`, 'http', false, by('HTTPS_PROXY', { NO_PROXY: exceptions })),
    ),
  ];
}

/** Leaves out discovery, which only kubectl does. */
const isAboutService = (line: string) => !line.startsWith('GET ') || line.includes('/services/web');
