import type { DocumentText } from './kubectl-documents.ts';

/** A document, or the rest of a file, that does not parse. */
export class ParseFailure {
  /** Counted from 1. */
  readonly line: number;
  readonly reason: string;
  /** What did not parse; empty: unknown. */
  readonly text: string;
  /** It is a template, such as those of Helm, that was not rendered. */
  readonly isTemplate: boolean;

  constructor(line: number, reason: string, text: string, isTemplate = false) {
    this.line = line;
    this.reason = reason;
    this.text = text;
    this.isTemplate = isTemplate;
  }
}

/** @param error of js-yaml; any other one is a defect */
export function yamlFailure(error: unknown, { text, line: first }: DocumentText): ParseFailure {
  const { mark, reason } = (error ?? {}) as { mark?: { line: number } | null; reason?: string };
  if (reason === undefined) throw error;
  const lines = text.split('\n');
  // The constructor of js-yaml does not know where a key is that is a collection: `{{ name }}` is one.
  const at = /complex keys/.test(reason) ? lines.findIndex((line) => line.includes('{{')) : (mark?.line ?? 0);
  const failed = Math.min(Math.max(0, at), lines.length - 1);
  const template = templateLine(lines, failed);
  if (template === null) return new ParseFailure(first + failed + 1, reason, text);
  const shown = lines[template]?.trim().slice(0, 60);
  return new ParseFailure(first + template + 1, `a template that was not rendered: ${shown}`, text, true);
}

/** An action of Helm's templates that is no text in a template of something else. */
const ACTION = /^\s*\{\{-?\s*(?:if|else|end|range|with|include|template|define|toYaml|\$\w+ *:=|\/\*)/;

/** The template that stopped the parser: in the line of the error, in the one before, or an action further up. */
function templateLine(lines: readonly string[], failed: number): number | null {
  for (const at of [failed, failed - 1]) if (/\{\{|\}\}/.test(lines[at] ?? '')) return at;
  const action = lines.findIndex((line, index) => index < failed && ACTION.test(line));
  return action < 0 ? null : action;
}

/** Why a text that begins like JSON is no JSON. */
export function jsonFailure(error: SyntaxError, { text, line: first }: DocumentText): ParseFailure {
  const [, position] = / at position (\d+)/.exec(error.message) ?? [];
  const before = position === undefined ? '' : text.slice(0, Number(position));
  const [reason = ''] = error.message.replace(/ \(line \d+ column \d+\)$/, '').split('\n', 1);
  return new ParseFailure(first + before.split('\n').length, reason, text);
}
