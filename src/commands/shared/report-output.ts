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

/** @throws {UserError} in kubectl's words for a format that there is not */
export function formatOf({ flags }: ReadCall, view: View): Format {
  return outputFormat(flags.output, formatsOf(view));
}

/** The report on stdout, then what is to be said about it on stderr. */
export async function printInspection(
  { report, missing, scopeNotice, namespace }: Inspection,
  view: View,
  call: ReadCall,
  io: IO,
): Promise<void> {
  const format = formatOf(call, view);
  const style = { ...call.style, namespaces: namespace === null };
  if (format === 'github') await print(refusedAnnotations(missing.filter(isRefused)), io.stdout);
  const nothing = report.services.length === 0 && (view === 'get' || report.findings.length === 0);
  const asText = format === 'table' || format === 'wide';
  if (!nothing || (!asText && missing.length === 0))
    await print(renderReport(report, format, style, view), io.stdout);
  const said = missing.map(({ fullMessage }) => fullMessage);
  if (said.length === 0 && report.services.length === 0) said.push(noResourcesFound(namespace));
  if (scopeNotice !== '') said.push(`warning: ${scopeNotice}`);
  // The tables of the others tell it themselves, and no picture does.
  if (((view === 'get' && asText) || format === 'mermaid') && !nothing) said.push(...skippedWarnings(report));
  await print(said.map((line) => `${escapeLines(line)}\n`).join(''), io.stderr);
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
