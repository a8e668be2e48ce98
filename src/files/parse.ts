import type { Place } from '../model/objects.ts';
import { JsonSplitter } from '../reduce/json-splitter.ts';
import type { RawObject } from '../reduce/meta.ts';
import type { Written } from '../reduce/parts.ts';
import { parseFailure } from './failure.ts';
import { positionsInJson } from './positions.ts';
import { isObject, takeObjects, typeOfItems } from './take.ts';
import { utf8Chunks } from './utf8.ts';
import { readYaml } from './yaml.ts';

/** Is told of each object; `place` is null for one that was recorded from a cluster. */
export type Take = (object: RawObject, place: Place | null) => void;

/**
 * Hands on the objects in a file: JSON or YAML, several documents, Lists taken apart. JSON is handed on while it is
 * read, so that a recording of a large cluster is never in memory as a whole.
 * @throws {UserError} with the file's name, for what cannot be read or is no Kubernetes object
 */
export async function parseObjects(chunks: AsyncIterable<Buffer>, file: string, take: Take): Promise<void> {
  const iterator = utf8Chunks(chunks, file)[Symbol.asyncIterator]();
  const start = await readStart(iterator);
  const rest = { [Symbol.asyncIterator]: () => iterator };
  if (/^\s*[{[]/.test(start.toString('latin1'))) return parseJson(start, rest, file, take);
  takeYaml(await textOf(start, rest), file, take);
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
  take: Take,
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
    const text = objects.isList ? null : await textOf(Buffer.concat(seen), rest);
    if (text === null || !takeFlowStyle(text, file, take)) throw parseFailure(file, error, text ?? '');
  }
}

function takeYaml(text: string, file: string, take: Take): void {
  for (const { value, positions } of readYaml(text, file)) takeObjects(value, { file, positions }, take);
}

/**
 * YAML in flow style begins like JSON.
 * @returns false for what is neither: then what is wrong with it as JSON says more
 */
function takeFlowStyle(text: string, file: string, take: Take): boolean {
  let documents: ReturnType<typeof readYaml>;
  try {
    documents = readYaml(text, file);
  } catch {
    return false;
  }
  for (const { value, positions } of documents) takeObjects(value, { file, positions }, take);
  return true;
}

/** The objects of JSON documents. */
class JsonObjects {
  readonly splitter: JsonSplitter;
  /** The text has been a list somewhere: it is JSON. */
  isList = false;

  constructor(file: string, take: Take) {
    let typeless: { value: object; written: Written }[] = [];
    const positionsOf = positionsInJson();
    const takeAll = (value: unknown, written: Written) =>
      takeObjects(value, { file, positions: positionsOf(written) }, take);
    this.splitter = new JsonSplitter({
      begun: () => {
        this.isList = true;
      },
      item: (value, written) => {
        const object: RawObject = value;
        // kubectl writes what kind of list it is behind its items; those of a typed list need it.
        if (object.kind === undefined || object.apiVersion === undefined) typeless.push({ value, written });
        else takeAll(object, written);
      },
      document: (value, written) => {
        const type = isObject(value) ? typeOfItems(value) : null;
        for (const item of typeless) takeAll({ ...type, ...item.value }, item.written);
        takeAll(withoutTaken(value), written);
        typeless = [];
      },
    });
  }
}

/** Items that were handed on are 0. */
function withoutTaken(value: unknown): unknown {
  const { items } = (value ?? {}) as { items?: unknown };
  return Array.isArray(items) && isObject(value)
    ? { ...value, items: items.filter((item) => item !== 0) }
    : value;
}
