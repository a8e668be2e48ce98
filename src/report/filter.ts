import type { Report, ServiceReport, Status } from '../model/report/endpoints-report.ts';
import { namespacedName, objectKey } from '../text/object-key.ts';
import { byText } from '../text/order.ts';
import { summarize } from './build-services.ts';

/** Every status, the most urgent first. */
export const STATUSES: readonly Status[] = ['Unavailable', 'Degraded', 'Unknown', 'ExternalName', 'Healthy'];

/** The report without the findings of some rules. The statuses of Services stay. */
export function withoutRules(report: Report, ignored: ReadonlySet<string>): Report {
  if (ignored.size === 0) return report;
  const kept = (rule: string) => !ignored.has(rule);
  const findings = report.findings.filter(({ rule }) => kept(rule));
  const services = report.services.map((service) => ({
    ...service,
    findings: service.findings.filter(kept),
    backends:
      service.backends?.map((backend) => ({ ...backend, findings: backend.findings.filter(kept) })) ?? null,
  }));
  return {
    ...report,
    services,
    findings,
    skipped: report.skipped.filter(({ rule }) => kept(rule)),
    summary: summarize(services, findings),
  };
}

/** The report without findings of severity info. The summary still counts them. */
export function withoutInfo(report: Report): Report {
  return { ...report, findings: report.findings.filter(({ severity }) => severity !== 'info') };
}

/** The report without Services that have no finding. The summary still counts them. */
export function withoutHealthy(report: Report): Report {
  return { ...report, services: report.services.filter(({ findings }) => findings.length > 0) };
}

/** The report with so many findings at most, the most important ones. The summary still counts all. */
export function withFindingsUpTo(report: Report, most: number): Report {
  const findings = report.findings.slice(0, most);
  return { ...report, findings, omittedFindings: report.findings.length - findings.length };
}

/** The report about the Services with one of the statuses. */
export function withStatus(report: Report, statuses: readonly Status[]): Report {
  if (statuses.length === 0) return report;
  const services = report.services.filter(({ status }) => statuses.includes(status));
  const names = new Set(services.map(objectKey));
  const findings = report.findings.filter(
    ({ namespace, service }) => service !== null && names.has(namespacedName(namespace, service)),
  );
  return { ...report, services, findings, summary: summarize(services, findings) };
}

const ORDERS = {
  name: () => 0,
  status: (a, b) => STATUSES.indexOf(a.status) - STATUSES.indexOf(b.status),
  ready: (a, b) => readyShare(a) - readyShare(b),
  age: (a, b) => (a.age ?? Number.POSITIVE_INFINITY) - (b.age ?? Number.POSITIVE_INFINITY),
} satisfies Record<string, (a: ServiceReport, b: ServiceReport) => number>;

export type Order = keyof typeof ORDERS;
export const ORDER_NAMES = Object.keys(ORDERS) as Order[];

/** The report with its Services sorted: worst status, fewest ready backends or youngest first, then by name. */
export function sortedBy(report: Report, order: Order): Report {
  const compare = ORDERS[order];
  const services = report.services.toSorted(
    (a, b) => compare(a, b) || byText(a.namespace, b.namespace) || byText(a.name, b.name),
  );
  return { ...report, services };
}

function readyShare({ ready }: ServiceReport): number {
  if (ready === null) return Number.POSITIVE_INFINITY;
  return ready.backends === 0 ? 0 : ready.routable / ready.backends;
}
