/** Applies the fixes of manifests to their text, as a reader of the finding does. Independent of src/. */
import { load } from 'js-yaml';

/** @param text a stream of YAML documents in block style: each key has a line of its own */
export function applyEdit(remedy: string, text: string): string {
  const [, line, changes] = /^in standard input line (\d+) (.*)$/.exec(remedy) ?? [];
  if (line === undefined || changes === undefined) throw new Error(remedy);
  const lines = text.split('\n');
  const at = Number(line) - 1;
  return changes
    .split(/, (?=set |remove |add )/)
    .reduce((edited, change) => {
      const [verb, key, value] = parseChange(change);
      return verb === 'set' ? setKey(edited, at, key, value) : removeKey(edited, at, key);
    }, lines)
    .join('\n');
}

function parseChange(change: string): [verb: 'set' | 'remove', key: string, value: string] {
  const set = /^set (?:the label )?([^\s:]+): (.*)$/.exec(change);
  if (set) return ['set', String(set[1]), String(set[2])];
  const removed = /^remove (?:the (?:label|annotation) )?([^\s/]+(?:\/[^\s/]+)?)$/.exec(change);
  if (removed) return ['remove', String(removed[1]), ''];
  throw new Error(change);
}

/** The key of a line is indented by this much; an item of a list counts its dash. */
const indentOf = (line: string) => /^[ -]*/.exec(line)?.[0].length ?? 0;

const hasKey = (line: string, key: string) =>
  line.slice(indentOf(line)).startsWith(`${key}:`) || line.slice(indentOf(line)).startsWith(`'${key}':`);

/** The lines below a line that belong to it. */
function blockEnd(lines: readonly string[], at: number): number {
  const indent = indentOf(lines[at] ?? '');
  let end = at + 1;
  while (end < lines.length && indentOf(lines[end] ?? '') > indent) end++;
  return end;
}

/** The line of the key: this one, or one in its block; a list item is beside its first key. */
function findKey(lines: readonly string[], at: number, key: string): number {
  if (hasKey(lines[at] ?? '', key)) return at;
  const isItem = /^ *- /.test(lines[at] ?? '');
  const indent = indentOf(lines[at] ?? '');
  for (let i = at + 1; i < lines.length; i++) {
    const own = indentOf(lines[i] ?? '');
    if (isItem ? own < indent || /^ *- /.test(lines[i] ?? '') : own <= indent) return -1;
    if (hasKey(lines[i] ?? '', key)) return i;
  }
  return -1;
}

function setKey(lines: readonly string[], at: number, key: string, value: string): string[] {
  load(`${key}: ${value}`);
  const found = findKey(lines, at, key);
  if (found >= 0) {
    const line = lines[found] ?? '';
    return lines.with(found, `${line.slice(0, indentOf(line))}${key}: ${value}`);
  }
  const isItem = /^ *- /.test(lines[at] ?? '');
  const indent = indentOf(lines[at] ?? '') + (isItem ? 0 : 2);
  const parent = (lines[at] ?? '').replace(/ \{\}$/, '');
  return lines.toSpliced(at, 1, parent, `${' '.repeat(indent)}${key}: ${value}`);
}

function removeKey(lines: readonly string[], at: number, key: string): string[] {
  const found = findKey(lines, at, key);
  if (found < 0) throw new Error(`no ${key} in line ${at + 1}`);
  return lines.toSpliced(found, blockEnd(lines, found) - found);
}
