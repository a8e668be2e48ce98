import type { AnyObject } from '../../model/objects/kinds.ts';
import type { FieldPath } from '../../model/objects/meta.ts';
import type { Pod } from '../../model/objects/pod.ts';
import type { ServicePort } from '../../model/objects/service.ts';
import type { ServiceView } from '../../model/view/service-view.ts';

/** A field of an object. */
export interface Field {
  object: AnyObject;
  path: FieldPath;
}

export function field(object: AnyObject, ...path: FieldPath): Field {
  return { object, path };
}

/** A field of a Service port. Without a port it is the list of ports: a headless Service may have none. */
export function portField(port: ServicePort | null, { service }: ServiceView, ...path: FieldPath): Field {
  const index = port === null ? -1 : service.ports.indexOf(port);
  return index < 0 ? field(service, 'spec', 'ports') : field(service, 'spec', 'ports', index, ...path);
}

/** A Map, since a custom kind may have any name: `constructor`, too. */
const TEMPLATE_PATHS: ReadonlyMap<string, FieldPath> = new Map<string, FieldPath>([
  ['Pod', []],
  ['CronJob', ['spec', 'jobTemplate', 'spec', 'template']],
]);

/** The containers of a Pod, or of the Pod template that stands for it. */
export function containersField(pod: Pod): Field {
  const path = TEMPLATE_PATHS.get(pod.templateOf?.kind ?? 'Pod') ?? ['spec', 'template'];
  return field(pod, ...path, 'spec', 'containers');
}
