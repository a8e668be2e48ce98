import type { RawObject } from '../../decode/decode-meta.ts';
import type { AnyObject } from '../../model/objects/kinds.ts';
import type { Labels } from '../../model/objects/meta.ts';
import type { Service } from '../../model/objects/service.ts';
import { ANNOTATION } from '../../model/well-known.ts';
import { hasLabels } from '../../text/labels.ts';

/**
 * Hooks in the output of `helm template`. Pods and Jobs that are hooks run to completion and do not belong to the
 * release, unless a Service that is a hook itself selects them. Other workloads stay.
 */
export class HelmHooks {
  readonly #held: AnyObject[] = [];
  readonly #services: Service[] = [];

  /** Holds back a Pod or Job that is a hook. @returns whether it did */
  hold({ kind, metadata }: RawObject, object: AnyObject): boolean {
    if (typeof metadata?.annotations?.[ANNOTATION.helmHook] !== 'string') return false;
    if (object.kind === 'Service') this.#services.push(object);
    if (kind !== 'Pod' && kind !== 'Job') return false;
    this.#held.push(object);
    return true;
  }

  /** The held objects that a hook Service selects. */
  selected(): AnyObject[] {
    return this.#held.filter((object) =>
      this.#services.some(
        ({ namespace, selector }) =>
          namespace === object.namespace && selector !== null && hasLabels(labelsOf(object), selector),
      ),
    );
  }
}

function labelsOf(object: AnyObject): Labels {
  return object.kind === 'Workload' ? object.templateLabels : object.labels;
}
