import type { Report, ServiceReport } from '../model/report/endpoints-report.ts';
import type { Style } from '../model/style.ts';
import { escapeAll } from '../text/escape.ts';
import { kubectlName, refKey } from '../text/object-key.ts';
import { renderGithub } from './ci/github.ts';
import { toJsonReport } from './json/report-json.ts';
import { reportText } from './json/report-text.ts';
import { renderMermaid } from './mermaid/mermaid-service.ts';
import { yamlText } from './render-objects.ts';
import { renderCheck } from './text/check-text.ts';
import { renderDescribe } from './text/describe-service.ts';
import { renderGet } from './text/get-text.ts';

export type View = 'describe' | 'get' | 'check';
export type Format = 'table' | 'wide' | 'json' | 'yaml' | 'name' | 'mermaid' | 'github';

const TABLES: Record<View, (report: Report, style: Style, wide: boolean) => string> = {
  describe: renderDescribe,
  get: renderGet,
  check: renderCheck,
};

const FORMATS: Record<Format, (report: Report, style: Style, view: View) => string> = {
  table: (report, style, view) => TABLES[view](escapeAll(report), style, false),
  wide: (report, style, view) => TABLES[view](escapeAll(report), style, true),
  json: (report) => reportText(toJsonReport(report)),
  yaml: (report) => yamlText(toJsonReport(report)),
  name: (report, _, view) =>
    (view === 'check' ? subjectNames(escapeAll(report)) : serviceNames(escapeAll(report).services))
      .map((name) => `${name}\n`)
      .join(''),
  mermaid: (report) => renderMermaid(escapeAll(report)),
  github: (report) => renderGithub(escapeAll(report)),
};

export const FORMAT_NAMES = Object.keys(FORMATS) as Format[];

/** Formats that a single view supports. */
const ONLY: Partial<Record<Format, View>> = { mermaid: 'describe', github: 'check' };

export function formatsOf(view: View): Format[] {
  return FORMAT_NAMES.filter((format) => (ONLY[format] ?? view) === view);
}

/** Renders a report. Text formats escape control characters; JSON and YAML keep all values as they are. */
export function renderReport(report: Report, format: Format, style: Style, view: View): string {
  return FORMATS[format](report, style, view);
}

function serviceNames(services: readonly ServiceReport[]): string[] {
  return services.map(({ name }) => `service/${name}`);
}

/** The Services that have findings, then the subjects of findings that belong to no Service. */
function subjectNames({ services, findings }: Report): string[] {
  const others = findings
    .filter(({ service }) => service === null)
    .map(({ subject }): [string, string] => [refKey(subject), kubectlName(subject.kind, subject.name)]);
  const names = serviceNames(services.filter((service) => service.findings.length > 0));
  return [...names, ...new Map(others).values()];
}
