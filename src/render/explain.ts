import { columns } from './columns.ts';

/** What `explain` shows of a rule. */
interface Explained {
  name: string;
  class: string;
  summary: string;
  explanation: string;
}

export function ruleList(rules: readonly Explained[]): string {
  const rows = rules.map((rule) => [rule.name, rule.class, rule.summary]);
  return `${columns([['FINDING', 'CLASS', 'MEANS'], ...rows]).join('\n')}\n`;
}

export function explanationText({ name, summary, explanation }: Explained): string {
  return `# ${name}\n\n${summary}.\n\n${explanation.trim()}\n`;
}
