/**
 * The types that client-go gives a kubeconfig (tools/clientcmd/api/v1/types.go), and its words for what has another
 * one. Without them `insecure-skip-tls-verify: "false"` would be true.
 */

/** A type of Go's. */
interface StructType {
  go: string;
  /** JSON's name of what it is made from; absent: anything. */
  json?: 'string' | 'bool' | 'array' | 'object';
  base64?: true;
  /** Of each item of a list and each value of a map. */
  of?: StructType;
  fields?: Readonly<Record<string, StructType>>;
}

const text: StructType = { go: 'string', json: 'string' };
const flag: StructType = { go: 'bool', json: 'bool' };
const bytes: StructType = { go: '[]uint8', json: 'string', base64: true };
const any: StructType = { go: 'runtime.RawExtension' };
const list = (of: StructType): StructType => ({ go: `[]${of.go}`, json: 'array', of });
const map = (of: StructType): StructType => ({ go: `map[string]${of.go}`, json: 'object', of });
const struct = (name: string, fields: Record<string, StructType>): StructType => ({
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
 * What client-go would take of it: no other keys, and nothing that is null.
 * @throws {Error} in its words for a value of another type
 */
export function decodeConfig(content: unknown): object {
  return decode(content, CONFIG, '', '') as object;
}

function decode(value: unknown, shape: StructType, owner: string, path: string): unknown {
  const { go, json, base64, of, fields } = shape;
  if (json === undefined) return value;
  const is = jsonOf(value);
  if (is !== json)
    throw new Error(`json: cannot unmarshal ${is} into Go struct field ${owner}${path} of type ${go}`);
  if (base64) return checkBase64(value as string);
  if (fields) return decodeFields(value as object, fields, go.replace('v1.', ''), path);
  if (of && Array.isArray(value)) return value.map((item) => decode(item ?? zero(of), of, owner, path));
  if (!of) return value;
  const values = Object.entries(value as object).map(([key, item]) => [
    key,
    decode(item ?? zero(of), of, owner, path),
  ]);
  return Object.fromEntries(values);
}

function decodeFields(
  value: object,
  fields: Record<string, StructType>,
  owner: string,
  path: string,
): object {
  const known = Object.entries(value).flatMap(([key, item]) => {
    const shape = Object.hasOwn(fields, key) ? fields[key] : undefined;
    return shape && item !== null ? [[key, decode(item, shape, owner, `${path}.${key}`)]] : [];
  });
  return Object.fromEntries(known);
}

/** What null stands for in a list or a map. */
function zero({ json }: StructType): unknown {
  if (json === 'object') return {};
  return json === 'array' ? [] : '';
}

function jsonOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}

/** Node takes anything for base64; Go nothing but line ends in it. */
function checkBase64(data: string): string {
  const joined = data.replace(/[\r\n]/g, '');
  const [digits = ''] = /^[A-Za-z0-9+/]*/.exec(joined) ?? [];
  const padding = joined.slice(digits.length);
  if (joined.length % 4 === 0 && ['', '=', '=='].includes(padding)) return joined;
  throw new Error(`illegal base64 data at input byte ${digits.length}`);
}
