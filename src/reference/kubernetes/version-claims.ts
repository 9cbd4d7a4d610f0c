import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { apiGroup } from '../kube-api/kubernetes-objects.ts';
import type { LiveObjects } from './live-objects.ts';
import type { CacheListener } from './object-cache.ts';
import { ageOf, type Lease, type ServerLeases } from './server-leases.ts';
import type { VersionEntry } from './version-entry.ts';
import type { PipelineIdentity } from './version-index.ts';

/** Whose name it is: the namespace beside the uid, because an object of another namespace can claim any uid as that of its owner. */
type Owner = Pick<PipelineIdentity, 'namespace' | 'uid'>;

/** What came of a claim: it is held now, or somebody else has the name: the object `rival`, which may be on its way only. */
export type Claim = { readonly lease: Lease } | { readonly rival: string; readonly exists: boolean };

const claimedInLabel = `${apiGroup}/claimed-in`;
/** An admitted object is stored within milliseconds, unless somebody else refuses it after us. Clocks may differ by seconds. */
export const claimMs = 5_000;
/** How long it is waited for the object of a rival to come, or not to. */
const rivalWaitMs = 1_000;
const pollMs = 25;
/** For so long an object that has come is remembered as such: longer than the claim that it came for lasts. */
const rememberedMs = 120_000;
/** A name that was taken over so often without an object is held for nobody: who means it gets it. */
const maxTransitions = 2;

type LiveVersions = Pick<LiveObjects<VersionEntry>, 'named'>;

const objectKey = (namespace: string, name: string): string => `${namespace}/${name}`;

const digest = (...parts: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 40);

/** The uid as a label value; that of an object which only claims its owner may be any text. */
const ownerLabel = ({ namespace, uid }: Owner): string => digest(namespace, uid);

/**
 * Version names that are being given out, as leases that all replicas see: of parallel creations of one version name under
 * different object names, wherever they are admitted, one gets it (VER-29). The objects themselves take over when they are there.
 *
 * Whoever reaches the webhooks can claim a name without ever sending its object. So nothing is held for long, and repeating a
 * claim does not prolong it.
 */
export class VersionClaims implements CacheListener<VersionEntry> {
  readonly #leases: ServerLeases;
  readonly #versions: LiveVersions;
  /** Object → its latest resource version that was seen. */
  readonly #seen = new Map<string, { readonly resourceVersion: number; readonly at: number }>();

  constructor(leases: ServerLeases, versions: LiveVersions) {
    this.#leases = leases;
    this.#versions = versions;
  }

  async claim(pipeline: Owner, versionName: string, objectName: string): Promise<Claim> {
    const name = `kfp-version-${digest(pipeline.namespace, pipeline.uid, versionName)}`;
    const holder = objectKey(pipeline.namespace, objectName);
    const deadline = Date.now() + rivalWaitMs;
    for (;;) {
      const created = await this.#leases.create(name, holder, { [claimedInLabel]: ownerLabel(pipeline) });
      if (created) return { lease: created };
      const held = await this.#leases.read(name);
      if (!held) continue;
      const rival = held.spec.holderIdentity;
      const isOurs = rival === holder;
      if (!isOurs && (await this.#exists(pipeline, versionName, rival))) return { rival, exists: true };
      const free = this.#isStored(held) || ageOf(held) > claimMs;
      if (isOurs && !free) return { lease: held };
      if ((held.spec.leaseTransitions ?? 0) >= maxTransitions && !this.#isStored(held)) return { lease: held };
      if (free) {
        const renewed = await this.#leases.renew(held, holder);
        if (renewed) return { lease: renewed };
        continue;
      }
      if (Date.now() > deadline) return { rival, exists: false };
      await sleep(pollMs);
    }
  }

  /** Gives a name back whose object was refused after all. */
  withdraw(lease: Lease): Promise<void> {
    return this.#leases.remove(lease);
  }

  /** The objects that were admitted as versions of a pipeline before `since` and have not been seen, by name. */
  async expected(pipeline: Owner, since: Lease): Promise<readonly string[]> {
    const leases = await this.#leases.list(claimedInLabel, ownerLabel(pipeline), since);
    return leases
      .filter((lease) => ageOf(lease) <= 2 * claimMs && !this.#isStored(lease))
      .map(({ spec }) => spec.holderIdentity.slice(pipeline.namespace.length + 1));
  }

  added({ namespace, name, resourceVersion, item }: VersionEntry): void {
    const now = Date.now();
    for (const [key, { at }] of this.#seen) {
      if (now - at < rememberedMs) break;
      this.#seen.delete(key);
    }
    // A first list brings thousands that nobody waits for.
    if (now - item.createdAt * 1_000 > rememberedMs) return;
    const key = objectKey(namespace, name);
    this.#seen.delete(key);
    this.#seen.set(key, { resourceVersion, at: now });
  }

  removed(): void {
    // That it has come is what matters, and it is remembered.
  }

  /** All resource versions come from one store, so an object that came for a claim is newer than it. */
  #isStored({ metadata, spec }: Lease): boolean {
    return (this.#seen.get(spec.holderIdentity)?.resourceVersion ?? 0) > Number(metadata.resourceVersion);
  }

  async #exists({ namespace, uid }: Owner, versionName: string, key: string): Promise<boolean> {
    const found = await this.#versions.named(namespace, key.slice(namespace.length + 1));
    return found?.item.name === versionName && (found.parent === `uid:${uid}` || found.parent.startsWith('name:'));
  }
}
