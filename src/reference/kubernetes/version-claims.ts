import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { apiGroup } from '../kube-api/kubernetes-objects.ts';
import type { LiveObjects } from './live-objects.ts';
import type { CacheListener } from './object-cache.ts';
import { ageOf, type Lease, type ServerLeases } from './server-leases.ts';
import type { VersionEntry } from './version-entry.ts';
import type { PipelineIdentity } from './version-index.ts';

/**
 * The scope of a name: the namespace beside the uid, because an object of another namespace can name any uid as its
 * owner.
 */
type Owner = Pick<PipelineIdentity, 'namespace' | 'uid'>;

/** The result of a claim: the lease, or the object `rival` that has the name or is about to be stored (`exists`). */
export type Claim = { readonly lease: Lease } | { readonly rival: string; readonly exists: boolean };

const claimedInLabel = `${apiGroup}/claimed-in`;
/**
 * An admitted object is stored within milliseconds, unless another webhook rejects it. Clocks may differ by seconds.
 */
export const claimMs = 5_000;
/** How long to wait for the object of a rival. */
const rivalWaitMs = 1_000;
const pollMs = 25;
/** How long a stored object is remembered: longer than its claim lasts. */
const rememberedMs = 120_000;
/** After this many transfers without a stored object, the name is free for every claimant. */
const maxTransitions = 2;

type LiveVersions = Pick<LiveObjects<VersionEntry>, 'named'>;

const objectKey = (namespace: string, name: string): string => `${namespace}/${name}`;

const digest = (...parts: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 40);

/** The uid as a label value, hashed because a forged owner reference may contain any text. */
const ownerLabel = ({ namespace, uid }: Owner): string => digest(namespace, uid);

/**
 * Version names under creation, as leases that all replicas see: of concurrent creations of one version name under
 * different object names, one succeeds, wherever they are admitted (VER-29). Once stored, the object itself reserves
 * the name.
 *
 * Every client of the webhooks can claim a name without sending the object. So claims are short, and a repeated claim
 * does not extend one.
 */
export class VersionClaims implements CacheListener<VersionEntry> {
  readonly #leases: ServerLeases;
  readonly #versions: LiveVersions;
  /** The latest resource version of each object. */
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

  /** Releases the name of a rejected object. */
  withdraw(lease: Lease): Promise<void> {
    return this.#leases.remove(lease);
  }

  /** The names of objects that were admitted as versions of a pipeline before `since` and are not stored yet. */
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
    // The first list has thousands of objects that no claim waits for.
    if (now - item.createdAt * 1_000 > rememberedMs) return;
    const key = objectKey(namespace, name);
    this.#seen.delete(key);
    this.#seen.set(key, { resourceVersion, at: now });
  }

  removed(): void {
    // The object was stored, and that remains true.
  }

  /** All resource versions come from one store, so an object stored after its claim has a greater one. */
  #isStored({ metadata, spec }: Lease): boolean {
    return (this.#seen.get(spec.holderIdentity)?.resourceVersion ?? 0) > Number(metadata.resourceVersion);
  }

  async #exists({ namespace, uid }: Owner, versionName: string, key: string): Promise<boolean> {
    const found = await this.#versions.named(namespace, key.slice(namespace.length + 1));
    return found?.item.name === versionName && (found.parent === `uid:${uid}` || found.parent.startsWith('name:'));
  }
}
