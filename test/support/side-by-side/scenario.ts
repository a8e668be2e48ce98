import type { Feature } from '../find-kubectl.ts';
import { type ProcessOptions, type Run, runKubectl, runTool } from '../programs.ts';

/** Runs a program that asks for the Service `web`, with these flags. */
type Runner = (flags: readonly string[], around: ProcessOptions) => Promise<Run>;

export const kubectlRunner: Runner = (flags, around) =>
  runKubectl(['get', 'service', 'web', ...flags], around);
export const toolRunner: Runner = (flags, around) => runTool(['describe', 'svc', 'web', ...flags], around);

export interface Scenario {
  name: string;
  feature?: Feature | undefined;
  /** Without what differs from run to run: ports, folders, certificates. */
  outcome(run: Runner): Promise<object>;
}

export const PATH = '/usr/bin:/bin';

/** With names for what differs from run to run, also where a token is base64 of it. */
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
