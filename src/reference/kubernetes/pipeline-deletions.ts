import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../ground/log.ts';
import { ApiError } from '../ground/api-error.ts';
import { ageOf, type Lease, type ServerLeases } from './server-leases.ts';

/** A deletion of a pipeline in progress. */
export interface Deletion {
  /** The lease that announces it. */
  readonly lease: Lease;
  /** Cancels the deletion: versions can be created again. */
  withdraw(): Promise<void>;
  /**
   * Marks the pipeline as deleted. The lease remains for a while, for replicas that still have the pipeline in their
   * cache.
   */
  finish(): void;
}

/** Without a renewal for this long, the server of a deletion has died. */
const maxSilenceMs = 15_000;
const renewalMs = 4_000;
const maxWaitMs = 20_000;
const pollMs = 50;

/** The holder of the lease of a finished deletion. */
const finishedHolder = 'finished';

const nameOf = (uid: string): string => `kfp-deletion-${uid}`;

/**
 * Pipelines under deletion, as leases that all replicas see. An admission first claims the version name, then checks
 * for a deletion. A deletion first announces itself, then waits for claimed names. So at least one of them sees the
 * other, on any replicas (VER-31).
 */
export class PipelineDeletions {
  readonly #leases: ServerLeases;
  readonly #log: Log;

  constructor(leases: ServerLeases, log: Log) {
    this.#leases = leases;
    this.#log = log;
  }

  /** Waits while another replica deletes the same pipeline. */
  async begin(uid: string): Promise<Deletion> {
    const deadline = Date.now() + maxWaitMs;
    const holder = randomUUID();
    for (;;) {
      const created = await this.#leases.create(nameOf(uid), holder, {});
      if (created) return this.#hold(created);
      const other = await this.#leases.read(nameOf(uid));
      if (!other) continue;
      const taken = ageOf(other) > maxSilenceMs ? await this.#leases.renew(other, holder) : undefined;
      if (taken) return this.#hold(taken);
      if (other.spec.holderIdentity === finishedHolder) throw new ApiError('not-found', `Pipeline ${uid} not found.`);
      if (Date.now() > deadline) throw new ApiError('conflict', `Pipeline ${uid} is being deleted.`);
      await sleep(pollMs);
    }
  }

  async isInProgress(uid: string): Promise<boolean> {
    const lease = await this.#leases.read(nameOf(uid));
    return lease !== undefined && ageOf(lease) <= maxSilenceMs;
  }

  #hold(first: Lease): Deletion {
    let lease = first;
    let renewing = Promise.resolve();
    const renew = (holder?: string): void => {
      renewing = renewing.then(async () => {
        try {
          lease = (await this.#leases.renew(lease, holder)) ?? lease;
        } catch (error) {
          // A failed renewal aborts nothing: the deletion almost always finishes before its lease expires.
          this.#log.warn(`lease ${lease.metadata.name} could not be renewed: ${String(error)}`);
        }
      });
    };
    const timer = setInterval(renew, renewalMs).unref();
    return {
      lease: first,
      withdraw: async () => {
        clearInterval(timer);
        await renewing;
        await this.#leases.remove(lease);
      },
      finish: () => {
        clearInterval(timer);
        // Informs requests that wait for the same pipeline; without it they notice at their next look-up.
        renew(finishedHolder);
      },
    };
  }
}
