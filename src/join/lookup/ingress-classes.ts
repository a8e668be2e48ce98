import type { Ingress, IngressClass } from '../../model/objects/networking.ts';
import type { IngressClassLookup } from '../../model/view/cluster-view.ts';
import { byText } from '../../text/order.ts';

/**
 * Finds the class of an Ingress. Admission sets the default class when an Ingress is created; an Ingress from before may
 * have no class.
 * @param areAllKnown a class that is not among them does not exist
 */
export function findIngressClass(
  { className }: Ingress,
  classes: readonly IngressClass[],
  areAllKnown: boolean,
): IngressClassLookup {
  const found =
    className === null ? findDefaultClass(classes) : classes.find(({ name }) => name === className.name);
  return {
    name: className?.name ?? found?.name ?? null,
    source: className?.source ?? (found ? 'default' : 'none'),
    found: found ?? (areAllKnown ? 'absent' : null),
  };
}

/** The newest default class wins, then the first by name (plugin/pkg/admission/network/defaultingressclass). */
function findDefaultClass(classes: readonly IngressClass[]): IngressClass | undefined {
  return classes
    .filter(({ isDefault }) => isDefault)
    .toSorted((a, b) => byText(b.created ?? '', a.created ?? '') || byText(a.name, b.name))[0];
}
