import type { IngressReport } from '../model/report/ingress-report.ts';
import type { AddressReport, LookupReport, PodReport } from '../model/report/lookup-report.ts';
import type { LookupSubject } from '../model/snapshot.ts';
import type { Style } from '../model/style.ts';
import { escapeAll } from '../text/escape.ts';
import { wrapText } from '../text/wrap.ts';
import { toJsonLookup } from './json/lookup-json.ts';
import { reportText } from './json/report-text.ts';
import { renderIngressMermaid } from './mermaid/mermaid-ingress.ts';
import { yamlText } from './render-objects.ts';
import { ingressBlocks, ingressNames } from './text/describe-ingress.ts';
import { addressBlocks, addressNames } from './text/describe-ip.ts';
import { podBlocks, podNames } from './text/describe-pod.ts';
import { notCheckedLines } from './text/findings.ts';

export type AnyLookup = PodReport | AddressReport | IngressReport;

const FORMATS = {
  table: (report, style) => lookupText(escapeAll(report), style, false),
  wide: (report, style) => lookupText(escapeAll(report), style, true),
  json: (report) => reportText(toJsonLookup(report)),
  yaml: (report) => yamlText(toJsonLookup(report)),
  name: (report) =>
    names(escapeAll(report))
      .map((name) => `${name}\n`)
      .join(''),
  mermaid: (report) => (report.kind === 'IngressReport' ? renderIngressMermaid(escapeAll(report)) : ''),
} satisfies Record<string, (report: AnyLookup, style: Style) => string>;

type LookupFormat = keyof typeof FORMATS;
const LOOKUP_FORMATS = Object.keys(FORMATS) as LookupFormat[];

/** Mermaid draws Ingresses, but neither Pods nor addresses. */
export function lookupFormatsOf(kind: LookupSubject['kind']): LookupFormat[] {
  return LOOKUP_FORMATS.filter((format) => format !== 'mermaid' || kind === 'Ingress');
}

/** Renders a reverse lookup. Text formats escape control characters; JSON and YAML keep all values as they are. */
export function renderLookup(report: AnyLookup, format: LookupFormat, style: Style): string {
  return FORMATS[format](report, style);
}

function lookupText(report: AnyLookup, style: Style, wide: boolean): string {
  const blocks = blocksOf(report, style, wide).map((lines) => lines.join('\n'));
  const end = [...unreadLines(report, style), ...notCheckedLines(style)];
  return `${[blocks.join('\n\n\n'), ...end].join('\n')}\n`;
}

function blocksOf(report: AnyLookup, style: Style, wide: boolean): string[][] {
  switch (report.kind) {
    case 'PodReport':
      return podBlocks(report, style, wide);
    case 'AddressReport':
      return addressBlocks(report, style, wide);
    case 'IngressReport':
      return ingressBlocks(report, style, wide);
  }
}

function names(report: AnyLookup): string[] {
  switch (report.kind) {
    case 'PodReport':
      return podNames(report);
    case 'AddressReport':
      return addressNames(report);
    case 'IngressReport':
      return ingressNames(report);
  }
}

/** The reasons why kinds are unread, each with the rules that were skipped for it. */
function unreadLines({ unread, skipped }: LookupReport, { width }: Style): string[] {
  const reasons = new Map<string, string[]>(unread.map(({ reason }) => [reason, []]));
  for (const { rule, reason } of skipped) reasons.set(reason, [...(reasons.get(reason) ?? []), rule]);
  if (reasons.size === 0) return [];
  const lines = [...reasons].flatMap(([reason, rules]) => [
    ...wrapText(reason, '  ', width),
    ...(rules.length > 0 ? wrapText(`not checked: ${rules.join(', ')}`, '    ', width) : []),
  ]);
  return ['', ...wrapText('Unknown, because objects could not be read:', '', width), ...lines];
}
