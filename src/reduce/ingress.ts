import type { V1Ingress, V1IngressBackend } from '@kubernetes/client-node';
import type { Ingress, IngressBackend } from '../model/networking.ts';
import type { Path, Place } from '../model/objects.ts';
import { list, number, type Raw, text } from './json.ts';
import { meta } from './meta.ts';

/** Backends that are a resource instead of a Service are left out: nobody but their controller knows them. */
export function ingress(raw: NonNullable<Raw<V1Ingress>>, namespace: string, place: Place | null): Ingress {
  const rules = list(raw.spec?.rules).flatMap((rule, index) =>
    list(rule.http?.paths).map((path, number) =>
      backend(path.backend, `${text(rule.host) || '*'}${text(path.path) || '/'}`, [
        'spec',
        'rules',
        index,
        'http',
        'paths',
        number,
        'backend',
      ]),
    ),
  );
  return {
    kind: 'Ingress',
    ...meta(raw, namespace, place),
    backends: [
      backend(raw.spec?.defaultBackend, 'default backend', ['spec', 'defaultBackend']),
      ...rules,
    ].filter((one) => one !== null),
  };
}

function backend(raw: Raw<V1IngressBackend>, where: string, path: Path): IngressBackend | null {
  const service = raw?.service;
  if (!service) return null;
  return {
    where,
    service: text(service.name),
    port: text(service.port?.name) || number(service.port?.number),
    path: [...path, 'service'],
  };
}
