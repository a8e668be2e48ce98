import type { Finding, Severity, Skipped } from '../model/report/endpoints-report.ts';
import type { RuleFinding } from '../rules/engine/rule-results.ts';
import { byText } from '../text/order.ts';

const SEVERITIES: readonly Severity[] = ['error', 'warning', 'info'];

/** The order of findings in every report: severity, namespace, Service, rule, subject. */
export function byImportance(a: Finding, b: Finding): number {
  return (
    SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
    byText(a.namespace, b.namespace) ||
    byText(a.service ?? '', b.service ?? '') ||
    byText(a.rule, b.rule) ||
    byText(a.subject.kind, b.subject.kind) ||
    byText(a.subject.name, b.subject.name)
  );
}

/** The names of the rules of findings, the most important first. */
export function ruleNames(found: readonly RuleFinding[]): string[] {
  const ordered = found.map(({ finding }) => finding).toSorted(byImportance);
  return [...new Set(ordered.map(({ rule }) => rule))];
}

/** Skipped rules with distinct reasons, by name. */
export function uniqueSkipped(skipped: readonly Skipped[]): Skipped[] {
  const distinct = new Map(skipped.map((one) => [`${one.rule} ${one.reason}`, one]));
  return [...distinct.values()].sort((a, b) => byText(a.rule, b.rule) || byText(a.reason, b.reason));
}

/** Distinct findings, in the order of every report. */
export function uniqueFindings(found: readonly RuleFinding[]): Finding[] {
  return [...new Set(found)].map(({ finding }) => finding).sort(byImportance);
}

/** The findings as a report lists them: those with one cause are one, that of the first Service. */
export function listedFindings(found: readonly RuleFinding[]): Finding[] {
  const shared = Map.groupBy(found, (one) => (one.shared ? `${one.rule.name} ${one.shared.key}` : one));
  return [...shared.values()].map(([first, ...others]) => {
    const { finding, shared: common } = first as RuleFinding;
    const objects = new Set([first, ...others].flatMap((one) => one?.shared?.object ?? []));
    return common && objects.size > 1 ? { ...finding, message: common.message([...objects]) } : finding;
  });
}
