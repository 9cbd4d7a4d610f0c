import type { CacheListener } from './object-cache.ts';
import type { VersionEntry } from './version-entry.ts';
import type { PipelineIdentity } from './version-index.ts';

interface Reservation {
  readonly pipeline: string;
  readonly objectName: string;
  /** Held until then. */
  readonly expiresAt: number;
}

/** The namespace beside the uid, because an object of another namespace can claim any uid as that of its owner. */
type Owner = Pick<PipelineIdentity, 'namespace' | 'uid'>;

/** An admitted object is stored within milliseconds, unless somebody else refuses it after us. */
export const HELD_MS = 2_000;
/** For so long a name is held for nobody after its object did not come. */
const LAPSED_MS = 30_000;
const MAX_RESERVATIONS = 10_000;

/**
 * Version names that were admitted and are not in the cache yet, so that of parallel creations of one version name under
 * different object names one is admitted (VER-29). The cache takes over when the object has arrived.
 *
 * Whoever reaches the webhooks can reserve a name without ever sending its object. So nothing is held for long, repeating a
 * reservation does not prolong it, and a name whose object did not come is not held again soon: who means it gets it.
 */
export class Reservations implements CacheListener<VersionEntry> {
  readonly #byVersion = new Map<string, Reservation>();
  readonly #byObject = new Map<string, string>();
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** False when the name is held for another object; `objectName` is an `objectKey`. */
  reserve(pipeline: Owner, versionName: string, objectName: string): boolean {
    this.#prune();
    const version = `${ownerKey(pipeline)}/${versionName}`;
    const known = this.#byVersion.get(version);
    if (known && known.expiresAt > this.#now()) return known.objectName === objectName;
    this.#lapse(objectName);
    if (known || this.#byVersion.size >= MAX_RESERVATIONS) return true;
    this.#byVersion.set(version, { pipeline: ownerKey(pipeline), objectName, expiresAt: this.#now() + HELD_MS });
    this.#byObject.set(objectName, version);
    return true;
  }

  /** Gives a name back whose object was refused after all. */
  withdraw(objectName: string): void {
    const version = this.#byObject.get(objectName);
    if (version === undefined) return;
    this.#byObject.delete(objectName);
    this.#byVersion.delete(version);
  }

  /** Whether a version of this pipeline is on its way; false after `HELD_MS` at the latest when no more are reserved. */
  expects(pipeline: Owner): boolean {
    const owner = ownerKey(pipeline);
    return [...this.#byVersion.values()].some((held) => held.pipeline === owner && held.expiresAt > this.#now());
  }

  added(entry: VersionEntry): void {
    this.withdraw(objectKey(entry.namespace, entry.name));
  }

  removed(entry: VersionEntry): void {
    this.added(entry);
  }

  /** An object has one version name, so it holds none beside. */
  #lapse(objectName: string): void {
    const version = this.#byObject.get(objectName);
    const held = version === undefined ? undefined : this.#byVersion.get(version);
    if (version === undefined || !held) return;
    this.#byObject.delete(objectName);
    this.#byVersion.set(version, { ...held, expiresAt: Math.min(held.expiresAt, this.#now()) });
  }

  #prune(): void {
    for (const [version, { objectName, expiresAt }] of this.#byVersion) {
      if (expiresAt + LAPSED_MS > this.#now()) break;
      this.#byVersion.delete(version);
      if (this.#byObject.get(objectName) === version) this.#byObject.delete(objectName);
    }
  }
}

export function objectKey(namespace: string, name: string): string {
  return `${namespace}/${name}`;
}

function ownerKey({ namespace, uid }: Owner): string {
  return `${namespace}/${uid}`;
}
