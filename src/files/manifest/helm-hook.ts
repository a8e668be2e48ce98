import type { RawObject } from '../../decode/decode-meta.ts';
import type { AnyObject } from '../../model/objects/kinds.ts';
import type { Labels } from '../../model/objects/meta.ts';
import type { Service } from '../../model/objects/service.ts';
import { ANNOTATION } from '../../model/well-known.ts';
import { hasLabels } from '../../text/labels.ts';

/**
 * What `helm template` prints beside the release: Pods and Jobs that run before, after or to test it, and are done then.
 * Only a Service that is a hook itself has its Pods among them. Other workloads stay, whenever they are made.
 */
export class HelmHooks {
  readonly #done: AnyObject[] = [];
  readonly #services: Service[] = [];

  /** Whether it is none of the release. */
  hold({ kind, metadata }: RawObject, object: AnyObject): boolean {
    if (typeof metadata?.annotations?.[ANNOTATION.helmHook] !== 'string') return false;
    if (object.kind === 'Service') this.#services.push(object);
    if (kind !== 'Pod' && kind !== 'Job') return false;
    this.#done.push(object);
    return true;
  }

  selected(): AnyObject[] {
    return this.#done.filter((object) =>
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
