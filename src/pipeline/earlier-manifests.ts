import type { EarlierManifests } from '../files/read-files.ts';
import { kindOf } from '../model/objects/classification.ts';
import type { AnyObject } from '../model/objects/kinds.ts';
import type { ManifestPlace } from '../model/objects/meta.ts';
import type { Finding } from '../model/report/endpoints-report.ts';
import type { RuleFinding, RuleResults } from '../rules/engine/rule-results.ts';
import { hasLabels } from '../text/labels.ts';

/** Says of the findings that an earlier manifest of the same object would have avoided that it would. */
export function withEarlierManifests(
  results: RuleResults,
  earlier: RuleResults,
  { duplicates }: EarlierManifests,
): RuleResults {
  const known = new Set(earlier.findings.map(({ finding }) => keyOf(finding)));
  const findings = results.findings.map((found): RuleFinding => {
    const { finding } = found;
    if (finding.severity === 'info' || known.has(keyOf(finding))) return found;
    const own = duplicates.filter(([{ namespace }]) => namespace === finding.namespace);
    const pair = own.find(([before]) => isMeant(before, found)) ?? own[0];
    if (!pair) return found;
    return { ...found, finding: { ...finding, detail: [...finding.detail, text(...pair)] } };
  });
  return { ...results, findings };
}

function keyOf({ rule, namespace, service, subject }: Finding): string {
  return JSON.stringify([rule, namespace, service, subject.kind, subject.name]);
}

/** The object is the subject, or has the Pods that the Service selects. */
function isMeant(object: AnyObject, { finding: { subject }, view }: RuleFinding): boolean {
  if (kindOf(object) === subject.kind && object.name === subject.name) return true;
  const selector = view?.service.selector;
  return object.kind === 'Workload' && selector ? hasLabels(object.templateLabels, selector) : false;
}

function text(before: AnyObject, now: AnyObject): string {
  return `the earlier manifest of ${kindOf(now)} ${now.name} (${placeText(before)}), which the one in ${placeText(now)} replaced, does not cause this`;
}

function placeText({ place }: { place: ManifestPlace | null }): string {
  return place ? `${place.file}:${place.lineOf([])}` : '';
}
