import { columns } from './columns.ts';

/** The documentation of a rule. */
interface RuleDocs {
  name: string;
  class: string;
  summary: string;
  explanation: string;
}

/** The list of rules that `explain` prints without a name. */
export function ruleList(rules: readonly RuleDocs[]): string {
  const rows = rules.map((rule) => [rule.name, rule.class, rule.summary]);
  return `${columns([['FINDING', 'CLASS', 'MEANS'], ...rows]).join('\n')}\n`;
}

/** The page of a rule in Markdown, for `explain NAME` and docs/findings/. */
export function explanationPage({ name, summary, explanation }: RuleDocs): string {
  // Markdown needs an empty line before an indented code block, except under a heading.
  const text = explanation.trim().replace(/^((?! {4}|#).+)\n( {4})/gm, '$1\n\n$2');
  return `# ${name}\n\n${summary}.\n\n${text.replace(/^( {4}.*)\n(?! {4}|\n)/gm, '$1\n\n')}\n`;
}

/** The index of docs/findings/. */
export function explanationIndex(rules: readonly RuleDocs[]): string {
  const lines = rules.map(
    ({ name, class: kind, summary }) => `| [${name}](${name}.md) | ${kind} | ${summary} |`,
  );
  return `# Findings\n\n| finding | class | holds when |\n|---|---|---|\n${lines.join('\n')}\n`;
}
