/** An acquired lock. Releasing it again has no effect. */
export interface Hold {
  release(): void;
}

/** A lock with many shared holders or one exclusive holder, granted in the order of requests. */
export interface ReadWriteLock {
  /** Rejects with the signal's reason when the lock's signal is aborted. */
  acquire(options: { readonly exclusive: boolean }): Promise<Hold>;
}

interface Waiter {
  readonly exclusive: boolean;
  readonly grant: () => void;
}

export const readWriteLock = (signal: AbortSignal): ReadWriteLock => {
  const queue: Waiter[] = [];
  let holders = 0;
  let heldExclusively = false;
  /** Strictly in order, so that later shared requests cannot starve an exclusive one. */
  const serve = (): void => {
    for (let first = queue[0]; first !== undefined; first = queue[0]) {
      if (heldExclusively || (first.exclusive && holders > 0)) return;
      queue.shift();
      holders += 1;
      heldExclusively = first.exclusive;
      first.grant();
    }
  };
  const hold = (): Hold => {
    let released = false;
    return {
      release: () => {
        if (released) return;
        released = true;
        holders -= 1;
        heldExclusively = false;
        serve();
      },
    };
  };
  return {
    acquire: ({ exclusive }) =>
      new Promise((resolve, reject) => {
        const aborted = (): void => reject(signal.reason as Error);
        if (signal.aborted) {
          aborted();
          return;
        }
        signal.addEventListener('abort', aborted, { once: true });
        queue.push({
          exclusive,
          grant: () => {
            signal.removeEventListener('abort', aborted);
            resolve(hold());
          },
        });
        serve();
      }),
  };
};
