import type { Report } from '../model/report.ts';

/** The report with exactly the keys that scripts rely on: what `-o json` and `-o yaml` print. */
export function reportData(report: Report) {
  return {
    apiVersion: report.apiVersion,
    kind: report.kind,
    source: report.source,
    services: report.services.map(
      ({ facts, outside, unread, age, ready, ports, backends, findings, ...service }) => ({
        ...service,
        ports: ports.map(({ nodePort, ...port }) => port),
        backends: backends?.map(({ terminating: _, ...backend }) => backend) ?? null,
        findings,
      }),
    ),
    findings: report.findings.map(({ cause: _, ...finding }) => finding),
    skipped: report.skipped,
    summary: report.summary,
  };
}
