import type { Finding, ServiceReport } from '../../model/report/endpoints-report.ts';
import type { IngressReport } from '../../model/report/ingress-report.ts';
import { namespacedName, objectKey } from '../../text/object-key.ts';
import { findingsByService } from '../text/findings.ts';
import { portKey } from './mermaid-targets.ts';

/** A Service with only the ports that Ingress paths name. */
interface IngressService {
  service: ServiceReport;
  findings: readonly Finding[];
}

/** The Services that Ingress paths name, without the findings about their other ports. */
export function ingressServices({ ingresses, services, findings }: IngressReport): readonly IngressService[] {
  const portsByService = new Map<string, Set<string>>();
  for (const { namespace, paths } of ingresses)
    for (const { service, servicePort, state } of paths) {
      if (servicePort === null && state !== 'externalName') continue;
      const name = namespacedName(namespace, service ?? '');
      const keys = portsByService.get(name) ?? new Set();
      if (servicePort) keys.add(portKey(servicePort.port, servicePort.protocol));
      portsByService.set(name, keys);
    }
  const findingsFor = findingsByService(findings);
  return services.flatMap((service) => {
    const name = objectKey(service);
    const keys = portsByService.get(name);
    return keys ? [keepPorts(keys, service, findingsFor(service))] : [];
  });
}

function keepPorts(
  keys: ReadonlySet<string>,
  service: ServiceReport,
  findings: readonly Finding[],
): IngressService {
  const all = service.backends ?? [];
  const backends = all.filter(({ servicePort, protocol }) => keys.has(portKey(servicePort, protocol)));
  const kept = new Set(backends.flatMap((backend) => backend.findings));
  const dropped = new Set(all.flatMap((backend) => backend.findings).filter((rule) => !kept.has(rule)));
  return {
    service: {
      ...service,
      ports: service.ports.filter(({ port, protocol }) => keys.has(portKey(port, protocol))),
      backends,
    },
    findings: findings.filter(({ rule }) => !dropped.has(rule)),
  };
}
