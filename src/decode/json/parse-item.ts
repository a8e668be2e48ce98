const MANAGED_FIELDS = '"managedFields":[';
const TIME = '"time":"';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN = 0x5b;
const CLOSE = 0x5d;

/**
 * Parses an item of a list. `managedFields` are half of a Pod's text, and only their last time is used, so the rest is
 * cut before parsing.
 * @throws {SyntaxError}
 */
export function parseItem(text: string): object {
  const start = text.indexOf(MANAGED_FIELDS);
  if (start < 0) return JSON.parse(text);
  const end = endOfList(text, start + MANAGED_FIELDS.length);
  const entry = JSON.stringify({ time: lastTime(text, start, end) });
  return JSON.parse(`${text.slice(0, start)}${MANAGED_FIELDS}${entry}]${text.slice(end)}`);
}

/** @returns the index after the closing bracket */
function endOfList(text: string, from: number): number {
  let depth = 1;
  let i = from;
  for (; i < text.length && depth > 0; i++) {
    const character = text.charCodeAt(i);
    if (character === QUOTE) i = endOfString(text, i + 1);
    else if (character === OPEN) depth += 1;
    else if (character === CLOSE) depth -= 1;
  }
  return i;
}

function endOfString(text: string, from: number): number {
  let i = from;
  for (
    let character = text.charCodeAt(i);
    i < text.length && character !== QUOTE;
    character = text.charCodeAt(i)
  )
    i += character === BACKSLASH ? 2 : 1;
  return i;
}

/** Compares the times as text: the API writes them in one format. */
function lastTime(text: string, from: number, to: number): string {
  let last = '';
  for (let at = text.indexOf(TIME, from); at >= 0 && at < to; at = text.indexOf(TIME, at + 1)) {
    const begin = at + TIME.length;
    const time = text.slice(begin, text.indexOf('"', begin));
    if (time > last) last = time;
  }
  return last;
}
