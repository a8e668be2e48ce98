import { UserError } from '../../model/errors.ts';

/** A shell expands `-f *.yaml` to several words. The name of a Service has no dot. */
const FILE = /\.(json|ya?ml)$/;

/** A name as applications have it in their configuration: a URL, a host name of cluster DNS, a port after it. */
const HOST =
  /^(?:[a-z][a-z+]*:\/\/)?([a-z0-9](?:[-a-z0-9]*[a-z0-9])?)(?:\.([a-z0-9](?:[-a-z0-9]*[a-z0-9])?)(?:\.svc(?:\.[-a-z0-9.]+)?)?)?(?::\w+)?(?:\/.*)?$/;

/** @throws {UserError} for the path of a file */
export function refuseFile(word: string): void {
  if (FILE.test(word))
    throw new UserError(`"${word}" is not a Service: use -f ${word}; repeat -f for each file`);
}

/**
 * Refuses words that cannot be the name of a Service where it is known what was meant.
 * @throws {UserError}
 */
export function checkServiceName(word: string, command: string): void {
  refuseFile(word);
  if (!/[.:/*]/.test(word)) return;
  const line = `kubectl endpoints ${command}`;
  if (word.includes('*'))
    throw new UserError(
      `"${word}" is not a Service: wildcards are not supported; for all Services: ${line} svc`,
    );
  const [, name, namespace] = HOST.exec(word) ?? [];
  if (name === undefined) return;
  throw new UserError(
    `"${word}" is not a Service: use the name alone: ${line} svc ${name}${namespace === undefined ? '' : ` -n ${namespace}`}`,
  );
}
