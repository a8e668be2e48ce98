import type { ResourceType } from '../../model/command.ts';
import { UserError } from '../../model/errors.ts';
import { RESOURCE_TYPES, resourceType } from '../../model/resource-type.ts';
import type { Query } from '../../model/snapshot.ts';
import { closestName } from '../../text/closest-name.ts';
import { looksLikeAddress } from './address-arguments.ts';
import { otherType, wrongType } from './resource-types.ts';
import { checkServiceName, refuseFile } from './service-names.ts';
import type { ReadCall } from './shared-flags.ts';

/** Parsed resource arguments. */
export interface ResourceArguments {
  type: ResourceType;
  /** Empty: all in scope. */
  names: readonly string[];
}

/**
 * Parses arguments as kubectl does (cli-runtime/pkg/resource/builder.go): `svc NAME…`, `svc/NAME…`, `svc`.
 * Words none of which is a type name Services, or are addresses.
 * @param command for error messages
 * @throws {UserError} with kubectl's messages
 */
export function parseResourceArguments(args: readonly string[], command = 'describe'): ResourceArguments {
  const targets = parseTargets(args, command);
  if (targets.type === 'service') for (const name of targets.names) checkServiceName(name, command);
  return targets;
}

function parseTargets(args: readonly string[], command: string): ResourceArguments {
  const [first, ...rest] = args;
  if (args.includes('')) throw new UserError('resource name may not be empty');
  if (first === undefined) return { type: 'service', names: [] };
  const flag = args.find((arg) => /^-./.test(arg));
  if (flag !== undefined) throw new UserError(`"${flag}" is not a name: flags must come before --`);
  const type = resourceType(first);
  // CIDR ranges have a slash; parseAddresses rejects them with a better message.
  if (type === 'ip') return { type, names: rest };
  if (!type && args.every(looksLikeAddress)) return { type: 'ip', names: args };
  if (!type) for (const arg of args) if (!resourceType(arg.split('/')[0] ?? '')) refuseFile(arg);
  refuseCommas(args, command);
  if (args.some((arg) => /^[^:]*\//.test(arg))) return parseSlashed(args, command);
  if (type) return { type, names: rest };
  if (otherType(first) !== null) throw wrongType(command, first, rest);
  return { type: 'service', names: serviceNames(args, command) };
}

const LONG_TYPES = [...RESOURCE_TYPES.keys()].filter((word) => word.length > 3);

/** @throws {UserError} if one of several words is a type, or the first one a misspelt type */
function serviceNames(words: readonly string[], command: string): readonly string[] {
  const [first = '', ...rest] = words;
  const line = `kubectl endpoints ${command}`;
  const type = rest.find((word) => resourceType(word) ?? otherType(word));
  if (type !== undefined) {
    const names = words.filter((word) => word !== type).join(' ');
    throw new UserError(`the type must come first: ${line} ${type} ${names}`);
  }
  const meant = rest.length > 0 && first.length > 3 ? closestName(first, LONG_TYPES) : null;
  if (meant === null) return words;
  throw new UserError(
    `"${first}" is not a type; did you mean: ${line} ${meant} ${rest.join(' ')}? For Services with these names: ${line} svc ${words.join(' ')}`,
  );
}

/** kubectl takes several types at once, `svc,pod`; commas between names are a mistake there too. */
function refuseCommas(args: readonly string[], command: string): void {
  const joined = args.find((arg) => arg.includes(','));
  if (joined === undefined) return;
  const parts = joined.split(',').filter(Boolean);
  const types = parts.filter((part) => resourceType(part) ?? otherType(part));
  const [first = ''] = types;
  if (types.length < parts.length)
    throw new UserError(
      `names must be separated by spaces: kubectl endpoints ${command} ${args.join(' ').replaceAll(',', ' ')}`,
    );
  const other = types.find((part) => resourceType(part) !== 'service');
  if (command !== 'describe' && other !== undefined) throw wrongType(command, other, args.slice(1));
  throw new UserError(
    `only one type can be given: kubectl endpoints ${command} ${[first, ...args.slice(1)].join(' ')}`,
  );
}

function parseSlashed(args: readonly string[], command: string): ResourceArguments {
  if (!args.every((arg) => arg.includes('/')))
    throw new UserError(
      "there is no need to specify a resource type as a separate argument when passing arguments in resource/name form (e.g. 'kubectl endpoints describe svc/<name>' instead of 'kubectl endpoints describe svc svc/<name>')",
    );
  const targets = args.map((arg) => parseOne(arg, command));
  const types = new Set(targets.map(({ type }) => type));
  const [type = 'service'] = types;
  if (types.size > 1) throw new UserError('all arguments must be of one resource type');
  return { type, names: targets.map(({ name }) => name) };
}

function parseOne(arg: string, command: string): { type: ResourceType; name: string } {
  const [word = '', name = '', ...more] = arg.split('/');
  if (more.length > 0)
    throw new UserError('arguments in resource/name form may not have more than one slash');
  if (word === '' || name === '')
    throw new UserError('arguments in resource/name form must have a single resource and name');
  const type = resourceType(word);
  if (type) return { type, name };
  if (otherType(word) !== null) throw wrongType(command, word, [name]);
  throw notAType(word, name, command);
}

/** The error for `WORD/NAME`. WORD may be a misspelt type, a host, a namespace or a directory. */
function notAType(word: string, name: string, command: string): UserError {
  const line = `kubectl endpoints ${command}`;
  if (/^\d+$/.test(name))
    return new UserError(`"${word}/${name}" is not a Service: use the name alone: ${line} svc ${word}`);
  if (word.includes('.')) return wrongType(command, word, [name]);
  const meant = closestName(word, LONG_TYPES);
  if (meant !== null)
    return new UserError(`"${word}" is not a type; did you mean: ${line} ${meant}/${name}?`);
  const files = command === 'check' ? `; for files: -f ${word}/${name}` : '';
  return new UserError(
    `"${word}" is not a type; for Service ${name} in namespace ${word}: ${line} svc ${name} -n ${word}${files}`,
  );
}

/**
 * The query of `describe svc`, `get` and `check`.
 * @throws {UserError} for other types, and for contradicting scope flags
 */
export function serviceQuery(call: ReadCall, command: string): Query {
  const targets = parseResourceArguments(call.args, command);
  if (targets.type !== 'service') throw wrongType(command, wordOf(call.args, targets), targets.names);
  return { namespace: null, names: targets.names, selector: selectorOf(call, targets) };
}

/** The word of the line that gave the type; an address has none. */
function wordOf([first = '']: readonly string[], { type }: ResourceArguments): string {
  const [word = ''] = first.split('/');
  return resourceType(word) ? word : type;
}

/** @throws {UserError} for contradicting scope flags */
export function selectorOf({ flags }: ReadCall, { names }: ResourceArguments): string {
  const selector = flags.selector ?? '';
  if (names.length > 0 && selector !== '')
    throw new UserError('name cannot be provided when a selector is specified');
  if (names.length > 0 && flags.allNamespaces)
    throw new UserError(
      'a resource cannot be retrieved by name across all namespaces; use -n NAMESPACE instead of -A',
    );
  return selector;
}
