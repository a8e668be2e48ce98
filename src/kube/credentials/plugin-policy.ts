/**
 * Which credential plugins the user lets run: kubectl's preferences, $HOME/.kube/kuberc (client-go,
 * plugin/pkg/client/auth/exec/exec.go). client-node knows of none.
 */
import { readFile } from 'node:fs/promises';
import { basename, join, normalize, resolve } from 'node:path';
import { loadAll } from 'js-yaml';
import { UserError } from '../../model/errors.ts';
import type { IO } from '../../model/io.ts';
import { escapeText } from '../../text/escape.ts';
import { fileReason } from '../errors/file-error.ts';
import { homeOf } from '../kubeconfig/home.ts';
import { lookPath } from './look-path.ts';

const PREFIX = 'error occurred while applying preferences ';

interface Preference {
  apiVersion?: string;
  kind?: string;
  credentialPluginPolicy?: string;
  credentialPluginAllowlist?: readonly { command?: string }[] | null;
}

/** @throws {Error} in client-go's words for a plugin that may not run, {UserError} for preferences that contradict themselves */
export async function refusePlugin(command: string, kuberc: string | undefined, io: IO): Promise<void> {
  const { credentialPluginPolicy: policy = '', credentialPluginAllowlist: listed } = await preference(
    kuberc,
    io,
  );
  const allowed = listed?.map((entry) => entry?.command ?? '') ?? null;
  validate(policy, allowed);
  if (policy === 'DenyAll')
    throw new Error(`plugin ${JSON.stringify(command)} not allowed: policy set to "DenyAll"`);
  if (policy === 'Allowlist') await refuseUnlisted(normalize(command), allowed ?? [], io);
}

async function refuseUnlisted(command: string, allowed: readonly string[], io: IO): Promise<void> {
  const path = await lookPath(command, io);
  if (allowed.includes(command) || (path !== null && allowed.includes(path))) return;
  if (path === null)
    throw new Error(
      `plugin path ${JSON.stringify(command)} cannot be resolved for credential plugin allowlist check: executable file not found in $PATH`,
    );
  const alike = allowed.filter((entry) => basename(entry) === basename(path));
  const paths = await Promise.all(alike.map((entry) => lookPath(entry, io)));
  if (!paths.includes(path))
    throw new Error(
      `plugin path ${JSON.stringify(path)} is not permitted by the credential plugin allowlist`,
    );
}

/** A mistake in what is meant to keep programs from running lets none run. */
function validate(policy: string, allowed: readonly string[] | null): void {
  const fault = faultOf(policy, allowed);
  if (fault) throw new UserError(fault, PREFIX);
}

function faultOf(policy: string, allowed: readonly string[] | null): string | null {
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

/**
 * kubectl looks before it does anything else at a file that was named, by `--kuberc` or by $KUBERC.
 * @throws {UserError} for one that cannot be used
 */
export async function checkPreferences(kuberc: string | undefined, io: IO): Promise<void> {
  const { KUBERC: named = '' } = io.env;
  if (kuberc === undefined && named === '') return;
  if (kuberc !== undefined && isDisabled(io)) throw new UserError('unknown flag: --kuberc');
  if (kuberc !== undefined && named === 'off')
    throw new UserError(
      'kuberc error disabling kuberc via KUBERC=off and passing kuberc flag are mutually exclusive',
      PREFIX,
    );
  if (kuberc === '') throw new UserError('kuberc file is not found', PREFIX);
  await preference(kuberc, io);
}

const isDisabled = ({ env }: IO) => env.KUBECTL_KUBERC?.toLowerCase() === 'false';

/** The first that kubectl of today can read; empty where there is none. */
async function preference(kuberc: string | undefined, io: IO): Promise<Preference> {
  const named = kuberc ?? io.env.KUBERC ?? '';
  if ((kuberc === undefined && named === 'off') || isDisabled(io)) return {};
  const path = named === '' ? join(await homeOf(io), '.kube', 'kuberc') : named;
  try {
    return chosen(await readFile(resolve(io.cwd, path), 'utf8'), path);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' && named === '') return {};
    const reason = code ? fileReason(error, path) : message;
    if (named !== '') throw new UserError(`kuberc error kuberc: ${reason}`, PREFIX);
    io.stderr.write(`${escapeText(`kuberc: no preferences loaded from ${path}: ${reason}`)}\n`);
    return {};
  }
}

function chosen(text: string, path: string): Preference {
  if (text.trim() === '') return {};
  const found = documentsOf(text).find(isPreference);
  if (!found) throw new Error(`no valid preferences found in ${path}, use --v=5 to see details`);
  return found;
}

function documentsOf(text: string): unknown[] {
  try {
    return loadAll(text);
  } catch {
    return [];
  }
}

function isPreference(value: unknown): value is Preference {
  const {
    apiVersion,
    kind,
    credentialPluginPolicy = '',
    credentialPluginAllowlist,
  } = (value ?? {}) as Preference;
  return (
    kind === 'Preference' &&
    /^kubectl\.config\.k8s\.io\/v1(alpha1|beta1)$/.test(String(apiVersion)) &&
    typeof credentialPluginPolicy === 'string' &&
    Array.isArray(credentialPluginAllowlist ?? [])
  );
}
