/** Runs the parser of mermaid without a browser. */
import { readFileSync } from 'node:fs';
import { createContext, runInContext } from 'node:vm';

/** A flowchart as mermaid parses it. */
export interface Flowchart {
  /** Keyed by id. */
  nodes: ReadonlyMap<string, { shape: string; label: string }>;
  edges: readonly { from: string; to: string; stroke: string; label: string }[];
  subgraphs: readonly { id: string; title: string; nodes: readonly string[] }[];
}

interface Database {
  getVertices(): Map<string, { type: string; text?: string; labelType: string; link?: string }>;
  getEdges(): { start: string; end: string; stroke: string; text: string; labelType: string }[];
  getSubGraphs(): { id: string; title: string; nodes: string[]; labelType: string }[];
}

interface Mermaid {
  parse(text: string): Promise<unknown>;
  mermaidAPI: { getDiagramFromText(text: string): Promise<{ type: string; db: Database }> };
}

let mermaid: Promise<Mermaid> | undefined;

/**
 * mermaid is a script for web pages that sets a global. This page has no document for its HTML sanitizer, which then
 * returns texts unchanged.
 */
async function load(): Promise<Mermaid> {
  const document = { nodeType: 9, implementation: {}, createElement: () => ({}) };
  const ours = { document, Element: class {}, addEventListener() {} };
  const page: Record<string, unknown> = { ...ours, console, structuredClone, setTimeout, URL };
  page.window = page;
  const context = createContext(page);
  const file = new URL(import.meta.resolve('@mermaid-js/tiny'));
  runInContext(readFileSync(file, 'utf8'), context, { filename: file.pathname });
  const loaded = page.mermaid as Mermaid;
  // The first call registers the types of diagrams.
  await loaded.parse('flowchart LR');
  return loaded;
}

/** mermaid's default for maxTextSize. */
export const MAX_TEXT_SIZE = 50_000;

/** @throws {Error} for a text that mermaid rejects */
export async function parseFlowchart(text: string): Promise<Flowchart> {
  mermaid ??= load();
  if (text.length > MAX_TEXT_SIZE) throw new Error('Maximum text size in diagram exceeded');
  const { type, db } = await (await mermaid).mermaidAPI.getDiagramFromText(text);
  if (type !== 'flowchart-v2') throw new Error(`it is a ${type}`);
  return {
    nodes: new Map(
      [...db.getVertices()].map(([id, { type: shape, text = '' }]) => [
        id,
        { shape, label: decodeLabel(text) },
      ]),
    ),
    edges: db
      .getEdges()
      .map(({ start, end, stroke, text }) => ({ from: start, to: end, stroke, label: decodeLabel(text) })),
    subgraphs: db.getSubGraphs().map(({ id, title, nodes }) => ({ id, title: decodeLabel(title), nodes })),
  };
}

/** Decodes a label. Until it draws, mermaid encodes entities with these letters. */
function decodeLabel(label: string): string {
  return label
    .replaceAll('<br/>', '\n')
    .replace(/ﬂ°°(\d+)¶ß/g, (_, code) => String.fromCodePoint(Number(code)));
}
