/** The API's syntax rules for names, labels and annotations (apimachinery, pkg/util/validation). */
import { UserError } from '../model/errors.ts';
import type { Labels } from '../model/objects/meta.ts';
import { ANNOTATION, LABEL } from '../model/well-known.ts';

/** An error with the flag, its value and the rule in one line. */
export function invalidOption(field: string, value: string, rule: string): UserError {
  return new UserError(`${field} ${JSON.stringify(value)}: ${rule}`);
}

/** Marks a rule that the API does not have. */
export const OWN_RULE = '(a rule of kubectl endpoints, not of the API)';

const DNS_LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const QUALIFIED_NAME = /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/;

function isDnsLabel(text: string): boolean {
  return text.length <= 63 && DNS_LABEL.test(text);
}

export function isSubdomain(text: string): boolean {
  return text.length <= 253 && text.split('.').every((part) => DNS_LABEL.test(part));
}

/**
 * @param lead ends the error
 * @throws {UserError} unless it is an RFC 1123 label, such as the name of a Service, a namespace or a port
 */
export function checkLabel(field: string, text: string, lead = ''): void {
  if (isDnsLabel(text)) return;
  throw invalidOption(
    field,
    text,
    "must be a lowercase RFC 1123 label: at most 63 characters, lower case alphanumerics or '-', " +
      `beginning and ending with an alphanumeric (e.g. 'my-name' or '123-abc')${lead}`,
  );
}

/** Reserved keys, and the reason for each. */
type ReservedKeys = Readonly<Record<string, string>>;

const RESERVED_LABELS: ReservedKeys = {
  [LABEL.managedBy]: 'marks the objects created by kubectl endpoints',
  [LABEL.endpointsManagedBy]: 'belongs to the endpoints controller',
  [LABEL.sliceManagedBy]: 'names the manager of an EndpointSlice',
  [LABEL.skipMirror]: 'would prevent mirroring of the Endpoints',
  [LABEL.serviceName]: 'names the Service of an EndpointSlice',
  [LABEL.headless]: 'would make kube-proxy ignore the EndpointSlices',
};

const RESERVED_ANNOTATIONS: ReservedKeys = {
  [ANNOTATION.leader]: 'would prevent mirroring of the Endpoints',
  [ANNOTATION.overCapacity]: 'belongs to the endpoints controller',
};

/** Parses the `k=v` pairs of `--labels`. @throws {UserError} */
export function readLabels(pairs: readonly string[]): Labels {
  return readPairs('--labels', pairs, RESERVED_LABELS, (key, value) => {
    checkKey('--labels', key, key);
    if (value === '' || (value.length <= 63 && QUALIFIED_NAME.test(value))) return;
    throw invalidOption(
      '--labels',
      `${key}=${value}`,
      "a label value must be at most 63 characters, alphanumerics, '-', '_' or '.', " +
        'beginning and ending with an alphanumeric',
    );
  });
}

/** Parses the `k=v` pairs of `--annotation`, whose keys may have any case. @throws {UserError} */
export function readAnnotations(pairs: readonly string[]): Labels {
  return readPairs('--annotation', pairs, RESERVED_ANNOTATIONS, (key) => {
    checkKey('--annotation', key, key.toLowerCase());
  });
}

function readPairs(
  field: string,
  pairs: readonly string[],
  reserved: ReservedKeys,
  check: (key: string, value: string) => void,
): Labels {
  const values = new Map<string, string>();
  for (const pair of pairs) {
    const equals = pair.indexOf('=');
    if (equals < 1) throw invalidOption(field, pair, 'must be KEY=VALUE');
    const key = pair.slice(0, equals);
    const value = pair.slice(equals + 1);
    check(key, value);
    const reason = Object.hasOwn(reserved, key) ? reserved[key] : undefined;
    if (reason !== undefined)
      throw invalidOption(field, pair, `${key} is reserved: it ${reason} ${OWN_RULE}`);
    if (values.has(key)) throw invalidOption(field, pair, `the key ${key} is given twice`);
    values.set(key, value);
  }
  return Object.fromEntries(values);
}

function checkKey(field: string, key: string, text: string): void {
  const slash = text.indexOf('/');
  const name = text.slice(slash + 1);
  const prefixed = slash < 0 || isSubdomain(text.slice(0, slash));
  if (prefixed && name.length <= 63 && QUALIFIED_NAME.test(name)) return;
  throw invalidOption(
    field,
    key,
    "a key must be a name of at most 63 characters, alphanumerics, '-', '_' or '.', beginning and ending with " +
      "an alphanumeric, after an optional DNS subdomain and '/' (e.g. 'example.com/my-name')",
  );
}
