/** Parses the bytes of a kubeconfig. */
import { isUtf8 } from 'node:buffer';
import { loadAll, YAMLException } from 'js-yaml';
import { UserError } from '../../model/errors.ts';
import { GO_YAML } from '../../text/go-yaml.ts';
import { decodeConfig } from './kubeconfig-schema.ts';
import type { Cluster, Context, User } from './kubeconfig-types.ts';

/** A kubeconfig file, whose lists may be absent. */
export interface ConfigFile {
  kind?: string;
  apiVersion?: string;
  'current-context'?: string;
  contexts?: readonly { name?: string; context?: Context }[];
  clusters?: readonly { name?: string; cluster?: Cluster }[];
  users?: readonly { name?: string; user?: User }[];
}

/** @throws {UserError} for a file that client-go rejects */
export function parseConfig(bytes: Buffer, path: string): ConfigFile {
  try {
    return configOf(loadYaml(decodeText(bytes)));
  } catch (error) {
    throw loadingError(path, (error as Error).message);
  }
}

export function loadingError(path: string, reason: string): UserError {
  return new UserError(`error loading config file "${path}": ${reason}`);
}

/** YAML is UTF-8, or UTF-16 with a byte order mark, as PowerShell writes it. */
function decodeText(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString();
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return bytes.toString('utf16le', 2);
  if (first === 0xfe && second === 0xff && bytes.length % 2 === 0)
    return Buffer.from(bytes).swap16().toString('utf16le', 2);
  throw new Error('yaml: it is neither UTF-8 nor UTF-16');
}

/**
 * Loads the first document, the only one that kubectl reads.
 * @throws {Error} with a message of one line that does not quote the text
 */
export function loadYaml(text: string): unknown {
  try {
    return loadAll(text, GO_YAML)[0] ?? {};
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    throw new Error(
      error.mark ? `yaml: line ${error.mark.line + 1}: ${error.reason}` : `yaml: ${error.reason}`,
    );
  }
}

function configOf(content: unknown): ConfigFile {
  if (typeof content !== 'object' || Array.isArray(content)) throw new Error('it is not a mapping');
  const file: ConfigFile = decodeConfig(content);
  const { kind = '', apiVersion = '' } = file;
  if (!['', 'Config'].includes(kind) || !['', 'v1'].includes(apiVersion))
    throw new Error(`no kind "${kind}" is registered for version "${apiVersion}"`);
  checkUnique(file.contexts, 'Context');
  checkUnique(file.clusters, 'Cluster');
  checkUnique(file.users, 'AuthInfo');
  return file;
}

function checkUnique(entries: readonly { name?: string }[] = [], type: string): void {
  const seen = new Set<string>();
  for (const { name = '' } of entries) {
    if (seen.has(name))
      throw new Error(
        `error converting *[]Named${type} into *map[string]*api.${type}: duplicate name ${JSON.stringify(name)} in list`,
      );
    seen.add(name);
  }
}
