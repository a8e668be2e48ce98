import type { Flag } from '../model/command.ts';
import { UserError } from '../model/errors.ts';
import { closestName } from '../text/closest-name.ts';

/** Flags of kubectl and of other tools, and what does it here. */
const ALTERNATIVES: Readonly<Record<string, string>> = {
  watch: 'use: watch kubectl endpoints get',
  w: 'use: watch kubectl endpoints get',
  version: 'use: kubectl endpoints version',
  V: 'use: kubectl endpoints version',
  ip: 'use: kubectl endpoints describe ip ADDRESS',
  ips: 'use: kubectl endpoints create-external NAME --ip ADDRESS',
  host: 'use: kubectl endpoints create-external NAME --external-name HOST',
  hostname: 'use: kubectl endpoints create-external NAME --external-name HOST',
  address: 'use: kubectl endpoints create-external NAME --ip ADDRESS',
  addresses: 'use: kubectl endpoints create-external NAME --ip ADDRESS',
  port: 'all ports of a Service are shown',
  tcp: 'use: --port PORT:TARGETPORT',
  'target-port': 'use: --port PORT:TARGETPORT',
  name: 'a name is an argument without a flag',
  shell: 'use: kubectl endpoints completion SHELL',
  json: 'use: -o json',
  yaml: 'use: -o yaml',
  wide: 'use: -o wide',
  dir: 'use: -f FILE',
  input: 'use: -f FILE',
  manifests: 'use: -f FILE',
  helm: 'use: helm template . | kubectl endpoints check -f -',
  'kube-context': 'use: --context NAME',
  kubecontext: 'use: --context NAME',
  timeout: 'use: --request-timeout TIME',
  format: 'use: -o FORMAT',
  template: 'use: -o json | jq',
  'no-color': 'use: --color never',
  'no-colors': 'use: --color never',
  verbose: 'use: -v 6',
  debug: 'use: -v 8',
  ns: 'use: --namespace',
  label: 'use: --selector',
  labels: 'use: --selector',
  'label-selector': 'use: --selector',
  'show-labels': 'labels are in: kubectl get svc --show-labels',
  L: 'labels are in: kubectl get svc --show-labels',
  'field-selector': 'use: names or --selector',
  'ignore-not-found': 'use: --selector, or names that exist',
  severity: 'use: kubectl endpoints check --fail-on',
  level: 'use: kubectl endpoints check --fail-on',
  'fail-on': 'use: kubectl endpoints check --fail-on',
  ignore: 'use: kubectl endpoints check --ignore',
  strict: 'use: kubectl endpoints check --fail-on warning',
  'fail-on-warning': 'use: kubectl endpoints check --fail-on warning',
  'exit-zero': 'use: kubectl endpoints check --fail-on never',
  'no-fail': 'use: kubectl endpoints check --fail-on never',
  limit: 'use: kubectl endpoints check --max-findings N',
  'ignore-finding': 'use: kubectl endpoints check --ignore',
  skip: 'use: kubectl endpoints check --ignore',
  exclude: 'use: kubectl endpoints check --ignore',
  'exit-code': 'use: kubectl endpoints check --fail-on',
  events: 'events that explain a finding are always shown',
  'show-events': 'events that explain a finding are always shown',
  kustomize: 'use: kubectl endpoints check -k DIR',
  k: 'use: kubectl endpoints check -k DIR',
};

/** An unknown flag, with the one that was probably meant. */
export class UnknownFlagError extends UserError {
  override name = 'UnknownFlagError';
  /** The message names no other flag, so that only the help can. */
  readonly needsHelp: boolean;
  constructor(message: string, lead: string) {
    super(`${message}${lead}`);
    this.needsHelp = lead === '';
  }
}

export function unknownFlag(name: string, known: readonly Flag[]): UnknownFlagError {
  const names = known.filter(({ hidden }) => !hidden).map((flag) => flag.name);
  return new UnknownFlagError(`unknown flag: --${name}`, alternative(name) || meantFlag(name, names));
}

export function unknownShorthand(letter: string, letters: string, known: readonly Flag[]): UnknownFlagError {
  const [typed = ''] = letters.split('=', 1);
  const isLong = known.some(({ name }) => name === typed && name.length > 1);
  const otherCase = known.find(
    ({ short }) => short !== letter && short?.toLowerCase() === letter.toLowerCase(),
  );
  return new UnknownFlagError(
    `unknown shorthand flag: '${letter}' in -${letters}`,
    alternative(letters.length === letter.length ? letter : typed) ||
      (isLong ? `; did you mean --${typed}?` : '') ||
      (otherCase ? `; did you mean -${otherCase.short}?` : ''),
  );
}

function alternative(name: string): string {
  const use = Object.hasOwn(ALTERNATIVES, name) ? ALTERNATIVES[name] : undefined;
  return use === undefined ? '' : `; ${use}`;
}

/** Kubernetes writes flags with dashes: `all_namespaces` and `allNamespaces` are common slips. */
function meantFlag(name: string, names: readonly string[]): string {
  const dashed = name.replace(/([a-z])([A-Z])/g, '$1-$2').replaceAll('_', '-');
  const meant = closestName(dashed, names);
  return meant === null ? '' : `; did you mean --${meant}?`;
}
