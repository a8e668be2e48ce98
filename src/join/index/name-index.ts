import type { Meta } from '../../model/objects/meta.ts';

/** Looks up objects by namespace and name, without making a key for each look-up. */
export class NameIndex<T extends Meta> {
  readonly #byNamespace = new Map<string, Map<string, T>>();

  constructor(objects: readonly T[]) {
    for (const object of objects) {
      const known = this.#byNamespace.get(object.namespace);
      if (known) known.set(object.name, object);
      else this.#byNamespace.set(object.namespace, new Map([[object.name, object]]));
    }
  }

  get(namespace: string, name: string): T | undefined {
    return this.#byNamespace.get(namespace)?.get(name);
  }
}
