import type { V1Ingress, V1IngressBackend, V1IngressClass } from '@kubernetes/client-node';
import type { FieldPath, ManifestPlace } from '../model/objects/meta.ts';
import type { Ingress, IngressBackend, IngressClass, IngressPath } from '../model/objects/networking.ts';
import { ANNOTATION } from '../model/well-known.ts';
import { canonicalAddress } from '../text/address.ts';
import { meta } from './decode-meta.ts';
import { labels, list, number, type Raw, text, texts } from './json/json-values.ts';

export function ingress(
  raw: NonNullable<Raw<V1Ingress>>,
  namespace: string,
  place: ManifestPlace | null,
): Ingress {
  const paths = [...pathsOf(raw.spec)];
  return {
    kind: 'Ingress',
    ...meta(raw, namespace, place),
    backends: paths.flatMap((path) => path.backend ?? []),
    className: className(raw),
    paths,
    tls: list(raw.spec?.tls).map(({ hosts, secretName }) => ({
      hosts: texts(hosts),
      secretName: text(secretName),
    })),
    addresses: list(raw.status?.loadBalancer?.ingress).map(
      ({ ip, hostname }) => canonicalAddress(text(ip)) || text(hostname),
    ),
  };
}

function* pathsOf(spec: Raw<V1Ingress['spec']>): Iterable<IngressPath> {
  if (spec?.defaultBackend)
    yield {
      ...{ host: '', path: '', pathType: '', defaultBackend: true },
      ...target(spec.defaultBackend, 'default backend', ['spec', 'defaultBackend']),
    };
  for (const [rule, { host: rawHost, http }] of list(spec?.rules).entries())
    for (const [index, { path: rawPath, pathType, backend: to }] of list(http?.paths).entries()) {
      const [host, path] = [text(rawHost), text(rawPath)];
      yield {
        ...{ host, path, pathType: text(pathType), defaultBackend: false },
        ...target(to, `${host || '*'}${path || '/'}`, [
          'spec',
          'rules',
          rule,
          'http',
          'paths',
          index,
          'backend',
        ]),
      };
    }
}

function target(
  raw: Raw<V1IngressBackend>,
  where: string,
  at: FieldPath,
): Pick<IngressPath, 'backend' | 'resource'> {
  const { apiGroup, kind, name } = raw?.resource ?? {};
  return {
    backend: backend(raw, where, at),
    resource: raw?.resource ? { apiGroup: text(apiGroup), kind: text(kind), name: text(name) } : null,
  };
}

function backend(raw: Raw<V1IngressBackend>, where: string, path: FieldPath): IngressBackend | null {
  const service = raw?.service;
  if (!service) return null;
  return {
    where,
    service: text(service.name),
    port: text(service.port?.name) || number(service.port?.number),
    path: [...path, 'service'],
  };
}

function className({ metadata, spec }: NonNullable<Raw<V1Ingress>>): Ingress['className'] {
  const named = text(spec?.ingressClassName);
  if (named !== '') return { name: named, source: 'spec' };
  const annotated = labels(metadata?.annotations)[ANNOTATION.ingressClass] ?? '';
  return annotated === '' ? null : { name: annotated, source: 'annotation' };
}

export function ingressClass(
  raw: NonNullable<Raw<V1IngressClass>>,
  place: ManifestPlace | null,
): IngressClass {
  const annotations = labels(raw.metadata?.annotations);
  return {
    kind: 'IngressClass',
    ...meta(raw, null, place),
    controller: text(raw.spec?.controller),
    isDefault: annotations[ANNOTATION.isDefaultClass] === 'true',
  };
}
