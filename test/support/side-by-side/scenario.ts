import type { Feature } from '../find-kubectl.ts';
import { type ProcessOptions, type Run, runKubectl, runTool } from '../programs.ts';

/** Runs a program that gets the Service `web`, with these flags. */
type Runner = (flags: readonly string[], options: ProcessOptions) => Promise<Run>;

export const kubectlRunner: Runner = (flags, options) =>
  runKubectl(['get', 'service', 'web', ...flags], options);
export const toolRunner: Runner = (flags, options) => runTool(['describe', 'svc', 'web', ...flags], options);

export interface Scenario {
  name: string;
  feature?: Feature | undefined;
  /** The result, without ports, folders and certificates that differ from run to run. */
  outcome(run: Runner): Promise<object>;
}

export const PATH = '/usr/bin:/bin';

/** Replaces values that differ from run to run by names, also in base64 tokens. */
export function stable<T>(value: T, names: Readonly<Record<string, string>>): T {
  const named = (text: string) =>
    Object.entries(names).reduce((all, [from, to]) => all.replaceAll(from, to), text);
  const readable = (text: string) =>
    named(
      text.replace(/^Bearer ([A-Za-z0-9+/=]+)$/, (whole, token) => {
        const decoded = Buffer.from(token, 'base64').toString();
        return decoded.startsWith('{') ? `Bearer base64 of ${decoded}` : whole;
      }),
    );
  return JSON.parse(JSON.stringify(value), (_, one) => (typeof one === 'string' ? readable(one) : one));
}
