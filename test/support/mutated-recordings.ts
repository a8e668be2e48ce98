/** Mutates recordings at random, for fuzz tests. */

import { HOSTILE_STRINGS } from './hostile-strings.ts';
import type { Random } from './random.ts';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type Container = Json[] | { [key: string]: Json };

const NUMBERS = [0, -0, -1, 1.5, 65536, 2 ** 31, 2 ** 53, 1e21, 1e308, -1e308, 5e-324];
const EMPTY: readonly Json[] = [null, true, false, '', [], {}, [null], [[]], [{}], { '': null }];
const MOST_CHANGES = 40;
/** Containers that are larger are not copied, as copies of copies would grow without end. */
const LARGE = 1_000;
const DEEPEST = 400;
const ESSENTIAL: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'items', 'metadata', 'spec', 'status']);

/** Returns recordings as one mutated List; sometimes it is not valid JSON. */
export function mutateRecordings(recordings: readonly string[], random: Random): string {
  const items = recordings.flatMap((text): Json[] => JSON.parse(text).items);
  const root: Json = { apiVersion: 'v1', kind: 'List', items: random.shuffle(items) };
  for (let left = 1 + random.below(MOST_CHANGES); left > 0; left -= 1) change(root as Container, random);
  const text = JSON.stringify(root, null, random.pick([0, 4]));
  return random.chance(0.05) ? damageText(text, random) : text;
}

function damageText(text: string, random: Random): string {
  const at = random.below(text.length);
  if (random.chance(0.5)) return text.slice(0, at);
  return text.slice(0, at) + random.pick(HOSTILE_STRINGS) + text.slice(at + random.below(3));
}

function change(root: Container, random: Random): void {
  const places = containersIn(root);
  const place = random.pick(places);
  const keys = Object.keys(place);
  if (keys.length === 0) return;
  const key = random.pick(keys);
  // Without these keys no object is read.
  if (ESSENTIAL.has(key) && random.chance(0.95)) return;
  const other = random.pick(keys);
  random.pick([
    () => remove(place, key),
    () => put(place, key, random.pick(HOSTILE_STRINGS)),
    () => put(place, key, random.pick(HOSTILE_STRINGS)),
    () => put(place, key, random.pick(NUMBERS)),
    () => put(place, key, structuredClone(random.pick(EMPTY))),
    () =>
      put(
        place,
        key,
        random.chance(0.5) ? [at(place, key)] : { [random.pick(HOSTILE_STRINGS)]: at(place, key) },
      ),
    () => put(place, key, JSON.stringify(at(place, key))),
    () => put(place, key, copyOf(random.pick(places))),
    () => swap(place, key, other),
    () => rename(place, key, random.pick(HOSTILE_STRINGS)),
    () => repeat(place, key, random),
    () => put(place, key, deep(1 + random.below(DEEPEST))),
  ])();
}

function copyOf(value: Json): Json {
  if (value === null || typeof value !== 'object') return value;
  return containersIn(value).length > LARGE ? {} : structuredClone(value);
}

const at = (place: Container, key: string): Json => (place as { [key: string]: Json })[key] ?? null;

/** Treats `__proto__` as an ordinary key. */
function put(place: Container, key: string, value: Json): void {
  Object.defineProperty(place, key, { value, enumerable: true, configurable: true, writable: true });
}

function remove(place: Container, key: string): void {
  if (Array.isArray(place)) place.splice(Number(key), 1);
  else delete place[key];
}

function swap(place: Container, one: string, other: string): void {
  const kept = at(place, one);
  put(place, one, at(place, other));
  put(place, other, kept);
}

function rename(place: Container, key: string, name: string): void {
  if (Array.isArray(place)) return;
  const value = at(place, key);
  delete place[key];
  put(place, name, value);
}

function repeat(place: Container, key: string, random: Random): void {
  const copies = Array.from({ length: 1 + random.below(5) }, () => copyOf(at(place, key)));
  if (Array.isArray(place)) place.push(...copies);
  else for (const [index, copy] of copies.entries()) put(place, `${key}${index}`, copy);
}

function deep(levels: number): Json {
  let value: Json = 'deep';
  for (let level = 0; level < levels; level += 1) value = level % 2 === 0 ? [value] : { deep: value };
  return value;
}

/** All lists and objects of a document. */
function containersIn(root: Container): Container[] {
  const found: Container[] = [];
  const left: Json[] = [root];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    if (next === null || typeof next !== 'object') continue;
    found.push(next);
    // managedFields are half of an object, and hardly used.
    for (const [key, value] of Object.entries(next)) if (key !== 'managedFields') left.push(value);
  }
  return found;
}
