/** Whether a credential plugin may run: `credentialPluginPolicy` in kuberc, the file of $KUBERC and `--kuberc`. */

import { directoryWith, kubeconfig } from '../connections.ts';
import type { Authority } from '../servers/authority.ts';
import { recorder } from '../servers/recorder.ts';
import { exec, plugin } from './case.ts';
import { PATH, type Scenario, stable } from './scenario.ts';

interface PolicyCase {
  /** `HERE` stands for the folder of the plugin, which is on PATH. */
  kuberc?: object | string;
  command?: string;
  env?: Record<string, string>;
  flags?: readonly string[];
}

const preference = (fields: object, version = 'v1beta1') => ({
  apiVersion: `kubectl.config.k8s.io/${version}`,
  kind: 'Preference',
  ...fields,
});
const policy = (name: string, ...commands: string[]) =>
  preference({
    credentialPluginPolicy: name,
    ...(commands.length > 0 && { credentialPluginAllowlist: commands.map((command) => ({ command })) }),
  });

/** Files beside the kubeconfig. */
const FILES = {
  allow: policy('AllowAll'),
  deny: policy('DenyAll'),
  broken: 'a: [',
  other: 'kind: Other',
  typed: preference({ credentialPluginPolicy: 5 }),
};

export function policies({ server, data }: Authority): Scenario[] {
  const scenario = (
    name: string,
    { kuberc = FILES.allow, command = 'login', env, flags = [] }: PolicyCase,
  ) => ({
    name: `kuberc: ${name}`,
    feature: 'credentialPluginPolicy in kuberc' as const,
    async outcome(run: Parameters<Scenario['outcome']>[0]) {
      const { url } = await recorder(server);
      const user = { exec: exec(command) };
      const config = kubeconfig({ server: url, 'certificate-authority-data': data }, user);
      const cwd = directoryWith({ config, 'bin/login': plugin({ token: 't' }), ...FILES });
      const text = typeof kuberc === 'string' ? kuberc : JSON.stringify(kuberc);
      const home = directoryWith({ '.kube/kuberc': text.replaceAll('HERE', `${cwd}/bin`) });
      const own = { HOME: home, KUBECONFIG: 'config', PATH: `${cwd}/bin:${PATH}` };
      const { code, stderr } = await run(flags, { cwd, env: { ...own, ...env } });
      return { code, stderr: stable(stderr.replace(/^E\d{4} .*\n/gm, ''), { [cwd]: 'CWD' }) };
    },
  });
  const byFlag = (file: string, env: Record<string, string> = {}) =>
    scenario(`--kuberc=${file} ${JSON.stringify(env)}`, { env, flags: [`--kuberc=${file}`] });
  const unasked = (env: Record<string, string>) =>
    scenario(`not asked ${JSON.stringify(env)}`, { kuberc: FILES.deny, env });
  return [
    scenario('no policy', { kuberc: preference({}) }),
    scenario('AllowAll', { kuberc: FILES.allow }),
    scenario('its name', { kuberc: policy('Allowlist', 'login') }),
    scenario('its path', { kuberc: policy('Allowlist', 'HERE/login') }),
    scenario('its name for its path', { kuberc: policy('Allowlist', 'login'), command: './bin/login' }),
    scenario('one of several documents', { kuberc: `kind: Other\n---\n${JSON.stringify(FILES.allow)}` }),
    scenario('an old version', { kuberc: preference({}, 'v1alpha1') }),
    scenario('DenyAll', { kuberc: FILES.deny }),
    scenario('another name', { kuberc: policy('Allowlist', 'other') }),
    scenario('another path of that name', { kuberc: policy('Allowlist', '/opt/login') }),
    scenario('an unknown policy', { kuberc: policy('Deny') }),
    scenario('no list', { kuberc: policy('Allowlist') }),
    scenario('a list without that policy', { kuberc: policy('DenyAll', 'login') }),
    scenario('an empty entry', { kuberc: policy('Allowlist', '') }),
    scenario('a path that is not plain', { kuberc: policy('Allowlist', '/a/../b') }),
    ...[{ KUBERC: 'off' }, { KUBECTL_KUBERC: 'false' }, { KUBECTL_KUBERC: 'FALSE' }].map(unasked),
    ...['allow', 'deny', 'missing', 'off', '.', 'broken', 'other', 'typed'].map((file) => byFlag(file)),
    byFlag('allow', { KUBERC: 'deny' }),
    byFlag('deny', { KUBERC: 'allow' }),
    byFlag('deny', { KUBERC: 'off' }),
    byFlag('', { KUBERC: 'allow' }),
  ];
}
