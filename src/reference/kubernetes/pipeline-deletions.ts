import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../ground/log.ts';
import { ApiError } from '../ground/api-error.ts';
import { ageOf, type Lease, type ServerLeases } from './server-leases.ts';

/** That a pipeline is being deleted. */
export interface Deletion {
  /** What says so. */
  readonly lease: Lease;
  /** It is not deleted after all: versions can be made again. */
  withdraw(): Promise<void>;
  /** It is gone. What was said stays for a while, for replicas that still know the pipeline. */
  finish(): void;
}

/** A deletion that has not been heard of for so long has died with its server. */
const maxSilenceMs = 15_000;
const renewalMs = 4_000;
const maxWaitMs = 20_000;
const pollMs = 50;

/** Who holds what is deleted for good. */
const finishedHolder = 'finished';

const nameOf = (uid: string): string => `kfp-deletion-${uid}`;

/**
 * Which pipelines are being deleted, as leases that all replicas see. A version is admitted in two steps: its name is claimed,
 * then it is looked here. A deletion does it the other way round: it is said here, then it is waited for claimed names. So one
 * of both sees the other, whichever replicas they are on (VER-31).
 */
export class PipelineDeletions {
  readonly #leases: ServerLeases;
  readonly #log: Log;

  constructor(leases: ServerLeases, log: Log) {
    this.#leases = leases;
    this.#log = log;
  }

  /** Waits while another replica deletes the same. */
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
          // It ends nothing: the deletion is nearly always done before the others stop to believe in it.
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
        // Those who wait for the same pipeline are told; else they find out when they look for it.
        renew(finishedHolder);
      },
    };
  }
}
