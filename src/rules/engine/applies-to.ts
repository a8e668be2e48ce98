/** The Services that rules apply to. */
import type { ServiceView } from '../../model/view/service-view.ts';

export function isExternalName({ source }: ServiceView): boolean {
  return source === 'externalName';
}

export function hasSelector({ source }: ServiceView): boolean {
  return source === 'selector';
}

export function isSelectorless({ source }: ServiceView): boolean {
  return source === 'selectorless';
}

/** Services of type ExternalName have no endpoints. */
export function canHaveEndpoints(view: ServiceView): boolean {
  return !isExternalName(view);
}

/** kube-proxy skips headless Services and those of type ExternalName (ShouldSkipService, pkg/proxy/util). */
export function isProxied(view: ServiceView): boolean {
  return canHaveEndpoints(view) && !view.service.headless;
}
