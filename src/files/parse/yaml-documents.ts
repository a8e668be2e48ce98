import { constructFromEvents, EVENT_ID, type Event, parseEvents } from 'js-yaml';
import { GO_YAML } from '../../text/go-yaml.ts';
import { type DocumentText, splitDocuments } from './kubectl-documents.ts';
import { asYaml12, mayBeReadOtherwise } from './libyaml-syntax.ts';
import { LineEnds } from './line-ends.ts';
import { type ParseFailure, yamlFailure } from './parse-failure.ts';
import { type Positions, positionsInYaml } from './positions.ts';

interface Document {
  value: unknown;
  positions: Positions;
}

/** Reads the documents of a YAML file, without empty ones; a failure stands for one that does not parse. */
export function* readYaml(text: string, firstLine = 0): Iterable<Document | ParseFailure> {
  for (const part of splitDocuments(text)) {
    const document = readDocument({ ...part, line: part.line + firstLine });
    if (document) yield document;
  }
}

function readDocument({ text, line }: DocumentText): Document | ParseFailure | null {
  try {
    return parseDocument(mayBeReadOtherwise(text) ? asYaml12(text) : text, line);
  } catch (error) {
    const other = asYaml12(text);
    if (other === text) return yamlFailure(error, { text, line });
    try {
      return parseDocument(other, line);
    } catch (failure) {
      return yamlFailure(failure, { text, line });
    }
  }
}

function parseDocument(text: string, line: number): Document | null {
  const events = firstDocument(parseEvents(text, { maxDepth: MAX_DEPTH }));
  const [value] = constructFromEvents(events, { ...GO_YAML, source: text });
  if (value === null || value === undefined) return null;
  return { value, positions: positionsInYaml(text, line, new LineEnds(text), events, 1) };
}

/** Deeper than any object of the API, and not too deep for recursion. */
const MAX_DEPTH = 500;

function firstDocument(events: Event[]): Event[] {
  const next = events.findIndex(({ type }, index) => index > 0 && type === EVENT_ID.DOCUMENT);
  return next < 0 ? events : events.slice(0, next);
}
