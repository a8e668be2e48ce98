import type { ManifestError } from '../../model/errors.ts';
import type { Finding, Report, Severity } from '../../model/report/endpoints-report.ts';
import { escapeText } from '../../text/escape.ts';
import { summaryText } from '../text/check-text.ts';

/** The words for it that GitHub has. */
const COMMANDS: Record<Severity, string> = { error: 'error', warning: 'warning', info: 'notice' };

/** Workflow commands, which GitHub Actions shows beside the lines of a pull request; then the summary, for the log. */
export function renderGithub(report: Report): string {
  const found = report.findings.map(annotation);
  const skipped = [...Map.groupBy(report.skipped, ({ reason }) => reason)].map(([reason, rules]) =>
    command('notice', { title: 'not checked' }, `${rules.map(({ rule }) => rule).join(', ')}: ${reason}`),
  );
  const shown = report.findings.some(({ severity }) => severity === 'info');
  const summary = summaryText(report, shown ? '' : '--fail-on info');
  return [...found, ...skipped, summary].map((line) => `${line}\n`).join('');
}

/** What no API server would take, beside its line: a job that fails for it is to show where. */
export function refusedAnnotations(errors: readonly ManifestError[]): string {
  return errors
    .map(({ file, lineNumber, problem }) => {
      const properties = { file: escapeText(file), line: String(lineNumber), title: 'not a valid manifest' };
      return `${command('error', properties, escapeText(problem))}\n`;
    })
    .join('');
}

function annotation({ rule, severity, subject, message, detail, fix, file, line }: Finding): string {
  const { kind, namespace, name } = subject;
  const properties = {
    ...(file === null ? {} : { file, line: String(line) }),
    title: `${rule}: ${kind} ${namespace === '' ? name : `${namespace}/${name}`}`,
  };
  const lines = [message, ...detail.map((one) => `- ${one}`), ...(fix === '' ? [] : [`Fix: ${fix}`])];
  return command(COMMANDS[severity], properties, lines.join('\n'));
}

function command(name: string, properties: Readonly<Record<string, string>>, message: string): string {
  const given = Object.entries(properties).map(([key, value]) => `${key}=${property(value)}`);
  return `::${name} ${given.join(',')}::${data(message)}`;
}

/** As GitHub's own toolkit escapes them (actions/toolkit, packages/core/src/command.ts). */
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
