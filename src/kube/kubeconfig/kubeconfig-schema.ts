/**
 * Checks a kubeconfig against client-go's types (tools/clientcmd/api/v1/types.go), with its messages. Without them,
 * `insecure-skip-tls-verify: "false"` would be true.
 */

interface GoType {
  go: string;
  /** The JSON type that Go's decoder accepts; absent for any. */
  json?: 'string' | 'bool' | 'array' | 'object';
  base64?: true;
  /** The type of a list's items or a map's values. */
  of?: GoType;
  fields?: Readonly<Record<string, GoType>>;
}

const text: GoType = { go: 'string', json: 'string' };
const flag: GoType = { go: 'bool', json: 'bool' };
const bytes: GoType = { go: '[]uint8', json: 'string', base64: true };
const any: GoType = { go: 'runtime.RawExtension' };
const list = (of: GoType): GoType => ({ go: `[]${of.go}`, json: 'array', of });
const map = (of: GoType): GoType => ({ go: `map[string]${of.go}`, json: 'object', of });
const struct = (name: string, fields: Record<string, GoType>): GoType => ({
  go: `v1.${name}`,
  json: 'object',
  fields,
});

const extensions = list(struct('NamedExtension', { name: text, extension: any }));

const cluster = struct('Cluster', {
  server: text,
  'tls-server-name': text,
  'insecure-skip-tls-verify': flag,
  'certificate-authority': text,
  'certificate-authority-data': bytes,
  'proxy-url': text,
  'disable-compression': flag,
  extensions,
});

const exec = struct('ExecConfig', {
  apiVersion: text,
  command: text,
  args: list(text),
  env: list(struct('ExecEnvVar', { name: text, value: text })),
  installHint: text,
  provideClusterInfo: flag,
  interactiveMode: text,
});

const user = struct('AuthInfo', {
  'client-certificate': text,
  'client-certificate-data': bytes,
  'client-key': text,
  'client-key-data': bytes,
  token: text,
  tokenFile: text,
  username: text,
  password: text,
  as: text,
  'as-uid': text,
  'as-groups': list(text),
  'as-user-extra': map(list(text)),
  exec,
  'auth-provider': struct('AuthProviderConfig', { name: text, config: map(text) }),
  extensions,
});

const context = struct('Context', { cluster: text, user: text, namespace: text, extensions });

const CONFIG = struct('Config', {
  apiVersion: text,
  kind: text,
  preferences: struct('Preferences', { colors: flag, extensions }),
  'current-context': text,
  contexts: list(struct('NamedContext', { name: text, context })),
  clusters: list(struct('NamedCluster', { name: text, cluster })),
  users: list(struct('NamedAuthInfo', { name: text, user })),
  extensions,
});

/**
 * Drops unknown keys and null values, as Go's decoder does.
 * @throws {Error} with client-go's message for a value of another type
 */
export function decodeConfig(content: unknown): object {
  return decode(content, CONFIG, '', '') as object;
}

function decode(value: unknown, type: GoType, owner: string, path: string): unknown {
  const { go, json, base64, of, fields } = type;
  if (json === undefined) return value;
  const actual = jsonTypeOf(value);
  if (actual !== json)
    throw new Error(`json: cannot unmarshal ${actual} into Go struct field ${owner}${path} of type ${go}`);
  if (base64) return checkBase64(value as string);
  if (fields) return decodeFields(value as object, fields, go.replace('v1.', ''), path);
  if (of && Array.isArray(value)) return value.map((item) => decode(item ?? zeroValue(of), of, owner, path));
  if (!of) return value;
  const values = Object.entries(value as object).map(([key, item]) => [
    key,
    decode(item ?? zeroValue(of), of, owner, path),
  ]);
  return Object.fromEntries(values);
}

function decodeFields(value: object, fields: Record<string, GoType>, owner: string, path: string): object {
  const known = Object.entries(value).flatMap(([key, item]) => {
    const type = Object.hasOwn(fields, key) ? fields[key] : undefined;
    return type && item !== null ? [[key, decode(item, type, owner, `${path}.${key}`)]] : [];
  });
  return Object.fromEntries(known);
}

/** The value that Go's decoder makes of null in a list or a map. */
function zeroValue({ json }: GoType): unknown {
  if (json === 'object') return {};
  return json === 'array' ? [] : '';
}

function jsonTypeOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}

/** Node ignores invalid characters in base64; Go ignores line breaks only. */
function checkBase64(data: string): string {
  const joined = data.replace(/[\r\n]/g, '');
  const [digits = ''] = /^[A-Za-z0-9+/]*/.exec(joined) ?? [];
  const padding = joined.slice(digits.length);
  if (joined.length % 4 === 0 && ['', '=', '=='].includes(padding)) return joined;
  throw new Error(`illegal base64 data at input byte ${digits.length}`);
}
