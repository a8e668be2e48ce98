import type { ManifestError } from '../../model/errors.ts';
import type { Finding, Report, Severity } from '../../model/report/endpoints-report.ts';
import { escapeText } from '../../text/escape.ts';
import { summaryText } from '../text/check-text.ts';
import { remedyLines } from '../text/findings.ts';

/** GitHub's levels of annotations. */
const COMMANDS: Record<Severity, string> = { error: 'error', warning: 'warning', info: 'notice' };

/** Workflow commands, which GitHub Actions shows as annotations of a pull request, then the summary for the log. */
export function renderGithub(report: Report): string {
  const annotations = report.findings.map(annotation);
  const skipped = [...Map.groupBy(report.skipped, ({ reason }) => reason)].map(([reason, rules]) =>
    command('notice', { title: 'not checked' }, `${rules.map(({ rule }) => rule).join(', ')}: ${reason}`),
  );
  const showsInfo = report.findings.some(({ severity }) => severity === 'info');
  const summary = summaryText(
    report,
    report.findings.map((finding) => [finding]),
    showsInfo ? '' : '--fail-on info',
  );
  return [...annotations, ...skipped, summary].map((line) => `${line}\n`).join('');
}

/** Annotations for manifests that an API server would refuse. */
export function refusedAnnotations(errors: readonly ManifestError[]): string {
  return errors
    .map(({ file, lineNumber: at, problem: what }) => {
      const properties = { file: escapeText(file), line: String(at), title: 'not a valid manifest' };
      return `${command('error', properties, escapeText(what))}\n`;
    })
    .join('');
}

function annotation({ rule, severity, subject, message, detail, remedy, file, line }: Finding): string {
  const { kind, namespace, name } = subject;
  const properties = {
    ...(file === null ? {} : { file, line: String(line) }),
    title: `${rule}: ${kind} ${namespace === '' ? name : `${namespace}/${name}`}`,
  };
  const lines = [message, ...detail.map((one) => `- ${one}`), ...remedyLines(remedy, null)];
  return command(COMMANDS[severity], properties, lines.join('\n'));
}

function command(name: string, properties: Readonly<Record<string, string>>, message: string): string {
  const parameters = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(value)}`);
  return `::${name} ${parameters.join(',')}::${escapeData(message)}`;
}

/** Escapes as @actions/core does (actions/toolkit, packages/core/src/command.ts). */
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
