import type { Labels } from '../../model/objects/meta.ts';
import { hasLabels } from '../../text/labels.ts';
import { Multimap } from './multimap.ts';

interface Labelled {
  namespace: string;
  labels: Labels;
}

/** Looks up objects by their labels, in time proportional to the rarest label, not to the cluster. */
export class LabelIndex<T extends Labelled> {
  /** By label, then by namespace. */
  readonly #byPair = new Map<string, Multimap<string, T>>();

  constructor(objects: readonly T[]) {
    for (const object of objects)
      for (const [name, value] of Object.entries(object.labels)) {
        const pair = labelPair(name, value);
        const known = this.#byPair.get(pair);
        const byNamespace = known ?? new Multimap();
        if (!known) this.#byPair.set(pair, byNamespace);
        byNamespace.add(object.namespace, object);
      }
  }

  /**
   * @param most the number of objects to look at; where the rarest label has more, none is returned
   * @returns the objects with all these labels; none for an empty set of labels
   */
  list(namespace: string, labels: Labels, most = Number.POSITIVE_INFINITY): readonly T[] {
    const having = pairs(labels).map((pair) => this.#byPair.get(pair)?.get(namespace) ?? []);
    const candidates = rarest(having);
    if (candidates.length > most) return [];
    return candidates.filter((object) => hasLabels(object.labels, labels));
  }

  /** @returns the namespaces with an object that has all these labels */
  listNamespaces(labels: Labels): readonly string[] {
    const having = pairs(labels).map((pair) => [...(this.#byPair.get(pair)?.keys() ?? [])]);
    return rarest(having).filter((namespace) => this.list(namespace, labels).length > 0);
  }
}

function pairs(labels: Labels): string[] {
  return Object.entries(labels).map(([name, value]) => labelPair(name, value));
}

/** The separator is NUL: no label key or value contains it. */
export function labelPair(name: string, value: string): string {
  return `${name}\0${value}`;
}

function rarest<T>(lists: readonly (readonly T[])[]): readonly T[] {
  return lists.reduce((a, b) => (b.length < a.length ? b : a), lists[0] ?? []);
}
