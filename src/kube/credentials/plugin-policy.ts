/**
 * The policy and allowlist for credential plugins in kuberc (client-go, plugin/pkg/client/auth/exec/exec.go).
 * client-node has none.
 */
import { basename, normalize } from 'node:path';
import { UserError } from '../../model/errors.ts';
import type { IO } from '../../model/io.ts';
import { PREFERENCES_PREFIX, readPreference } from '../kubeconfig/kuberc.ts';
import { lookPath } from './look-path.ts';

/** @throws {Error} with client-go's message for a plugin that is not allowed, {UserError} for invalid preferences */
export async function checkPluginPolicy(command: string, kuberc: string | undefined, io: IO): Promise<void> {
  const { credentialPluginPolicy: policy = '', credentialPluginAllowlist: listed } = await readPreference(
    kuberc,
    io,
  );
  const allowed = listed?.map((entry) => entry?.command ?? '') ?? null;
  validatePolicy(policy, allowed);
  if (policy === 'DenyAll')
    throw new Error(`plugin ${JSON.stringify(command)} not allowed: policy set to "DenyAll"`);
  if (policy === 'Allowlist') await checkAllowlist(normalize(command), allowed ?? [], io);
}

async function checkAllowlist(command: string, allowed: readonly string[], io: IO): Promise<void> {
  const path = await lookPath(command, io);
  if (allowed.includes(command) || (path !== null && allowed.includes(path))) return;
  if (path === null)
    throw new Error(
      `plugin path ${JSON.stringify(command)} cannot be resolved for credential plugin allowlist check: executable file not found in $PATH`,
    );
  const sameNamed = allowed.filter((entry) => basename(entry) === basename(path));
  const paths = await Promise.all(sameNamed.map((entry) => lookPath(entry, io)));
  if (!paths.includes(path))
    throw new Error(
      `plugin path ${JSON.stringify(path)} is not permitted by the credential plugin allowlist`,
    );
}

/** An invalid policy allows no plugin. */
function validatePolicy(policy: string, allowed: readonly string[] | null): void {
  const fault = policyFault(policy, allowed);
  if (fault) throw new UserError(fault, PREFERENCES_PREFIX);
}

function policyFault(policy: string, allowed: readonly string[] | null): string | null {
  const name = JSON.stringify(policy);
  if (['', 'AllowAll', 'DenyAll'].includes(policy))
    return (
      allowed &&
      `misconfigured credential plugin allowlist: plugin policy is ${name} but allowlist is non-nil`
    );
  if (policy !== 'Allowlist') return `unknown plugin policy: ${name}`;
  if (!allowed) return `credential plugin policy set to ${name}, but allowlist is unspecified`;
  if (allowed.length === 0)
    return `credential plugin policy set to ${name}, but allowlist is empty; use "DenyAll" policy instead`;
  const empty = allowed.indexOf('');
  if (empty >= 0) return `misconfigured credential plugin allowlist: empty allowlist entry #${empty + 1}`;
  const unclean = allowed.find((path) => normalize(path) !== path);
  if (unclean === undefined) return null;
  return `non-normalized file path: ${JSON.stringify(unclean)} vs ${JSON.stringify(normalize(unclean))}`;
}
