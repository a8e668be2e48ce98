/** Refreshed OIDC tokens are written to the kubeconfig. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { directoryWith, kubeconfig } from '../connections.ts';
import type { Authority } from '../servers/authority.ts';
import { EXPIRED, identityProvider, jwt } from '../servers/identity-provider.ts';
import { recorder } from '../servers/recorder.ts';
import { PATH, type Scenario, stable } from './scenario.ts';

export function tokens({ server: pair, data }: Authority): Scenario[] {
  return [
    {
      name: 'writes: new tokens',
      async outcome(run) {
        const { issuer } = await identityProvider(pair, { rotates: true });
        const { url: server } = await recorder(pair);
        const settings = {
          'client-id': 'kubectl',
          'client-secret': 's/t',
          'id-token': EXPIRED,
          'idp-certificate-authority-data': data,
          'idp-issuer-url': issuer,
          'refresh-token': 'refresh-0',
        };
        const user = { 'auth-provider': { name: 'oidc', config: settings } };
        const config = kubeconfig({ server, 'certificate-authority-data': data }, user);
        const cwd = directoryWith({ config });
        const { code, stderr } = await run([], { cwd, env: { PATH, HOME: cwd, KUBECONFIG: 'config' } });
        const written = load(readFileSync(join(cwd, 'config'), 'utf8')) as typeof config;
        const fresh = jwt({ iss: issuer, aud: 'kubectl', sub: 'me', exp: 4e9 });
        const names = { [fresh]: 'FRESH', [data]: 'CA', [issuer]: 'ISSUER' };
        return { code, stderr, users: stable(written.users, names) };
      },
    },
  ];
}
