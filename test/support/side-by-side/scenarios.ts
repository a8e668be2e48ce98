/**
 * Scenarios in which the plugin must behave as kubectl: the same requests arrive at a server or proxy, or the same error
 * is printed. `recorded.json` has the results of kubectl 1.36.
 */

import { directoryWith, kubeconfig } from '../connections.ts';
import type { Authority } from '../servers/authority.ts';
import { recorder } from '../servers/recorder.ts';
import { accepted } from './accepted.ts';
import type { Case } from './case.ts';
import { policies } from './policies.ts';
import { refused } from './refused.ts';
import { routes } from './routes.ts';
import { PATH, type Scenario, stable } from './scenario.ts';
import { tokens } from './tokens.ts';

export function scenarios(own: Authority): Scenario[] {
  const server = own.issue('both', ['127.0.0.1'], { hosts: ['k.example'] });
  const authority = { ...own, server };
  return [
    ...Object.entries(accepted(authority)).map(([name, given]) => asking(name, given, authority)),
    ...Object.entries(refused(own)).map(([name, given]) => refusing(name, given, own)),
    ...routes(authority),
    ...policies(own),
    ...tokens(own),
  ];
}

function asking(name: string, given: Case | ((url: string) => Case), { server, data }: Authority): Scenario {
  const { feature, plain } = typeof given === 'function' ? given('') : given;
  return {
    name: `asks: ${name}`,
    feature,
    async outcome(run) {
      const { url, port, take } = await recorder(plain ? undefined : server);
      const one = typeof given === 'function' ? given(url) : given;
      const { files, cluster, user, context, flags = [], env } = one;
      const reachable = { server: url, ...(!plain && { 'certificate-authority-data': data }), ...cluster };
      const cwd = directoryWith({ config: kubeconfig(reachable, user, { context }), ...files });
      const { code } = await run(flags, { cwd, env: { PATH, HOME: cwd, KUBECONFIG: 'config', ...env } });
      return { code, asked: stable(take(), { [`:${port}`]: ':PORT', [data]: 'CA' }) };
    },
  };
}

function refusing(name: string, { files, cluster, user, flags = [], env }: Case, own: Authority): Scenario {
  return {
    name: `refuses: ${name}`,
    async outcome(run) {
      const unreachable = {
        server: 'https://127.0.0.1:1',
        'certificate-authority-data': own.data,
        ...cluster,
      };
      const cwd = directoryWith({ config: kubeconfig(unreachable, user), ...files });
      const around = { cwd, env: { PATH, HOME: cwd, KUBECONFIG: 'config', ...env } };
      const { code, stderr } = await run(flags, around);
      return { code, stderr: stable(words(stderr), { [cwd]: 'CWD', [own.directory]: 'CA' }) };
    },
  };
}

/** Removes the discovery log of kubectl, and joins its paragraphs to one line. */
const words = (text: string) =>
  text
    .replace(/^E\d{4} .*\n(?:(?!E\d{4} |error: |Error |Unable to |The connection ).*\n)*/gm, '')
    .replace(/\.?\s+/g, ' ')
    .trim();
