/** The right to use one of a limited number of resources, until it is disposed of. */
export interface Permit extends Disposable {
  /** Gives the permit up permanently: its resource is lost, and the semaphore has one permit less. */
  retire(): void;
}

/** A limited number of permits, granted strictly in the order of the requests. */
export interface Semaphore {
  /** Rejects with the signal's reason when aborted. */
  acquire(signal?: AbortSignal): Promise<Permit>;
  /**
   * Acquires several permits at once, so that two requests for several cannot deadlock. Rejects with an error of `tooFew` if
   * the semaphore has fewer permits in total.
   */
  acquireAll(count: number, signal?: AbortSignal): Promise<readonly Permit[]>;
}

interface Waiter {
  readonly count: number;
  readonly grant: () => void;
  readonly refuse: (cause: Error) => void;
}

const expectedFewer = (count: number, size: number): Error =>
  new Error(`expected a request for at most ${size} permits, got one for ${count}`);

export const semaphore = (limit: number, tooFew = expectedFewer): Semaphore => {
  let size = limit;
  let free = limit;
  const queue: Waiter[] = [];
  /** Smaller requests must not overtake the first one, which would otherwise wait for ever. */
  const serve = (): void => {
    for (let first = queue[0]; first !== undefined; first = queue[0]) {
      if (first.count <= size && first.count > free) return;
      queue.shift();
      if (first.count > size) first.refuse(tooFew(first.count, size));
      else {
        free -= first.count;
        first.grant();
      }
    }
  };
  const permit = (): Permit => {
    let held = true;
    const giveUp = (permanently: boolean): void => {
      if (!held) return;
      held = false;
      if (permanently) size -= 1;
      else free += 1;
      serve();
    };
    return { retire: () => giveUp(true), [Symbol.dispose]: () => giveUp(false) };
  };
  const wait = (count: number, signal: AbortSignal | undefined): Promise<void> =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason as Error);
        return;
      }
      const aborted = (): void => {
        queue.splice(queue.indexOf(waiter), 1);
        reject(signal?.reason as Error);
        // The requests behind it may need fewer permits.
        serve();
      };
      const settled = (): void => signal?.removeEventListener('abort', aborted);
      const waiter: Waiter = {
        count,
        grant: () => {
          settled();
          resolve();
        },
        refuse: (cause) => {
          settled();
          reject(cause);
        },
      };
      signal?.addEventListener('abort', aborted, { once: true });
      queue.push(waiter);
      serve();
    });
  return {
    acquire: async (signal) => {
      await wait(1, signal);
      return permit();
    },
    acquireAll: async (count, signal) => {
      await wait(count, signal);
      return Array.from({ length: count }, permit);
    },
  };
};
