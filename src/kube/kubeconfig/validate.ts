import { CONFIGURATION_ERROR_PREFIX, UserError } from '../../model/errors.ts';
import { maskUrl } from '../../text/mask-url.ts';
import type { ClientConfig } from './client-config.ts';
import type { Cluster, ExecConfig, User } from './kubeconfig-entries.ts';

/**
 * What kubectl refuses before it connects, in its words (tools/clientcmd/validation.go).
 * @throws {UserError} with all that is wrong
 */
export function validate({ clusterName, cluster, userName, user }: ClientConfig): void {
  const faults = [
    ...credentialFaults(user, userName),
    ...impersonationFaults(user, userName),
    ...clusterFaults(cluster, clusterName),
  ];
  refuse(faults);
}

/** @throws {UserError} where there are faults */
export function refuse(faults: readonly string[]): void {
  const [only, ...more] = faults;
  if (only !== undefined && more.length === 0) throw new UserError(only);
  if (more.length > 0)
    throw new UserError(`\n${faults.map((fault) => `* ${fault}`).join('\n')}`, CONFIGURATION_ERROR_PREFIX);
}

function* clusterFaults(cluster: Cluster, name: string): Generator<string> {
  const proxy = cluster['proxy-url'];
  const fault = proxy ? proxyFault(proxy) : null;
  if (proxy && fault)
    yield `invalid 'proxy-url' ${JSON.stringify(maskUrl(proxy))} for cluster ${JSON.stringify(name)}: ${fault}`;
  if (cluster['certificate-authority'] && cluster['certificate-authority-data'])
    yield `certificate-authority-data and certificate-authority are both specified for ${name}. certificate-authority-data will override.`;
  if (
    cluster['insecure-skip-tls-verify'] &&
    (cluster['certificate-authority'] || cluster['certificate-authority-data'])
  )
    yield 'specifying a root certificates file with the insecure flag is not allowed';
}

function proxyFault(proxy: string): string | null {
  if (!URL.canParse(proxy)) return `could not parse: ${maskUrl(proxy)}`;
  const scheme = new URL(proxy).protocol.slice(0, -1);
  if (['http', 'https', 'socks5'].includes(scheme)) return null;
  return `unsupported scheme ${JSON.stringify(scheme)}, must be http, https, or socks5`;
}

function* credentialFaults(user: User, name: string): Generator<string> {
  const certificate = user['client-certificate'] || user['client-certificate-data'];
  if (user['client-certificate'] && user['client-certificate-data'])
    yield `client-cert-data and client-cert are both specified for ${name}. client-cert-data will override.`;
  if (certificate && user['client-key'] && user['client-key-data'])
    yield `client-key-data and client-key are both specified for ${name}; client-key-data will override`;
  if (certificate && !user['client-key'] && !user['client-key-data'])
    yield `client-key-data or client-key must be specified for ${name} to use the clientCert authentication method.`;
  if (user.token && (user.username || user.password))
    yield `more than one authentication method found for ${name}; found [token basicAuth], only one is allowed`;
  if (user.exec && user['auth-provider'])
    yield `authProvider cannot be provided in combination with an exec plugin for ${name}`;
  if (user.exec) yield* execFaults(user.exec, name);
}

function* execFaults(exec: ExecConfig, name: string): Generator<string> {
  const needs = (field: string) => `${field} must be specified for ${name} to use exec authentication plugin`;
  const mode = exec.interactiveMode || (exec.apiVersion?.endsWith('/v1beta1') ? 'IfAvailable' : '');
  if (!exec.command) yield needs('command');
  if (!exec.apiVersion) yield needs('apiVersion');
  if ((exec.env ?? []).some((variable) => !variable.name)) yield needs('env variable name');
  if (mode === '') yield needs('interactiveMode');
  else if (!['Never', 'IfAvailable', 'Always'].includes(mode))
    yield `invalid interactiveMode for ${name}: ${JSON.stringify(mode)}`;
}

function* impersonationFaults(user: User, name: string): Generator<string> {
  const more = user['as-uid'] || user['as-groups']?.length || Object.keys(user['as-user-extra'] ?? {}).length;
  if (more && !user.as) yield `requesting uid, groups or user-extra for ${name} without impersonating a user`;
}
