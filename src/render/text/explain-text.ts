import type { Severity } from '../../model/report/endpoints-report.ts';
import { wrapText } from '../../text/wrap.ts';
import { columns } from './columns.ts';

/** The documentation of a rule. */
interface RuleDocs {
  name: string;
  class: string;
  severities: readonly [Severity, ...Severity[]];
  summary: string;
  explanation: string;
}

/** Longer lines are hard to read. */
const PAGE_WIDTH = 80;
/** A narrower column is harder to read than lines of their own. */
const MIN_SUMMARY_WIDTH = 20;

/**
 * The list of rules that `explain` prints without a name.
 * @param width of the terminal: summaries are wrapped in their column; null: one line for each rule
 */
export function ruleList(rules: readonly RuleDocs[], width: number | null): string {
  const head = ['FINDING', 'CLASS', 'SEVERITY', 'MEANS'];
  const rows = rules.map((rule) => [rule.name, rule.class, severityText(rule), rule.summary]);
  const start = columns([head, ...rows])[0]?.indexOf('MEANS') ?? 0;
  const room = width === null ? null : width - start;
  if (room !== null && room < MIN_SUMMARY_WIDTH)
    return `${rules.map((rule) => narrowEntry(rule, width)).join('\n')}\n`;
  const wrapped = rows.flatMap(([name = '', kind = '', severity = '', summary = '']) => {
    const [first = '', ...more] = wrapText(summary, '', room);
    return [[name, kind, severity, first], ...more.map((line) => ['', '', '', line])];
  });
  return `${columns([head, ...wrapped]).join('\n')}\n`;
}

function narrowEntry(rule: RuleDocs, width: number | null): string {
  const lines = [`${rule.class}, ${severityText(rule)}`, rule.summary].flatMap((text) =>
    wrapText(text, '  ', width),
  );
  return [rule.name, ...lines].join('\n');
}

/** `by impact`: an error or a warning. Else the highest. */
function severityText({ severities: [highest, second] }: RuleDocs): string {
  return second === 'warning' ? 'by impact' : highest;
}

/**
 * The page of a rule in Markdown, for `explain NAME` and docs/findings/.
 * @param width of the terminal; wider ones do not make its lines longer
 */
export function explanationPage(rule: RuleDocs, width: number | null): string {
  const severities = rule.severities.join(', ').replace(/, (\w+)$/, ' or $1');
  // Markdown needs an empty line before an indented code block, except under a heading.
  const text = rule.explanation.trim().replace(/^((?! {4}|#).+)\n( {4})/gm, '$1\n\n$2');
  const page = `# ${rule.name}

${rule.summary}.

Class: ${rule.class}. Severity: ${severities}.

${text.replace(/^( {4}.*)\n(?! {4}|\n)/gm, '$1\n\n')}
`;
  return wrapParagraphs(page, Math.min(width ?? PAGE_WIDTH, PAGE_WIDTH));
}

/** Wraps Markdown at words. Headings and indented code blocks stay as they are. */
function wrapParagraphs(markdown: string, width: number): string {
  return markdown.replace(/^[^#\s].*(?:\n[^#\s].*)*/gm, (paragraph) =>
    wrapText(paragraph.replaceAll('\n', ' '), '', width).join('\n'),
  );
}

/** The index of docs/findings/. */
export function explanationIndex(rules: readonly RuleDocs[]): string {
  const rows = rules.map(
    (rule) => `| [${rule.name}](${rule.name}.md) | ${rule.class} | ${severityText(rule)} | ${rule.summary} |`,
  );
  return `# Findings

A _routing_ finding of severity error or warning makes its Service Degraded; _advice_ does not.
_By impact_: an error if a port of the Service has no ready backend, else a warning. The page of a
finding names the cases in which it has another severity.

| finding | class | severity | meaning |
|---|---|---|---|
${rows.join('\n')}
`;
}
