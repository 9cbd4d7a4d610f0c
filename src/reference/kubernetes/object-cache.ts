/** The fields of a Kubernetes object that the cache uses. */
export interface CachedObject {
  readonly uid: string;
  /** Empty for cluster-scoped objects. */
  readonly namespace: string;
  /** Unique in the namespace. */
  readonly name: string;
  /** A number, because resource versions of one resource are ordered, whichever request returned them. */
  readonly resourceVersion: number;
}

export interface CacheListener<Entry> {
  added(entry: Entry): void;
  removed(entry: Entry): void;
}

/** How long a deleted uid is remembered: far longer than an event or a list can be delayed. */
const tombstoneMs = 10 * 60_000;

/** Neither namespaces nor names contain a slash. */
const keyOf = ({ namespace, name }: { readonly namespace: string; readonly name: string }): string =>
  `${namespace}/${name}`;

/**
 * Objects of one resource, from three sources that arrive in any order: lists, watch events and responses to own
 * writes. The newest resource version wins and a deleted uid never returns, so written objects stay visible.
 */
export class ObjectCache<Entry extends CachedObject> {
  readonly #byUid = new Map<string, Entry>();
  /** Keyed by namespace and name. */
  readonly #byName = new Map<string, Entry>();
  /** Deleted uids in order of deletion, with the time of deletion. */
  readonly #tombstones = new Map<string, number>();
  readonly #listeners: CacheListener<Entry>[] = [];
  readonly #now: () => number;
  #newest = 0;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  listen(listener: CacheListener<Entry>): void {
    this.#listeners.push(listener);
  }

  get(uid: string): Entry | undefined {
    return this.#byUid.get(uid);
  }

  named(namespace: string, name: string): Entry | undefined {
    return this.#byName.get(keyOf({ namespace, name }));
  }

  /** Whether the object was deleted; false for an unknown one. */
  wasRemoved(uid: string): boolean {
    return this.#tombstones.has(uid);
  }

  get size(): number {
    return this.#byUid.size;
  }

  /** The greatest resource version of all objects so far. */
  get newest(): number {
    return this.#newest;
  }

  put(entry: Entry): void {
    this.#newest = Math.max(this.#newest, entry.resourceVersion);
    if (this.#tombstones.has(entry.uid)) return;
    const known = this.#byUid.get(entry.uid);
    if (known && known.resourceVersion >= entry.resourceVersion) return;
    const namesake = this.#byName.get(keyOf(entry));
    if (namesake && namesake.uid !== entry.uid) {
      // Two objects with one name: the older one was deleted, but its event has not arrived.
      if (namesake.resourceVersion > entry.resourceVersion) return;
      this.remove(namesake.uid);
    }
    if (known) this.#forget(known);
    this.#byUid.set(entry.uid, entry);
    this.#byName.set(keyOf(entry), entry);
    for (const listener of this.#listeners) listener.added(entry);
  }

  remove(uid: string): void {
    this.#bury(uid);
    const known = this.#byUid.get(uid);
    if (known) this.#forget(known);
  }

  /** Replaces the content by a list taken at `resourceVersion`. Later writes are kept. */
  replace(entries: readonly Entry[], resourceVersion: number): void {
    const listed = new Set(entries.map(({ uid }) => uid));
    for (const known of this.#byUid.values()) {
      if (!listed.has(known.uid) && known.resourceVersion <= resourceVersion) this.remove(known.uid);
    }
    for (const entry of entries) this.put(entry);
  }

  /** For a changed history, as after a restored backup, when old resource versions mean nothing. */
  clear(): void {
    for (const known of this.#byUid.values()) this.#forget(known);
    this.#tombstones.clear();
    this.#newest = 0;
  }

  #forget(entry: Entry): void {
    this.#byUid.delete(entry.uid);
    if (this.#byName.get(keyOf(entry)) === entry) this.#byName.delete(keyOf(entry));
    for (const listener of this.#listeners) listener.removed(entry);
  }

  #bury(uid: string): void {
    const now = this.#now();
    for (const [old, at] of this.#tombstones) {
      if (now - at < tombstoneMs) break;
      this.#tombstones.delete(old);
    }
    this.#tombstones.set(uid, now);
  }
}
