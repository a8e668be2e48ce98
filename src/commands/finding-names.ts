import { RULES } from '../rules/engine/catalogue.ts';
import { didYouMean } from '../text/closest-name.ts';

/** The end of an error about an unknown finding: the closest name, else how to list them. */
export function meantFinding(unknown: string): string {
  const names = RULES.map(({ name }) => name);
  return didYouMean(unknown, names) || '; "kubectl endpoints explain" lists them';
}
