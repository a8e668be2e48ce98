import { UserError } from '../../model/errors.ts';
import { resourceType } from '../../model/resource-type.ts';

/** A shell expands `-f *.yaml` to several words. The name of a Service has no dot. */
const FILE = /\.(json|ya?ml)$/;

/** A name as applications have it in their configuration: a URL, a host name of cluster DNS, a port after it. */
const HOST =
  /^(?:[a-z][a-z+]*:\/\/)?([a-z0-9](?:[-a-z0-9]*[a-z0-9])?)(?:\.([a-z0-9](?:[-a-z0-9]*[a-z0-9])?)(\.svc(?:\.[-a-z0-9.]+)?)?)?(?::\w+)?(?:\/.*)?$/;

/** A host name of three labels or more, such as an Ingress has, possibly in a URL. */
const PUBLIC_HOST = /^(?:[a-z][a-z+]*:\/\/)?(?:[a-z0-9-]+\.){2,}[a-z][a-z0-9-]*(?::\d+)?(?:\/.*)?$/i;

/** `.`, `./x`, `../x`, `/x`, `~/x`, `x/` */
const DIRECTORY = /^(\.{1,2}|~|)\/|^\.{1,2}$|^[^/]+\/$/;

/** Possibly a host that an Ingress routes. */
export const INGRESS_HOST = 'for a host of an Ingress: kubectl endpoints describe ingress';

/** @throws {UserError} for the path of a file or directory, or `-` */
export function refuseFile(word: string): void {
  if (word === '-') throw new UserError('"-" is not a Service: use -f -');
  if (FILE.test(word))
    throw new UserError(`"${word}" is not a Service: use -f ${word}; repeat -f for each file`);
  if (DIRECTORY.test(word))
    throw new UserError(`"${word}" is not a Service: use -f ${word} (and -R for subdirectories)`);
}

/**
 * Refuses words that cannot be the name of a Service where it is known what was meant.
 * @throws {UserError}
 */
export function checkServiceName(word: string, command: string): void {
  refuseFile(word);
  const [, type = '', rest] = /^([^:.=]+)[:.=]([^:.=]+)$/.exec(word) ?? [];
  const named = resourceType(type);
  if (named && rest !== undefined)
    throw new UserError(
      `"${word}" is not a Service: use: kubectl endpoints ${named === 'service' ? command : 'describe'} ${type} ${rest}`,
    );
  if (/^[^=]+=[^=]+$/.test(word)) throw new UserError(`"${word}" is not a Service: use -l ${word}`);
  if (!/[.:/*]/.test(word)) return;
  const line = `kubectl endpoints ${command}`;
  if (word.includes('*'))
    throw new UserError(
      `"${word}" is not a Service: wildcards are not supported; for all Services: ${line} svc`,
    );
  const [, name, namespace, svc] = HOST.exec(word) ?? [];
  if (name === undefined && !PUBLIC_HOST.test(word)) return;
  const scope = namespace === undefined ? '' : ` -n ${namespace}`;
  const leads = [
    ...(name === undefined ? [] : [`use the name alone: ${line} svc ${name}${scope}`]),
    ...(svc === undefined && (name === undefined || namespace !== undefined) ? [INGRESS_HOST] : []),
  ];
  throw new UserError(`"${word}" is not a Service: ${leads.join('; ')}`);
}
