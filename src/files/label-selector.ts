import { UserError } from '../model/errors.ts';
import type { Labels } from '../model/objects/meta.ts';

type Requirement = (labels: Labels) => boolean;

/**
 * A label selector in kubectl's syntax, for input that no server selects from: `a=b`, `a==b`, `a!=b`,
 * `a in (b,c)`, `a notin (b,c)`, `a`, `!a`.
 * Source: apimachinery/pkg/labels/selector.go.
 * @throws {UserError} for what does not parse
 */
export function parseSelector(selector: string): Requirement {
  const requirements = selector
    .split(/,(?![^(]*\))/)
    .filter((part) => part.trim() !== '')
    .map((part) => requirement(part.trim(), selector));
  return (labels) => requirements.every((holds) => holds(labels));
}

const KEY = '([A-Za-z0-9][-A-Za-z0-9_./]*)';
const SET = new RegExp(`^${KEY}\\s+(in|notin)\\s*\\(([^()]*)\\)$`);
const EQUALITY = new RegExp(`^${KEY}\\s*(==?|!=)\\s*([-A-Za-z0-9_.]*)$`);
const EXISTENCE = new RegExp(`^(!?)\\s*${KEY}$`);

function requirement(text: string, selector: string): Requirement {
  const set = SET.exec(text);
  if (set) {
    const [, key = '', operator, values = ''] = set;
    const wanted = values.split(',').map((value) => value.trim());
    return (labels) => wanted.includes(labels[key] as string) === (operator === 'in');
  }
  const equality = EQUALITY.exec(text);
  if (equality) {
    const [, key = '', operator, value] = equality;
    return (labels) => (labels[key] === value) === (operator !== '!=');
  }
  const existence = EXISTENCE.exec(text);
  if (existence) {
    const [, not, key = ''] = existence;
    return (labels) => Object.hasOwn(labels, key) === (not === '');
  }
  throw new UserError(`unable to parse requirement: ${text} in selector ${selector}`);
}
