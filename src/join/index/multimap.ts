/** A map from a key to a list of values, in insertion order. */
export class Multimap<K, V> {
  readonly #values = new Map<K, V[]>();

  static groupBy<K, V>(values: Iterable<V>, keyOf: (value: V) => K): Multimap<K, V> {
    const groups = new Multimap<K, V>();
    for (const value of values) groups.add(keyOf(value), value);
    return groups;
  }

  add(key: K, value: V): void {
    const known = this.#values.get(key);
    if (known) known.push(value);
    else this.#values.set(key, [value]);
  }

  /** @returns an empty list for an unknown key */
  get(key: K): readonly V[] {
    return this.#values.get(key) ?? [];
  }

  keys(): Iterable<K> {
    return this.#values.keys();
  }
}
