/** The parser of the real mermaid, without a browser. */
import { readFileSync } from 'node:fs';
import { createContext, runInContext } from 'node:vm';

/** A flowchart as mermaid understands it. */
export interface Flowchart {
  /** By id. */
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
 * It is made for pages: a script that leaves a global. Of a page it wants what its HTML sanitizer looks for; this one
 * has nothing to make documents with, so that the sanitizer hands texts on as they are.
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
  // The first one makes it known what kinds of diagrams there are.
  await loaded.parse('flowchart LR');
  return loaded;
}

/** Of mermaid's configuration: more is not drawn, but said to be too large. */
export const MAX_TEXT_SIZE = 50_000;

/** @throws {Error} for what mermaid does not take */
export async function parseFlowchart(text: string): Promise<Flowchart> {
  mermaid ??= load();
  if (text.length > MAX_TEXT_SIZE) throw new Error('Maximum text size in diagram exceeded');
  const { type, db } = await (await mermaid).mermaidAPI.getDiagramFromText(text);
  if (type !== 'flowchart-v2') throw new Error(`it is a ${type}`);
  return {
    nodes: new Map(
      [...db.getVertices()].map(([id, { type: shape, text = '' }]) => [id, { shape, label: shown(text) }]),
    ),
    edges: db
      .getEdges()
      .map(({ start, end, stroke, text }) => ({ from: start, to: end, stroke, label: shown(text) })),
    subgraphs: db.getSubGraphs().map(({ id, title, nodes }) => ({ id, title: shown(title), nodes })),
  };
}

/** A label as a reader sees it; mermaid writes entities with these letters until it draws. */
function shown(label: string): string {
  return label
    .replaceAll('<br/>', '\n')
    .replace(/ﬂ°°(\d+)¶ß/g, (_, code) => String.fromCodePoint(Number(code)));
}
