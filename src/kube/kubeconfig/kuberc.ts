/** Reads kubectl's preferences: $HOME/.kube/kuberc, or the file of `--kuberc` or $KUBERC. */
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { loadAll } from 'js-yaml';
import { UserError } from '../../model/errors.ts';
import type { IO } from '../../model/io.ts';
import { escapeText } from '../../text/escape.ts';
import { fileReason } from '../errors/file-error.ts';
import { homeDir } from './home-dir.ts';

export const PREFERENCES_PREFIX = 'error occurred while applying preferences ';

/** The fields of a Preference about credential plugins. */
interface Preference {
  apiVersion?: string;
  kind?: string;
  credentialPluginPolicy?: string;
  credentialPluginAllowlist?: readonly { command?: string }[] | null;
}

/**
 * Like kubectl, reads a file given by `--kuberc` or $KUBERC before anything else.
 * @throws {UserError} for an invalid file
 */
export async function checkKuberc(kuberc: string | undefined, io: IO): Promise<void> {
  const { KUBERC: named = '' } = io.env;
  if (kuberc === undefined && named === '') return;
  if (kuberc !== undefined && isDisabled(io)) throw new UserError('unknown flag: --kuberc');
  if (kuberc !== undefined && named === 'off')
    throw new UserError(
      'kuberc error disabling kuberc via KUBERC=off and passing kuberc flag are mutually exclusive',
      PREFERENCES_PREFIX,
    );
  if (kuberc === '') throw new UserError('kuberc file is not found', PREFERENCES_PREFIX);
  await readPreference(kuberc, io);
}

const isDisabled = ({ env }: IO) => env.KUBECTL_KUBERC?.toLowerCase() === 'false';

/**
 * The first Preference of a supported version; empty without a file.
 * @throws {UserError} for an invalid file that was given by name
 */
export async function readPreference(kuberc: string | undefined, io: IO): Promise<Preference> {
  const named = kuberc ?? io.env.KUBERC ?? '';
  if ((kuberc === undefined && named === 'off') || isDisabled(io)) return {};
  const path = named === '' ? join(await homeDir(io), '.kube', 'kuberc') : named;
  try {
    return parsePreference(await readFile(resolve(io.cwd, path), 'utf8'), path);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' && named === '') return {};
    const reason = code ? fileReason(error, path) : message;
    if (named !== '') throw new UserError(`kuberc error kuberc: ${reason}`, PREFERENCES_PREFIX);
    io.stderr.write(`${escapeText(`kuberc: no preferences loaded from ${path}: ${reason}`)}\n`);
    return {};
  }
}

function parsePreference(text: string, path: string): Preference {
  if (text.trim() === '') return {};
  const found = parseDocuments(text).find(isPreference);
  if (!found) throw new Error(`no valid preferences found in ${path}, use --v=5 to see details`);
  return found;
}

function parseDocuments(text: string): unknown[] {
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
