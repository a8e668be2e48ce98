import type { FileInput } from '../../files/read-files.ts';
import { ManifestError, type UserError } from '../../model/errors.ts';
import type { IO } from '../../model/io.ts';
import type { Report } from '../../model/report/endpoints-report.ts';
import type { Inspection } from '../../pipeline/inspect-services.ts';
import { refusedAnnotations } from '../../render/ci/github.ts';
import { type Format, formatsOf, renderReport, type View } from '../../render/render-report.ts';
import { type Order, sortedBy } from '../../report/filter.ts';
import { escapeLines } from '../../text/escape.ts';
import { counted, listed, unreadDirectories } from '../../text/list.ts';
import { outputFormat } from '../../text/output-format.ts';
import { errorLines } from './error-lines.ts';
import { byGivenNames } from './given-order.ts';
import { print } from './print.ts';
import type { ReadCall } from './shared-flags.ts';

/** @throws {UserError} with kubectl's message for an unknown format */
export function formatOf({ flags }: ReadCall, view: View): Format {
  return outputFormat(flags.output, formatsOf(view));
}

/**
 * Prints the report to stdout, then errors and warnings to stderr.
 * @param order of the Services; null: the default
 */
export async function printInspection(
  { report, missing, scopeNotice, namespace, input }: Inspection,
  view: View,
  call: ReadCall,
  io: IO,
  order: Order | null = null,
): Promise<void> {
  const format = formatOf(call, view);
  const ordered = order === null ? inDefaultOrder(report, format, call) : sortedBy(report, order);
  const style = { ...call.style, namespaces: namespace === null };
  if (format === 'github') await print(refusedAnnotations(missing.filter(isRefused)), io.stdout);
  const empty =
    report.summary.services === 0 &&
    (view === 'get' || report.findings.length + report.omittedFindings === 0);
  const asText = format === 'table' || format === 'wide';
  // Of files that are read in part there is a report, even without a Service.
  const isPartial = view === 'check' && input !== null && missing.every(isRefused);
  if (!empty || (!asText && (missing.length === 0 || isPartial)))
    await print(renderReport(ordered, format, style, view), io.stdout);
  const messages = errorLines(missing);
  const notice = view === 'check' && input ? inputNotice(report, input, namespace) : '';
  if (messages.length === 0 && report.summary.services === 0 && notice === '')
    messages.push(noResourcesFound(namespace));
  if (scopeNotice !== '') messages.push(`Warning: ${scopeNotice}`);
  // The tables of the other views show skipped rules; diagrams do not.
  if (((view === 'get' && asText) || format === 'mermaid') && !empty)
    messages.push(...skippedWarnings(report));
  if (notice !== '') messages.push(notice);
  await print(messages.map((line) => `${escapeLines(line)}\n`).join(''), io.stderr);
}

/**
 * Services in the order of their names on the command line, as kubectl prints them; without names, the worst first on a
 * terminal. In JSON, YAML and pipes, Services are ordered by name.
 */
function inDefaultOrder(report: Report, format: Format, { args, style }: ReadCall): Report {
  const isTable = format === 'table' || format === 'wide';
  if (!isTable && format !== 'name') return report;
  if (args.length < 2) return isTable && style.width !== null ? sortedBy(report, 'status') : report;
  return { ...report, services: byGivenNames(report.services, args) };
}

const isRefused = (error: UserError) => error instanceof ManifestError;

export function noResourcesFound(namespace: string | null): string {
  return namespace === null ? 'No resources found' : `No resources found in ${namespace} namespace.`;
}

/** What a check of files looked at, so that one that looked at nothing is not mistaken for a clean one. */
function inputNotice(
  { summary }: Report,
  { files, unreadDirectories: unread }: FileInput,
  namespace: string | null,
): string {
  const scope = namespace === null ? '' : ` of namespace ${namespace}`;
  const [only = ''] = files;
  const place = files.length === 1 && !/\.(json|ya?ml)$/.test(only) ? only : counted(files.length, 'file');
  return `${counted(summary.services, 'Service')}${scope} in ${place}${unreadDirectories(unread)}`;
}

function skippedWarnings({ skipped }: Report): string[] {
  return [...Map.groupBy(skipped, ({ reason }) => reason)].map(
    ([reason, rules]) => `Warning: ${reason}; not checked: ${listed(rules.map(({ rule }) => rule))}`,
  );
}
