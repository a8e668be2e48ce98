import type { IngressReport } from '../model/ingress-report.ts';
import type { AddressReport, LookupReport, PodReport } from '../model/lookup-report.ts';
import type { BackendReport, Finding, Report, ServiceReport } from '../model/report.ts';

/** The report with exactly the keys that scripts rely on: what `-o json` and `-o yaml` print. */
export function reportData(report: Report) {
  return {
    apiVersion: report.apiVersion,
    kind: report.kind,
    source: report.source,
    services: report.services.map(serviceData),
    findings: report.findings.map(findingData),
    skipped: report.skipped,
    summary: report.summary,
  };
}

function serviceData({
  facts,
  outside,
  unread,
  age,
  ready,
  ports,
  backends,
  findings,
  ...service
}: ServiceReport) {
  return {
    ...service,
    ports: ports.map(({ nodePort, ...port }) => port),
    backends: backends?.map(rowData) ?? null,
    findings,
  };
}

function rowData<T extends BackendReport>({ terminating: _, ...backend }: T) {
  return backend;
}

function findingData({ cause: _, ...finding }: Finding) {
  return finding;
}

/** The same of a reverse lookup. */
export function lookupData(report: PodReport | AddressReport | IngressReport) {
  const { apiVersion, kind, source } = report;
  return { apiVersion, kind, source, ...subjects(report), ...account(report) };
}

function subjects(report: PodReport | AddressReport | IngressReport) {
  switch (report.kind) {
    case 'PodReport':
      return {
        pods: report.pods.map(({ age, servicesUnread, message, told, ...pod }) => ({
          ...pod,
          services: pod.services.map(rowData),
        })),
      };
    case 'AddressReport':
      return {
        addresses: report.addresses.map(({ told, ...address }) => ({
          ...address,
          services: address.services.map(rowData),
        })),
      };
    case 'IngressReport':
      return {
        ingresses: report.ingresses.map(({ told, ...ingress }) => ingress),
        services: report.services.map(serviceData),
      };
  }
}

function account({ findings, skipped, unread }: LookupReport) {
  return { findings: findings.map(findingData), skipped, unread };
}
