import type { AnyObject } from '../../model/objects/kinds.ts';
import type { ClusterView, MissingPart } from '../../model/view/cluster-view.ts';
import { inlineYaml } from '../../text/yaml-value.ts';
import { field } from './field.ts';
import { type DraftRemedy, lookBeforeEdit } from './remedy/remedy.ts';

/** Why manifests are only a part of what the namespace has. */
export function partText(part: MissingPart, namespace: string): string {
  switch (part.why) {
    case 'customResource':
      return `the controller of ${part.resource.type} ${part.resource.name} may create them`;
    case 'installer':
      return `${part.resource.type} ${part.resource.name} installs what the input does not show`;
    case 'creator': {
      const { type, name, serviceAccount } = part.workload;
      return `the ServiceAccount ${serviceAccount} of ${type} ${name} may create Pods`;
    }
    case 'kustomization':
      return `${part.file}, which was not built, may give it a selector`;
    case 'noWorkloads':
      return `the input has no workload in namespace ${namespace}`;
  }
}

/**
 * Two manifests belong together, and only one of them names its namespace: the other one is applied to that namespace.
 * @param other the namespace of what the object refers to
 */
export function namespaceRemedy(
  object: AnyObject,
  other: string,
  { defaultNamespace }: Pick<ClusterView, 'defaultNamespace'>,
): DraftRemedy {
  const { namespace } = object;
  const named = namespace === defaultNamespace ? other : namespace;
  const at = field(object, 'metadata', 'namespace');
  const text =
    namespace === defaultNamespace
      ? `set namespace: ${inlineYaml(named)}, or apply and check the manifests with -n ${named}`
      : `namespace: ${inlineYaml(named)} is set here only: set it there as well, or apply and check the manifests with -n ${named}`;
  return lookBeforeEdit(at, { verb: 'get', names: ['all'] }, text);
}
