import { CORE_SCHEMA, load, loadAll, mergeTag } from 'js-yaml';
import { UserError } from '../model/errors.ts';
import { JsonSplitter } from '../reduce/json-splitter.ts';
import type { RawObject } from '../reduce/meta.ts';
import { isObject, takeObjects } from './take.ts';

/**
 * No types but those of JSON; `<<` as kubectl reads it. Nobody writes so many aliases by hand, and each one may stand
 * for as much text as there is.
 */
const YAML = { schema: CORE_SCHEMA.withTags(mergeTag), maxAliases: 1000 };

/**
 * Hands on the objects in a file: JSON or YAML, several documents, Lists taken apart. JSON is handed on while it is
 * read, so that a recording of a large cluster is never in memory as a whole.
 * @throws {UserError} with the file's name, for what cannot be read or is no Kubernetes object
 */
export async function parseObjects(
  chunks: AsyncIterable<Buffer>,
  file: string,
  take: (object: RawObject) => void,
): Promise<void> {
  const iterator = chunks[Symbol.asyncIterator]();
  const start = await readStart(iterator);
  const rest = { [Symbol.asyncIterator]: () => iterator };
  if (/^\s*[{[]/.test(start.toString('latin1'))) return parseJson(start, rest, file, take);
  const text = await textOf(start, rest);
  for (const document of attempt(file, () => loadAll(text, YAML)))
    if (document !== null && document !== undefined) takeObjects(document, file, take);
}

/** Up to the first character that says what the file is, without a byte order mark. */
async function readStart(chunks: AsyncIterator<Buffer>): Promise<Buffer> {
  let start: Buffer = Buffer.alloc(0);
  for (;;) {
    if (start.length >= BOM.length && start.subarray(0, BOM.length).equals(BOM))
      start = start.subarray(BOM.length);
    if (start.length >= BOM.length && /\S/.test(start.toString('latin1'))) return start;
    const next = await chunks.next();
    if (next.done) return start;
    start = Buffer.concat([start, next.value]);
  }
}

const BOM = Buffer.from('\ufeff');

async function textOf(start: Buffer, rest: AsyncIterable<Buffer>): Promise<string> {
  const chunks = [start];
  for await (const chunk of rest) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

async function parseJson(
  start: Buffer,
  rest: AsyncIterable<Buffer>,
  file: string,
  take: (object: RawObject) => void,
): Promise<void> {
  const objects = new JsonObjects(file, take);
  const seen = [start];
  try {
    objects.splitter.write(start);
    for await (const chunk of rest) {
      // What has begun to be a list is no YAML.
      if (!objects.isList) seen.push(chunk);
      objects.splitter.write(chunk);
    }
    objects.splitter.end();
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    if (objects.isList) throw parseFailure(file, error);
    takeFlowStyle(await textOf(Buffer.concat(seen), rest), file, take, error);
  }
}

/** YAML in flow style begins like JSON. */
function takeFlowStyle(text: string, file: string, take: (object: RawObject) => void, error: Error): void {
  let document: unknown;
  try {
    document = load(text, YAML);
  } catch {
    throw parseFailure(file, error);
  }
  takeObjects(document, file, take);
}

/** The objects of JSON documents. */
class JsonObjects {
  readonly splitter: JsonSplitter;
  /** The text has been a list somewhere: it is JSON. */
  isList = false;

  constructor(file: string, take: (object: RawObject) => void) {
    let typeless: RawObject[] = [];
    this.splitter = new JsonSplitter({
      begun: () => {
        this.isList = true;
      },
      item: (value) => {
        const object: RawObject = value;
        // kubectl writes what kind of list it is behind its items; those of a typed list need it.
        if (object.kind === undefined || object.apiVersion === undefined) typeless.push(object);
        else takeObjects(object, file, take);
      },
      document: (value) => {
        const { items } = (value ?? {}) as { items?: unknown };
        const others = Array.isArray(items) ? items.filter((item) => item !== 0) : null;
        takeObjects(
          others && isObject(value) ? { ...value, items: [...typeless, ...others] } : value,
          file,
          take,
        );
        typeless = [];
      },
    });
  }
}

function attempt<T>(file: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw parseFailure(file, error);
  }
}

function parseFailure(file: string, error: unknown): UserError {
  const reason = error instanceof Error ? error.message.split('\n', 1)[0] : String(error);
  return new UserError(`error: error parsing ${file}: ${reason}`);
}
