interface NamedObject {
  name: string;
}

/**
 * Finds objects by name; all of them if no name is given.
 * @param byPrefix a single name without a match is a prefix, as in kubectl describe
 */
export function resolveNames<T extends NamedObject>(
  names: readonly string[],
  all: readonly T[],
  byPrefix: boolean,
  namesOf: (one: T) => readonly string[] = ({ name }) => [name],
): { found: readonly T[]; missing: readonly string[] } {
  if (names.length === 0) return { found: all, missing: [] };
  const having = (isWanted: (name: string) => boolean) => all.filter((one) => namesOf(one).some(isWanted));
  const wanted = new Set(names);
  const found = having((name) => wanted.has(name));
  if (byPrefix && names.length === 1 && found.length === 0) {
    const [beginning = ''] = names;
    const begun = having((name) => name.startsWith(beginning));
    return { found: begun, missing: begun.length > 0 ? [] : names };
  }
  const known = new Set(found.flatMap(namesOf));
  return { found, missing: names.filter((name) => !known.has(name)) };
}
