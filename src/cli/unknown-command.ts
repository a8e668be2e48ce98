/** Words in the place of a command: what `describe` takes is read as `describe`; other words lead to a command. */

import { looksLikeAddress } from '../commands/shared/address-arguments.ts';
import { otherType } from '../commands/shared/resource-types.ts';
import { UserError } from '../model/errors.ts';
import { resourceType } from '../model/resource-type.ts';
import { closestName } from '../text/closest-name.ts';

/** Commands of kubectl and of other tools, and the command that does it here. */
const ALTERNATIVES: Readonly<Record<string, string>> = {
  ...all(['list', 'ls', 'top', 'status'], 'kubectl endpoints get'),
  ...all(
    ['show', 'inspect', 'view', 'debug', 'diagnose', 'troubleshoot', 'why', 'trace', 'tree'],
    'kubectl endpoints describe svc NAME',
  ),
  ...all(
    ['analyze', 'analyse', 'lint', 'scan', 'validate', 'verify', 'doctor', 'test', 'audit'],
    'kubectl endpoints check',
  ),
  ...all(
    ['create', 'add', 'new', 'create-endpoints', 'create-svc'],
    'kubectl endpoints create-external NAME --ip ADDRESS --port PORT',
  ),
  ...all(
    ['delete', 'delete-external', 'remove', 'remove-external', 'rm'],
    'kubectl delete svc NAME (this also deletes its Endpoints and the EndpointSlices that it owns)',
  ),
  ...all(['watch'], 'watch kubectl endpoints get'),
  ...all(['draw', 'graph', 'diagram', 'mermaid'], 'kubectl endpoints describe svc NAME -o mermaid'),
  ...all(['findings', 'rules', 'docs'], 'kubectl endpoints explain'),
  ...all(['schema', 'schemas'], 'kubectl endpoints explain --schema KIND'),
  ...all(['config', 'flags'], 'kubectl endpoints options'),
  // Without those that a Service may well be named after, such as auth, events and proxy.
  ...Object.fromEntries(
    [
      'annotate api-resources api-versions apply attach autoscale cluster-info cordon cp drain edit exec expose',
      'kustomize label logs patch port-forward replace rollout run scale taint uncordon wait',
    ]
      .flatMap((line) => line.split(' '))
      .map((word) => [word, `kubectl ${word}`]),
  ),
};

function all(words: readonly string[], command: string): Record<string, string> {
  return Object.fromEntries(words.map((word) => [word, command]));
}

/** A label of RFC 1123, as the names of Services are. */
const NAME = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
/** What `describe` refuses with a better error: a host name, a URL or a file. */
const HOST_OR_FILE = /^([a-z]+:\/\/)?[a-z0-9][-a-z0-9]*([.:][-\w.:/]*)?$/i;

/**
 * @param word in the place of a command
 * @param commands the names of all commands
 */
export function isReadAsDescribe(word: string, commands: readonly string[]): boolean {
  const [type = '', name] = word.split('/');
  if (name !== undefined && /^[\w.-]+$/.test(type)) return true;
  if (resourceType(word) ?? otherType(word)) return true;
  if (Object.hasOwn(ALTERNATIVES, word) || closestName(word, commands) !== null) return false;
  return NAME.test(word) || looksLikeAddress(word) || (/[.:]/.test(word) && HOST_OR_FILE.test(word));
}

/**
 * The error for a word that is no command; it names the one that was probably meant.
 * @param args behind it, possibly a type and a name
 */
export function unknownCommand(
  word: string,
  commands: readonly string[],
  args: readonly string[] = [],
): UserError {
  const names = args.filter((arg) => !resourceType(arg)).map((arg) => arg.slice(arg.indexOf('/') + 1));
  const line = lead(word, commands).replace(/\bNAME\b/, names.find((name) => NAME.test(name)) ?? 'NAME');
  return new UserError(`unknown command "${word}" for "kubectl endpoints"${line}`);
}

function lead(word: string, commands: readonly string[]): string {
  const use = Object.hasOwn(ALTERNATIVES, word) ? ALTERNATIVES[word] : undefined;
  if (use !== undefined) return `; use: ${use}`;
  const meant = closestName(word, commands);
  if (meant === null) return "; see 'kubectl endpoints --help'";
  return `; did you mean "${meant}"?`;
}
