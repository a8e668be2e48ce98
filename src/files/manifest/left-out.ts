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

/** Source: apimachinery/pkg/util/strategicpatch/patch.go. */
function hasDirective(value: unknown, depth = 0): boolean {
  if (value === null || typeof value !== 'object' || depth > 12) return false;
  return Object.entries(value).some(
    ([key, inner]) =>
      (key.startsWith('$') && (DIRECTIVES.includes(key) || LIST_DIRECTIVE.test(key))) ||
      hasDirective(inner, depth + 1),
  );
}
