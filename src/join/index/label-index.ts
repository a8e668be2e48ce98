import type { Labels } from '../../model/objects/meta.ts';
import { hasLabels } from '../../text/labels.ts';
import { Multimap } from './multimap.ts';

export interface Labelled {
  namespace: string;
  labels: Labels;
}

/** Finds what has labels; the work follows the size of the answer, not that of the cluster. */
export class LabelIndex<T extends Labelled> {
  readonly #byPair = new Multimap<string, T>();
  /** The namespaces that have a pair. */
  readonly #namespaces = new Map<string, Set<string>>();

  constructor(all: readonly T[]) {
    for (const one of all)
      for (const [name, value] of Object.entries(one.labels)) {
        const pair = pairOf(name, value);
        this.#byPair.add(`${one.namespace}\0${pair}`, one);
        const namespaces = this.#namespaces.get(pair);
        if (namespaces) namespaces.add(one.namespace);
        else this.#namespaces.set(pair, new Set([one.namespace]));
      }
  }

  /** With all these labels; none for no labels. */
  with(namespace: string, labels: Labels): readonly T[] {
    const having = pairs(labels).map((pair) => this.#byPair.get(`${namespace}\0${pair}`));
    return rarest(having).filter((one) => hasLabels(one.labels, labels));
  }

  /** The namespaces in which something has all these labels. */
  namespacesWith(labels: Labels): readonly string[] {
    const having = pairs(labels).map((pair) => [...(this.#namespaces.get(pair) ?? [])]);
    return rarest(having).filter((namespace) => this.with(namespace, labels).length > 0);
  }
}

function pairs(labels: Labels): string[] {
  return Object.entries(labels).map(([name, value]) => pairOf(name, value));
}

/** No name or value holds a NUL, whatever else hostile input may put in. */
export function pairOf(name: string, value: string): string {
  return `${name}\0${value}`;
}

function rarest<T>(lists: readonly (readonly T[])[]): readonly T[] {
  return lists.reduce((a, b) => (b.length < a.length ? b : a), lists[0] ?? []);
}
