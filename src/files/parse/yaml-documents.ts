import { constructFromEvents, EVENT_ID, parseEvents } from 'js-yaml';
import { GO_YAML } from '../../text/go-yaml.ts';
import { LineEnds } from './line-ends.ts';
import { parseFailure } from './parse-error.ts';
import { type Positions, positionsInYaml } from './positions.ts';

interface Document {
  value: unknown;
  positions: Positions;
}

/**
 * Reads the documents of a YAML file, without empty ones.
 * @throws {UserError} with the file's name, if it is not YAML
 */
export function readYaml(text: string, file: string): Document[] {
  try {
    return documents(text);
  } catch (error) {
    const indented = text.replace(CLOSING_BRACKET, INDENT);
    try {
      if (indented !== text) return documents(indented);
    } catch {}
    throw parseFailure(file, error, text);
  }
}

/** kubectl's parser accepts a closing bracket in any column; YAML demands that it is indented. */
const CLOSING_BRACKET = /^[ \t]*(?=[\]}])/gm;
/** Deeper than the indentation of any manifest. */
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
