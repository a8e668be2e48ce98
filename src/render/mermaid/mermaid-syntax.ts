/**
 * The few words of mermaid's language that the pictures are made of. Every id is ours, and every text a label in
 * quotes, in which nothing is left that the language, its Markdown or HTML would read.
 */

export type NodeShape = 'box' | 'door' | 'broken' | 'name';
export type EdgeStyle = 'solid' | 'dotted';

const SHAPES: Record<NodeShape, readonly [string, string]> = {
  box: ['[', ']'],
  door: ['([', '])'],
  broken: ['{{', '}}'],
  name: ['[/', '/]'],
};

/** No name of the API is longer. */
const LONGEST = 253;

const READ_OTHERWISE = new RegExp(
  [
    // All but letters and digits, what names, addresses and sentences need, and what we write ourselves.
    String.raw`[^\p{L}\p{M}\p{N} .,:/()[\]=+✗⚠→…-]`,
    // What begins lines of styles: mermaid looks for them in labels too.
    's(?=tyle)|c(?=lassDef)',
    // Icons, addresses of web pages, links.
    String.raw`:(?=fa-|/)|w(?=ww\.)|\](?=\()`,
    // Lists in Markdown.
    String.raw`(?<=^\s*)[-+](?=\s)|(?<=^\s*\d+)[.)](?=\s|$)`,
    '^ | $| (?= )',
  ].join('|'),
  'gu',
);

/** A text that mermaid shows character for character. */
function escapeLabel(text: string): string {
  const short = text.length > LONGEST ? `${[...text.slice(0, LONGEST)].slice(0, -1).join('')}…` : text;
  return short.replace(READ_OTHERWISE, (character) => `#${character.codePointAt(0)};`);
}

/** @param lines raw; empty ones are left out */
function labelOf(...lines: readonly string[]): string {
  return `"${lines.filter(Boolean).map(escapeLabel).join('<br/>')}"`;
}

export function nodeLine(id: string, shape: NodeShape, ...lines: readonly string[]): string {
  const [open, close] = SHAPES[shape];
  return `${id}${open}${labelOf(...lines)}${close}`;
}

export function edgeLine(from: string, to: string, line: EdgeStyle, text: string): string {
  const arrow = line === 'solid' ? '-->' : '-.->';
  return text === '' ? `${from} ${arrow} ${to}` : `${from} ${arrow}|${labelOf(text)}| ${to}`;
}

export function subgraph(id: string, title: string, lines: readonly string[]): string[] {
  return [`subgraph ${id}[${labelOf(title)}]`, ...lines.map((line) => `  ${line}`), 'end'];
}
