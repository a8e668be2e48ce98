/**
 * The syntax of mermaid's flowcharts. All texts are quoted labels, escaped so that neither mermaid nor its Markdown and
 * HTML interpret them.
 */

export type NodeShape = 'box' | 'frontend' | 'broken' | 'name';
export type EdgeStyle = 'solid' | 'dotted';

const SHAPES: Record<NodeShape, readonly [string, string]> = {
  box: ['[', ']'],
  frontend: ['([', '])'],
  broken: ['{{', '}}'],
  name: ['[/', '/]'],
};

/** The longest name of an API object (a DNS subdomain, RFC 1123). */
const MOST_CHARACTERS = 253;

/** Characters that mermaid may interpret. */
const SPECIAL = new RegExp(
  [
    // Anything but letters, digits, the punctuation of names, addresses and sentences, and our own symbols.
    String.raw`[^\p{L}\p{M}\p{N} .,:/()[\]=+✗⚠→…-]`,
    // The keywords style and classDef: mermaid finds them in labels too.
    's(?=tyle)|c(?=lassDef)',
    // Icons, URLs, Markdown links.
    String.raw`:(?=fa-|/)|w(?=ww\.)|\](?=\()`,
    // Markdown lists.
    String.raw`(?<=^\s*)[-+](?=\s)|(?<=^\s*\d+)[.)](?=\s|$)`,
    '^ | $| (?= )',
  ].join('|'),
  'gu',
);

/** Escapes a text, so that mermaid shows it literally. */
function escapeLabel(text: string): string {
  const short =
    text.length > MOST_CHARACTERS ? `${[...text.slice(0, MOST_CHARACTERS)].slice(0, -1).join('')}…` : text;
  return short.replace(SPECIAL, (character) => `#${character.codePointAt(0)};`);
}

/** @param lines unescaped; empty ones are left out */
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
