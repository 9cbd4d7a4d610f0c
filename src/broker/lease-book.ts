import type { Hold } from '../waiting/read-write-lock.ts';
import type { Lease } from '../targets/target-host.ts';
import { semaphore, type Permit, type Semaphore } from '../waiting/semaphore.ts';
import type { PoolMember } from './pool-member.ts';

/** The loan of a target to a single borrower. */
export interface ExclusiveLoan {
  /** The storage mode and variant of the target. */
  readonly key: string;
  /** Whether the borrower may stop it. */
  readonly disruptive: boolean;
  readonly permit: Permit;
}

interface Entry {
  readonly target: string;
  /** Whether the borrower may stop it. */
  readonly disruptive: boolean;
  /** The lease of the host, if the host has one target for all borrowers. */
  readonly lease?: Lease;
  /** The share of a shared target, which a race on a throttled target has alone. */
  readonly share?: Hold;
}

/** A permit for an exclusive target, and an idle one, if there is one. */
export interface Reservation {
  readonly key: string;
  readonly permit: Permit;
  readonly idle: PoolMember | undefined;
}

/** The maximum number of exclusive targets of one storage mode and variant. */
const exclusiveLimit = 2;

/** Records the leases of a pool, its exclusive and idle targets, and pending replacements. Starts and ends no targets. */
export class LeaseBook {
  readonly #signal: AbortSignal;
  readonly #leases = new Map<number, Entry>();
  readonly #permits = new Map<string, Semaphore>();
  readonly #idle = new Map<string, PoolMember[]>();
  readonly #loans = new Map<string, ExclusiveLoan>();
  readonly #replacements = new Map<string, Promise<unknown>>();
  #lastLease = 0;

  /** `signal` ends every wait. */
  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  /** Returns the number of the lease. */
  open(entry: Entry): number {
    this.#lastLease += 1;
    this.#leases.set(this.#lastLease, entry);
    return this.#lastLease;
  }

  /** Returns the entry of a lease that was open. */
  close(lease: number): Entry | undefined {
    const entry = this.#leases.get(lease);
    this.#leases.delete(lease);
    return entry;
  }

  /** Waits in turn for a permit for one of `limit` exclusive targets: an idle one, or one to start. */
  async reserve(key: string, limit = exclusiveLimit): Promise<Reservation> {
    const permits = this.#permits.get(key) ?? semaphore(limit);
    this.#permits.set(key, permits);
    const permit = await permits.acquire(this.#signal);
    return { key, permit, idle: this.#idle.get(key)?.pop() };
  }

  lend(target: string, loan: ExclusiveLoan): void {
    this.#loans.set(target, loan);
  }

  /** Absent if the target is shared or not lent. */
  loanOf(target: string): ExclusiveLoan | undefined {
    return this.#loans.get(target);
  }

  /** Whether a borrower that may stop it has the target. */
  isDisrupted(target: string): boolean {
    return (
      this.#loans.get(target)?.disruptive === true ||
      [...this.#leases.values()].some((entry) => entry.target === target && entry.disruptive)
    );
  }

  /** Ends the loan and makes the target available to the next borrower; without `member` the target has ended. */
  endLoan(target: string, member?: PoolMember): void {
    const loan = this.#loans.get(target);
    if (loan === undefined) return;
    this.#loans.delete(target);
    if (member !== undefined) this.#idle.set(loan.key, [...(this.#idle.get(loan.key) ?? []), member]);
    loan.permit[Symbol.dispose]();
  }

  /** Records a restart or roll-out that is under way. */
  replacing(target: string, replacement: Promise<unknown>): void {
    this.#replacements.set(target, Promise.allSettled([replacement]));
  }

  /** Resolves when the last replacement of a target has succeeded or failed. */
  async replaced(target: string): Promise<void> {
    await this.#replacements.get(target);
  }
}
