import type { ListQuery, Page } from '../model/listing.ts';
import type { CacheListener, ObjectCache } from './object-cache.ts';
import { OrderedIndex } from '../listing/ordered-index.ts';
import type { StoredVersion } from '../model/pipeline-store.ts';
import { storedVersion, type Parent, type VersionEntry } from './version-entry.ts';

export interface PipelineIdentity {
  readonly namespace: string;
  readonly uid: string;
  readonly name: string;
}

type FamilyKey = `${string}/${Parent}`;

interface Family {
  readonly ordered: OrderedIndex<StoredVersion>;
  /** Version name → uids; several only without a webhook that keeps names unique. */
  readonly names: Map<string, Set<string>>;
}

const keyOf = (namespace: string, parent: Parent): FamilyKey => `${namespace}/${parent}`;

const keysOf = ({ namespace, uid, name }: PipelineIdentity): readonly FamilyKey[] => [
  keyOf(namespace, `uid:${uid}`),
  keyOf(namespace, `name:${name}`),
];

/**
 * The versions of each pipeline, sorted and by name. Updated by the cache. An object in another namespace is never a
 * version of the pipeline, whatever its label and owner reference say: rights in one namespace give none in another.
 */
export class VersionIndex implements CacheListener<VersionEntry> {
  readonly #cache: ObjectCache<VersionEntry>;
  readonly #families = new Map<FamilyKey, Family>();

  constructor(cache: ObjectCache<VersionEntry>) {
    this.#cache = cache;
    cache.listen(this);
  }

  added(entry: VersionEntry): void {
    const key = keyOf(entry.namespace, entry.parent);
    let family = this.#families.get(key);
    if (!family) this.#families.set(key, (family = { ordered: new OrderedIndex(), names: new Map() }));
    family.ordered.set(entry.item);
    const uids = family.names.get(entry.item.name);
    if (uids) uids.add(entry.uid);
    else family.names.set(entry.item.name, new Set([entry.uid]));
  }

  removed(entry: VersionEntry): void {
    const key = keyOf(entry.namespace, entry.parent);
    const family = this.#families.get(key);
    if (!family) return;
    family.ordered.delete(entry.uid);
    const uids = family.names.get(entry.item.name);
    uids?.delete(entry.uid);
    if (uids?.size === 0) family.names.delete(entry.item.name);
    if (family.ordered.size === 0) this.#families.delete(key);
  }

  of(pipeline: PipelineIdentity): readonly VersionEntry[] {
    return this.#familiesOf(pipeline).flatMap(({ ordered }) =>
      [...ordered.values()].flatMap(({ id }) => this.#cache.get(id) ?? []),
    );
  }

  named(pipeline: PipelineIdentity, versionName: string): readonly VersionEntry[] {
    return this.#familiesOf(pipeline).flatMap(({ names }) =>
      [...(names.get(versionName) ?? [])].flatMap((uid) => this.#cache.get(uid) ?? []),
    );
  }

  has(pipeline: PipelineIdentity, entry: VersionEntry): boolean {
    return keysOf(pipeline).includes(keyOf(entry.namespace, entry.parent));
  }

  page(pipeline: PipelineIdentity, query: ListQuery): Page<StoredVersion> {
    const { items, ...rest } = this.#orderedOf(pipeline).page(query);
    const stored = items.flatMap(({ id }) => {
      const entry = this.#cache.get(id);
      return entry ? [storedVersion(entry, pipeline.uid)] : [];
    });
    return { items: stored, ...rest };
  }

  #orderedOf(pipeline: PipelineIdentity): OrderedIndex<StoredVersion> {
    const [family, other] = this.#familiesOf(pipeline);
    if (family && !other) return family.ordered;
    // Merges versions created with and without the webhook, for this page only.
    const all = new OrderedIndex<StoredVersion>();
    for (const entry of this.of(pipeline)) all.set(entry.item);
    return all;
  }

  #familiesOf(pipeline: PipelineIdentity): readonly Family[] {
    return keysOf(pipeline).flatMap((key) => this.#families.get(key) ?? []);
  }
}
