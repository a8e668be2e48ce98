import type { Finding, ServiceReport } from '../../model/report/endpoints-report.ts';
import type { IngressReport } from '../../model/report/ingress-report.ts';
import { namespacedName, objectKey } from '../../text/object-key.ts';
import { findingsByService } from '../text/findings.ts';
import { portKey } from './mermaid-backends.ts';

/** A Service with no more than the ports that some path leads to. */
export interface Narrowed {
  service: ServiceReport;
  findings: readonly Finding[];
}

/** The Services that are led to, at a port or as a name; without what is found at their other ports alone. */
export function narrowed({ ingresses, services, findings }: IngressReport): readonly Narrowed[] {
  const led = new Map<string, Set<string>>();
  for (const { namespace, paths } of ingresses)
    for (const { service, servicePort, state } of paths) {
      if (servicePort === null && state !== 'externalName') continue;
      const name = namespacedName(namespace, service ?? '');
      const keys = led.get(name) ?? new Set();
      if (servicePort) keys.add(portKey(servicePort.port, servicePort.protocol));
      led.set(name, keys);
    }
  const foundOf = findingsByService(findings);
  return services.flatMap((service) => {
    const name = objectKey(service);
    const keys = led.get(name);
    return keys ? [narrowedTo(keys, service, foundOf(service))] : [];
  });
}

function narrowedTo(
  keys: ReadonlySet<string>,
  service: ServiceReport,
  findings: readonly Finding[],
): Narrowed {
  const all = service.backends ?? [];
  const backends = all.filter(({ servicePort, protocol }) => keys.has(portKey(servicePort, protocol)));
  const told = new Set(backends.flatMap((backend) => backend.findings));
  const elsewhere = new Set(all.flatMap((backend) => backend.findings).filter((rule) => !told.has(rule)));
  return {
    service: {
      ...service,
      ports: service.ports.filter(({ port, protocol }) => keys.has(portKey(port, protocol))),
      backends,
    },
    findings: findings.filter(({ rule }) => !elsewhere.has(rule)),
  };
}
