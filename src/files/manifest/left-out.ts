import type { RawObject } from '../../decode/decode-meta.ts';
import type { AnyObject } from '../../model/objects/kinds.ts';
import type { Labels } from '../../model/objects/meta.ts';
import type { Workload } from '../../model/objects/workload.ts';

/** Why a manifest is no object that a server could take as it stands. */
export type LeftOutReason =
  /** It has a directive of strategic merge patches, or only a part of what its kind requires. */
  | 'patch'
  /** The Pod template lacks labels of `spec.selector.matchLabels`. */
  | 'selector';

interface Spec {
  template?: { metadata?: { labels?: object | null } | null; spec?: { containers?: unknown } | null } | null;
  jobTemplate?: { spec?: Spec | null } | null;
  selector?: { matchLabels?: Labels | null; matchExpressions?: unknown } | null;
}

/** @param besideKustomization the input has a kustomization, which may patch what is incomplete */
export function leftOutReason(
  raw: RawObject & { readonly spec?: unknown },
  object: AnyObject,
  besideKustomization: boolean,
): LeftOutReason | null {
  if (hasDirective(raw)) return 'patch';
  const spec = (raw.spec ?? {}) as Spec;
  if (object.kind === 'Workload') return workloadReason(raw, object, spec, besideKustomization);
  const isPortless = object.kind === 'Service' && object.ports.length === 0;
  return isPortless && besideKustomization && !object.headless && object.type !== 'ExternalName'
    ? 'patch'
    : null;
}

function workloadReason(
  { apiVersion }: RawObject,
  { templateLabels }: Workload,
  spec: Spec,
  besideKustomization: boolean,
): LeftOutReason | null {
  const { template } = spec.jobTemplate?.spec ?? spec;
  if (!template?.spec?.containers) return 'patch';
  const { selector } = spec;
  if (apiVersion !== 'apps/v1') return null;
  if (!selector) return besideKustomization || !template.metadata?.labels ? 'patch' : null;
  const required = Object.entries(selector.matchLabels ?? {});
  return required.some(([key, value]) => typeof value === 'string' && templateLabels[key] !== value)
    ? 'selector'
    : null;
}

const DIRECTIVES: readonly string[] = ['$patch', '$retainKeys'];
const LIST_DIRECTIVE = /^\$(?:deleteFromPrimitiveList|setElementOrder)\//;

/**
 * Looks at a value that YAML aliases repeat once.
 * Source: apimachinery/pkg/util/strategicpatch/patch.go.
 */
function hasDirective(object: object): boolean {
  const seen = new Set<object>([object]);
  for (const value of seen)
    for (const [key, inner] of Object.entries(value)) {
      if (key.startsWith('$') && (DIRECTIVES.includes(key) || LIST_DIRECTIVE.test(key))) return true;
      if (inner !== null && typeof inner === 'object') seen.add(inner);
    }
  return false;
}
