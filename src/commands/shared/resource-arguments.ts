import type { ResourceType } from '../../model/command.ts';
import { UserError } from '../../model/errors.ts';
import type { Query } from '../../model/snapshot.ts';
import type { ReadCall } from './shared-flags.ts';

/** Parsed resource arguments. */
export interface ResourceArguments {
  type: ResourceType;
  /** Empty: all in scope. */
  names: readonly string[];
}

/** Words for resource types. The first one of each type is its main word in completion. */
export const RESOURCE_TYPES: ReadonlyMap<string, ResourceType> = new Map([
  ...['svc', 'service', 'services'].map((word) => [word, 'service'] as const),
  ...['pod', 'po', 'pods'].map((word) => [word, 'pod'] as const),
  ...['ingress', 'ing', 'ingresses'].map((word) => [word, 'ingress'] as const),
  ...['ip', 'ipaddress', 'ipaddresses'].map((word) => [word, 'ip'] as const),
]);

/** A shell expands `-f *.yaml` to several words. The name of a Service has no dot. */
const FILE = /\.(json|ya?ml)$/;

/**
 * Parses arguments as kubectl does (cli-runtime/pkg/resource/builder.go): `svc NAME…`, `svc/NAME…`, `svc`.
 * A single word that is no type names a Service.
 * @throws {UserError} with kubectl's messages
 */
export function parseResourceArguments(args: readonly string[]): ResourceArguments {
  const [first, ...rest] = args;
  if (args.includes('')) throw new UserError('resource name may not be empty');
  if (first === undefined) return { type: 'service', names: [] };
  const file = args.find((arg) => FILE.test(arg) && !RESOURCE_TYPES.has(arg.split('/')[0] ?? ''));
  if (file !== undefined && !RESOURCE_TYPES.has(first))
    throw new UserError(`"${file}" is no Service: each file takes a -f of its own`);
  // CIDR ranges have a slash; parseAddresses rejects them with a better message.
  if (RESOURCE_TYPES.get(first) === 'ip') return { type: 'ip', names: rest };
  if (args.some((arg) => arg.includes('/'))) return parseSlashed(args);
  const type = RESOURCE_TYPES.get(first);
  if (type) return { type, names: rest };
  if (rest.length === 0) return { type: 'service', names: [first] };
  throw new UserError(`the server doesn't have a resource type "${first}"`);
}

function parseSlashed(args: readonly string[]): ResourceArguments {
  if (!args.every((arg) => arg.includes('/')))
    throw new UserError(
      "there is no need to specify a resource type as a separate argument when passing arguments in resource/name form (e.g. 'kubectl endpoints describe svc/<name>' instead of 'kubectl endpoints describe svc svc/<name>')",
    );
  const targets = args.map(parseOne);
  const types = new Set(targets.map(({ type }) => type));
  const [type = 'service'] = types;
  if (types.size > 1) throw new UserError('all arguments must be of one resource type');
  return { type, names: targets.map(({ name }) => name) };
}

function parseOne(arg: string): { type: ResourceType; name: string } {
  const [word = '', name = '', ...more] = arg.split('/');
  if (more.length > 0)
    throw new UserError('arguments in resource/name form may not have more than one slash');
  if (word === '' || name === '')
    throw new UserError('arguments in resource/name form must have a single resource and name');
  const type = RESOURCE_TYPES.get(word);
  if (!type) throw new UserError(`the server doesn't have a resource type "${word}"`);
  return { type, name };
}

/**
 * The query of `describe svc`, `get` and `check`.
 * @throws {UserError} for other types, and for contradicting scope flags
 */
export function serviceQuery(call: ReadCall): Query {
  const targets = parseResourceArguments(call.args);
  if (targets.type !== 'service')
    throw new UserError(`get and check look at Services only, not at type "${call.args[0]?.split('/')[0]}"`);
  return { namespace: null, names: targets.names, selector: selectorOf(call, targets) };
}

/** @throws {UserError} for contradicting scope flags */
export function selectorOf({ flags }: ReadCall, { names }: ResourceArguments): string {
  const selector = flags.selector ?? '';
  if (names.length > 0 && selector !== '')
    throw new UserError('name cannot be provided when a selector is specified');
  if (names.length > 0 && flags.allNamespaces)
    throw new UserError('a resource cannot be retrieved by name across all namespaces');
  return selector;
}
