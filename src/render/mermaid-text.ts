/**
 * The few words of mermaid's language that the pictures are made of. Every id is ours, and every text a label in
 * quotes, in which nothing is left that the language, its Markdown or HTML would read.
 */

export type Shape = 'box' | 'door' | 'broken' | 'name';
export type Line = 'solid' | 'dotted';

const SHAPES: Record<Shape, readonly [string, string]> = {
  box: ['[', ']'],
  door: ['([', '])'],
  broken: ['{{', '}}'],
  name: ['[/', '/]'],
};

/** No name of the API is longer. */
const LONGEST = 253;

/**
 * Letters and digits of any script, and what names, addresses and sentences need. Two letters are those that mermaid
 * itself writes entities with.
 */
const UNSAFE = /[^\p{L}\p{M}\p{N} .,:/()[\]=+-]|[ßﬂ]/gu;
/**
 * Safe characters that are not at these places: lines that look like styles, icons, links, and the beginnings of
 * lists in Markdown.
 */
const SPECIAL = /s(?=tyle)|c(?=lassDef)|:(?=fa-|\/)|(?<=^|\s)[-+](?=\s)|(?<=^\s*\d+)[.)]|w(?=ww\.)|^ | $| (?= )/g;

/** A text as mermaid shows it, character for character. */
export function escapeLabel(text: string): string {
  const short = text.length > LONGEST ? `${[...text].slice(0, LONGEST).join('')}…` : text;
  const entity = (character: string) => `#${character.codePointAt(0)};`;
  const special = short.replace(UNSAFE, (character) => `\u0000${character}`).replace(SPECIAL, '\u0000$&');
  return special.replace(/\u0000(.)/gsu, (_, character) => (OURS.has(character) ? character : entity(character)));
}

/** What the pictures themselves write. */
const OURS: ReadonlySet<string> = new Set(['✗', '⚠', '→', '…']);

/** @param lines raw; empty ones are left out */
export function labelOf(...lines: readonly string[]): string {
  return `"${lines.filter(Boolean).map(escapeLabel).join('<br/>')}"`;
}

export function nodeLine(id: string, shape: Shape, ...lines: readonly string[]): string {
  const [open, close] = SHAPES[shape];
  return `${id}${open}${labelOf(...lines)}${close}`;
}

export function edgeLine(from: string, to: string, line: Line, text: string): string {
  const arrow = line === 'solid' ? '-->' : '-.->';
  return text === '' ? `${from} ${arrow} ${to}` : `${from} ${arrow}|${labelOf(text)}| ${to}`;
}

export function subgraph(id: string, title: string, lines: readonly string[]): string[] {
  return [`subgraph ${id}[${labelOf(title)}]`, ...lines.map((line) => `  ${line}`), 'end'];
}
