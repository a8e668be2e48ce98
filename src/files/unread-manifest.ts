import { WORKLOAD_KINDS } from '../decode/decode-workload.ts';
import type { UserError } from '../model/errors.ts';
import type { Kind } from '../model/objects/kinds.ts';

/** A manifest that could not be read. Of its kinds there may be more than the input shows. */
export interface UnreadManifest {
  /** The kinds that are unread in the namespace because of it. */
  kinds: readonly Kind[];
  /** Null: any. */
  namespace: string | null;
  error: UserError;
}

const KINDS = [
  'Service',
  'Endpoints',
  'EndpointSlice',
  'Pod',
  'Node',
  'NetworkPolicy',
  'Ingress',
] as const satisfies readonly Kind[];

/** The kinds of the model that are unread without an object of a kind of the API. */
export function kindsUnreadWithout(kind: string): Kind[] {
  if ((WORKLOAD_KINDS as readonly string[]).includes(kind)) return ['Workload', 'Pod'];
  return KINDS.filter((one) => one === kind);
}

const KIND = /^(?:[ \t-]*)["']?kind["']?[ \t]*:[ \t]*["']?([A-Za-z]+|\{\{)/gm;
const KIND_OF_JSON = /"kind"\s*:\s*"([A-Za-z]+)"/g;
const TOP_KIND = /^["']?kind["']?[ \t]*:[ \t]*["']?([A-Za-z]+|\{\{)/gm;

/** The kinds that a document without parse names: the one at its top, or in a List any. */
export function kindsInText(text: string): Kind[] {
  const isJson = /^\s*[{[]/.test(text);
  const top = [...text.matchAll(TOP_KIND)].map(([, kind = '']) => kind);
  const isList = top.some((kind) => kind.endsWith('List'));
  const all = isJson ? [...text.matchAll(KIND_OF_JSON)] : isList ? [...text.matchAll(KIND)] : [];
  const names = new Set([...top, ...all.map(([, kind = '']) => kind)]);
  // A template may choose between a Deployment and a DaemonSet.
  return [...new Set([...names].flatMap((name) => kindsUnreadWithout(name === '{{' ? 'Deployment' : name)))];
}

/** Whether a text that does not parse was meant to be an object of Kubernetes, as the settings of other tools are not. */
export function looksLikeObject(text: string): boolean {
  return /^[ \t-]*["']?apiVersion["']?[ \t]*:/m.test(text) || /"apiVersion"\s*:\s*"/.test(text);
}
