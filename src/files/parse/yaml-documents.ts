import { constructFromEvents, EVENT_ID, parseEvents } from 'js-yaml';
import { GO_YAML } from '../../text/go-yaml.ts';
import { LineEnds } from './line-ends.ts';
import { parseFailure } from './parse-error.ts';
import { type Positions, positionsInYaml } from './positions.ts';

export interface Document {
  value: unknown;
  positions: Positions;
}

/**
 * The documents that are not empty.
 * @throws {UserError} with the file's name, for what is no YAML
 */
export function readYaml(text: string, file: string): Document[] {
  try {
    return documents(text);
  } catch (error) {
    const indented = text.replace(CLOSING, INDENT);
    try {
      if (indented !== text) return documents(indented);
    } catch {}
    throw parseFailure(file, error, text);
  }
}

/** The parser of kubectl takes the end of a list in brackets wherever it stands; YAML asks for its indentation. */
const CLOSING = /^[ \t]*(?=[\]}])/gm;
/** More than that of any manifest. */
const INDENT = ' '.repeat(100);

function documents(text: string): Document[] {
  const events = parseEvents(text, {});
  const starts = events.flatMap(({ type }, index) => (type === EVENT_ID.DOCUMENT ? [index + 1] : []));
  const lineEnds = new LineEnds(text);
  return constructFromEvents(events, { ...GO_YAML, source: text })
    .map((value, index) => ({
      value,
      positions: positionsInYaml(text, lineEnds, events, starts[index] ?? 0),
    }))
    .filter(({ value }) => value !== null && value !== undefined);
}
