import { columns } from './columns.ts';

/** What `explain` shows of a rule. */
interface Explained {
  name: string;
  class: string;
  summary: string;
  explanation: string;
}

/** The list of `explain` without a name. */
export function ruleList(rules: readonly Explained[]): string {
  const rows = rules.map((rule) => [rule.name, rule.class, rule.summary]);
  return `${columns([['FINDING', 'CLASS', 'MEANS'], ...rows]).join('\n')}\n`;
}

/** A rule's page, in Markdown: what `explain NAME` shows and docs/findings/ holds. */
export function explanationPage({ name, summary, explanation }: Explained): string {
  // In Markdown a command needs an empty line before it, unless it stands under a heading.
  const text = explanation.trim().replace(/^((?! {4}|#).+)\n( {4})/gm, '$1\n\n$2');
  return `# ${name}\n\n${summary}.\n\n${text.replace(/^( {4}.*)\n(?! {4}|\n)/gm, '$1\n\n')}\n`;
}

/** The index of docs/findings/. */
export function explanationIndex(rules: readonly Explained[]): string {
  const lines = rules.map(
    ({ name, class: kind, summary }) => `| [${name}](${name}.md) | ${kind} | ${summary} |`,
  );
  return `# Findings\n\n| finding | class | holds when |\n|---|---|---|\n${lines.join('\n')}\n`;
}
