import { ManifestError, type UserError } from '../../model/errors.ts';
import type { IO } from '../../model/io.ts';
import type { Report } from '../../model/report/endpoints-report.ts';
import type { Inspection } from '../../pipeline/inspect-services.ts';
import { refusedAnnotations } from '../../render/ci/github.ts';
import { type Format, formatsOf, renderReport, type View } from '../../render/render-report.ts';
import { escapeLines } from '../../text/escape.ts';
import { listed } from '../../text/list.ts';
import { outputFormat } from '../../text/output-format.ts';
import { print } from './print.ts';
import type { ReadCall } from './shared-flags.ts';

export { formatsOf };

/** @throws {UserError} with kubectl's message for an unknown format */
export function formatOf({ flags }: ReadCall, view: View): Format {
  return outputFormat(flags.output, formatsOf(view));
}

/** Prints the report to stdout, then errors and warnings to stderr. */
export async function printInspection(
  { report, missing, scopeNotice, namespace }: Inspection,
  view: View,
  call: ReadCall,
  io: IO,
): Promise<void> {
  const format = formatOf(call, view);
  const style = { ...call.style, namespaces: namespace === null };
  if (format === 'github') await print(refusedAnnotations(missing.filter(isRefused)), io.stdout);
  const empty =
    report.summary.services === 0 &&
    (view === 'get' || report.findings.length + report.omittedFindings === 0);
  const asText = format === 'table' || format === 'wide';
  if (!empty || (!asText && missing.length === 0))
    await print(renderReport(report, format, style, view), io.stdout);
  const messages = missing.map(({ fullMessage }) => fullMessage);
  if (messages.length === 0 && report.summary.services === 0) messages.push(noResourcesFound(namespace));
  if (scopeNotice !== '') messages.push(`warning: ${scopeNotice}`);
  // The tables of the other views show skipped rules; diagrams do not.
  if (((view === 'get' && asText) || format === 'mermaid') && !empty)
    messages.push(...skippedWarnings(report));
  await print(messages.map((line) => `${escapeLines(line)}\n`).join(''), io.stderr);
}

const isRefused = (error: UserError) => error instanceof ManifestError;

export function noResourcesFound(namespace: string | null): string {
  return namespace === null ? 'No resources found' : `No resources found in ${namespace} namespace.`;
}

function skippedWarnings({ skipped }: Report): string[] {
  return [...Map.groupBy(skipped, ({ reason }) => reason)].map(
    ([reason, rules]) => `warning: ${reason}; not checked: ${listed(rules.map(({ rule }) => rule))}`,
  );
}
