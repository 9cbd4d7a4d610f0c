import type { CacheListener } from './object-cache.ts';
import type { VersionEntry } from './version-entry.ts';
import type { PipelineIdentity } from './version-index.ts';

interface Reservation {
  readonly pipeline: string;
  readonly objectName: string;
  readonly expiresAt: number;
}

/** The namespace beside the uid, because an object of another namespace can claim any uid as that of its owner. */
type Owner = Pick<PipelineIdentity, 'namespace' | 'uid'>;

/** An admitted object is stored within milliseconds, unless somebody else refuses it after us. */
const HELD_MS = 3_000;

/**
 * Version names that were admitted and are not in the cache yet, so that of parallel creations of one version name under
 * different object names one is admitted (VER-29). The cache takes over when the object has arrived.
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
    const version = `${ownerKey(pipeline)}/${versionName}`;
    const held = this.#byVersion.get(version);
    if (held && held.objectName !== objectName && held.expiresAt > this.#now()) return false;
    this.#prune();
    if (held) this.#release(held.objectName);
    this.#release(objectName);
    this.#byVersion.set(version, { pipeline: ownerKey(pipeline), objectName, expiresAt: this.#now() + HELD_MS });
    this.#byObject.set(objectName, version);
    return true;
  }

  /** Gives a name back whose object was refused after all. */
  withdraw(objectName: string): void {
    this.#release(objectName);
  }

  /** Whether a version of this pipeline is on its way. */
  expects(pipeline: Owner): boolean {
    this.#prune();
    return [...this.#byVersion.values()].some((held) => held.pipeline === ownerKey(pipeline));
  }

  added(entry: VersionEntry): void {
    this.#release(objectKey(entry.namespace, entry.name));
  }

  removed(entry: VersionEntry): void {
    this.added(entry);
  }

  #release(objectName: string): void {
    const version = this.#byObject.get(objectName);
    if (version === undefined) return;
    this.#byObject.delete(objectName);
    this.#byVersion.delete(version);
  }

  #prune(): void {
    for (const { objectName, expiresAt } of this.#byVersion.values()) {
      if (expiresAt > this.#now()) break;
      this.#release(objectName);
    }
  }
}

export function objectKey(namespace: string, name: string): string {
  return `${namespace}/${name}`;
}

function ownerKey({ namespace, uid }: Owner): string {
  return `${namespace}/${uid}`;
}
