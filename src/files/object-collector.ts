import { decode } from '../decode/decode.ts';
import type { RawObject } from '../decode/decode-meta.ts';
import { decodeWorkload } from '../decode/decode-workload.ts';
import { ManifestError } from '../model/errors.ts';
import { kindOf } from '../model/objects/classification.ts';
import type { AnyObject } from '../model/objects/kinds.ts';
import type { ManifestPlace } from '../model/objects/meta.ts';
import type { Workload } from '../model/objects/workload.ts';
import { unservedVersion } from './api-version.ts';
import { type DuplicateManifest, manifestsAmong } from './manifest/duplicates.ts';
import { HelmHooks } from './manifest/helm-hook.ts';
import { type LeftOutReason, leftOutReason } from './manifest/left-out.ts';
import { validateManifest } from './manifest/validate-manifest.ts';
import { kindsUnreadWithout, type UnreadManifest } from './unread-manifest.ts';

/** A manifest that no server would take as it stands, and that is no error: a patch. */
export interface LeftOutManifest {
  reason: LeftOutReason;
  object: AnyObject;
  place: ManifestPlace;
}

/** Decodes the objects of the input. Of two with the same kind and name the last one counts, as with kubectl apply. */
export class ObjectCollector {
  /** The number of objects in the input, of any kind. */
  count = 0;
  readonly unread: UnreadManifest[] = [];
  readonly unreadServices: { namespace: string; name: string }[] = [];
  readonly unreadWorkloads: { workload: Workload; reason: string }[] = [];
  readonly duplicates: DuplicateManifest[] = [];
  readonly leftOut: LeftOutManifest[] = [];
  readonly #objects = new Map<string, AnyObject>();
  readonly #hooks = new HelmHooks();
  readonly #defaultNamespace: string;
  readonly #hasKustomization: () => boolean;
  /** What the objects of the current file replaced. */
  #isPatch = false;
  #journal: [key: string, before: AnyObject | undefined][] = [];

  /** @param hasKustomization whether the input has a kustomization */
  constructor(defaultNamespace: string, hasKustomization: () => boolean) {
    this.#defaultNamespace = defaultNamespace;
    this.#hasKustomization = hasKustomization;
  }

  /** @param isPatch its objects are patches */
  startFile(isPatch: boolean): void {
    this.#isPatch = isPatch;
    this.#journal = [];
  }

  /** Forgets the objects of the current file. @returns their kinds */
  forgetFile(): string[] {
    const journal = this.#journal.toReversed();
    const kinds = journal.map(([key]) => this.#objects.get(key)).map((object) => object && kindOf(object));
    for (const [key, before] of journal)
      if (before) this.#objects.set(key, before);
      else this.#objects.delete(key);
    this.#journal = [];
    return [...new Set(kinds.filter((kind) => kind !== undefined))];
  }

  add(raw: RawObject, place: ManifestPlace | null): void {
    this.count += 1;
    const object = decode(raw, this.#defaultNamespace, place);
    if (object === null) this.#addUnserved(raw, place);
    else if (!place || (!this.#hooks.hold(raw, object) && !this.#isRefused(raw, object, place)))
      this.#set(raw, object);
  }

  #addUnserved(raw: RawObject, place: ManifestPlace | null): void {
    const why = unservedVersion(raw);
    if (why === null || place === null) return;
    const { kind, metadata } = raw as RawObject & { kind: string };
    const name = [kind, metadata?.name].filter((word) => typeof word === 'string').join(' ');
    const namespace = metadata?.namespace;
    // Ingresses of an old version say nothing about others.
    this.#addUnread(raw, place, {
      kinds: kindsUnreadWithout(kind).filter((one) => one !== 'Ingress'),
      namespace: typeof namespace === 'string' ? namespace : this.#defaultNamespace,
      error: new ManifestError(place.file, place.lineOf(['apiVersion']), `${name}: ${why}`, why),
    });
  }

  /** The kinds of Services, Pods and workloads stay read: only this one, or its own Pods, are unknown. */
  #addUnread(raw: RawObject, place: ManifestPlace, manifest: UnreadManifest): void {
    const { kinds, namespace } = manifest;
    const isService = kinds.includes('Service');
    const hasPods = kinds.includes('Pod');
    this.unread.push(isService || hasPods ? { ...manifest, kinds: [] } : manifest);
    if (isService) this.unreadServices.push({ namespace: namespace ?? '', name: String(raw.metadata?.name) });
    if (!hasPods) return;
    // A Pod is its own template.
    const template = raw.kind === 'Pod' ? { ...raw, spec: { template: { metadata: raw.metadata } } } : raw;
    const workload = decodeWorkload(withTextLabels(template as RawObject), this.#defaultNamespace, place);
    this.unreadWorkloads.push({ workload, reason: manifest.error.message });
  }

  #isRefused(raw: RawObject, object: AnyObject, place: ManifestPlace): boolean {
    const reason = this.#isPatch ? 'patch' : leftOutReason(raw, object, this.#hasKustomization());
    const invalid = reason === 'patch' ? null : validateManifest(raw, object, place);
    if (invalid) this.#addUnread(raw, place, invalid);
    else if (reason !== null) this.leftOut.push({ reason, object, place });
    return invalid !== null || reason !== null;
  }

  #set(raw: RawObject, object: AnyObject): void {
    const key = keyOf(raw, object, raw.metadata?.name ? object.name : this.count);
    const before = this.#objects.get(key);
    if (before) this.duplicates.push([before, object]);
    this.#journal.push([key, before]);
    this.#objects.set(key, object);
  }

  objects(): AnyObject[] {
    return [...this.#objects.values(), ...this.#hooks.selected()];
  }

  /** The objects as they would be if of two manifests of one object the first counted; null: there are none such. */
  earlierObjects(): AnyObject[] | null {
    const replaced = manifestsAmong(this.duplicates).toReversed();
    if (replaced.length === 0) return null;
    const earlier = new Map(replaced.map(([before, now]) => [now, before]));
    // Not by recursion: one object may be defined any number of times.
    const firstOf = (object: AnyObject): AnyObject => {
      let first = object;
      for (let before = earlier.get(first); before; before = earlier.get(first)) first = before;
      return first;
    };
    return this.objects().map(firstOf);
  }

  /** The workloads among what was left out: their Pods may exist. */
  leftOutWorkloads(): Workload[] {
    return this.leftOut.map(({ object }) => object).filter((object) => object.kind === 'Workload');
  }
}

interface TemplateOwner {
  spec?: { template?: { metadata?: { labels?: object | null } | null } | null } | null;
}

/** The labels of a Pod template may be invalid: `*` stands for one such as `app: 1`, whose text is unknown. */
function withTextLabels(raw: RawObject & TemplateOwner): RawObject {
  const { template } = raw.spec ?? {};
  const labels = Object.entries(template?.metadata?.labels ?? {}).map(([key, value]) => [
    key,
    typeof value === 'string' ? value : '*',
  ]);
  const metadata = { ...template?.metadata, labels: Object.fromEntries(labels) };
  return { ...raw, spec: { ...raw.spec, template: { ...template, metadata } } } as RawObject;
}

/** @param name unique for an object with generateName, which the API server names */
function keyOf({ apiVersion, kind }: RawObject, { namespace }: AnyObject, name: string | number): string {
  const [group] = String(apiVersion).split('/', 1);
  return `${group}\0${kind}\0${namespace}\0${name}`;
}
