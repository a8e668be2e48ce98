import { decode } from '../decode/decode.ts';
import type { RawObject } from '../decode/decode-meta.ts';
import type { AnyObject } from '../model/objects/kinds.ts';
import type { ManifestPlace } from '../model/objects/meta.ts';
import type { DuplicateManifest } from './manifest/duplicates.ts';
import { HelmHooks } from './manifest/helm-hook.ts';
import { type InvalidManifest, validateManifest } from './manifest/validate-manifest.ts';

/** Decodes the objects of the input. Of two with the same kind and name the last one counts, as with kubectl apply. */
export class ObjectCollector {
  /** The number of objects in the input, of any kind. */
  count = 0;
  readonly invalid: InvalidManifest[] = [];
  readonly duplicates: DuplicateManifest[] = [];
  readonly #objects = new Map<string, AnyObject>();
  readonly #hooks = new HelmHooks();
  readonly #defaultNamespace: string;

  constructor(defaultNamespace: string) {
    this.#defaultNamespace = defaultNamespace;
  }

  add(raw: RawObject, place: ManifestPlace | null): void {
    this.count += 1;
    const object = decode(raw, this.#defaultNamespace, place);
    if (object === null || (place && this.#hooks.hold(raw, object))) return;
    const invalid = place && validateManifest(raw, object, place);
    if (invalid) {
      this.invalid.push(invalid);
      return;
    }
    const key = keyOf(raw, object, raw.metadata?.name ? object.name : this.count);
    const before = this.#objects.get(key);
    if (before) this.duplicates.push([before, object]);
    this.#objects.set(key, object);
  }

  objects(): AnyObject[] {
    return [...this.#objects.values(), ...this.#hooks.selected()];
  }
}

/** @param name unique for an object with generateName, which the API server names */
function keyOf({ apiVersion, kind }: RawObject, { namespace }: AnyObject, name: string | number): string {
  const [group] = String(apiVersion).split('/', 1);
  return `${group}\0${kind}\0${namespace}\0${name}`;
}
