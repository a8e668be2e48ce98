/** Any number of values under a key, in the order in which they came. */
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

  /** None for a key that nothing was added under. */
  get(key: K): readonly V[] {
    return this.#values.get(key) ?? [];
  }
}
