import { semaphore } from './semaphore.ts';

/** An acquired lock. Releasing it again has no effect. */
export interface Hold {
  release(): void;
}

/** A lock with many shared holders or one exclusive holder, granted in the order of requests. */
export interface ReadWriteLock {
  /** Rejects with the signal's reason when the lock's signal is aborted. */
  acquire(options: { readonly exclusive: boolean }): Promise<Hold>;
}

/** Far more than the scenarios that run at the same time. */
const sharedHolders = 1_000;

export const readWriteLock = (signal: AbortSignal): ReadWriteLock => {
  const permits = semaphore(sharedHolders);
  return {
    acquire: async ({ exclusive }) => {
      const held = await permits.acquireAll(exclusive ? sharedHolders : 1, signal);
      return { release: () => held.forEach((permit) => permit[Symbol.dispose]()) };
    },
  };
};
