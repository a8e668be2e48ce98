const MANAGED_FIELDS = '"managedFields":[';
const TIME = '"time":"';

/**
 * An object of a list. Half of a Pod's text is `managedFields`, of which nothing is used but the last time: the rest
 * is cut out before it is parsed.
 * @throws {SyntaxError}
 */
export function parseItem(text: string): object {
  const start = text.indexOf(MANAGED_FIELDS);
  const end = start < 0 ? -1 : endOfList(text, start + MANAGED_FIELDS.length);
  if (end < 0) return JSON.parse(text);
  const entry = JSON.stringify({ time: lastTime(text, start, end) });
  try {
    return JSON.parse(`${text.slice(0, start)}${MANAGED_FIELDS}${entry}]${text.slice(end)}`);
  } catch {
    return JSON.parse(text);
  }
}

/** Behind the bracket that ends a list of objects; brackets stand in it at most within strings. */
function endOfList(text: string, from: number): number {
  for (let at = text.indexOf(']', from); at >= 0; at = text.indexOf(']', at + 1)) {
    const behind = text[at + 1];
    if (text[at - 1] === '}' && (behind === ',' || behind === '}')) return at + 1;
  }
  return -1;
}

/** As text: times of the API are of one form. */
function lastTime(text: string, from: number, to: number): string {
  let last = '';
  for (let at = text.indexOf(TIME, from); at >= 0 && at < to; at = text.indexOf(TIME, at + 1)) {
    const begin = at + TIME.length;
    const time = text.slice(begin, text.indexOf('"', begin));
    if (time > last) last = time;
  }
  return last;
}
